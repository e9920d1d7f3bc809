import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import pgCopy from 'pg-copy-streams';
import { newId } from '../server/kernel/ids.ts';
import { nameKey } from '../server/users/name.ts';
import type { Owner } from './bench.ts';

const firstNames = ['Anna', 'Bülent', 'Chloé', 'Dmitri', 'Ewa', 'Farid', 'Grace', 'Hiro', 'Inés', 'Jonas'];
const lastNames = [
  'Abel',
  'Brandt',
  'Castillo',
  'Dubois',
  'Eriksen',
  'Fischer',
  'García',
  'Hansen',
  'Ito',
  'Jansen',
  'Kowalski',
];
const departments = ['Sales', 'Marketing', 'Engineering', 'Support', 'Finance', 'People', 'Legal', 'Research'];

/** People in no order of their addresses, as files come. */
function* people(rows: number, round: string) {
  for (let i = 0; i < rows; i++) {
    const mark = createHash('md5').update(`${round}${i}`).digest('hex').slice(0, 8);
    const [first, last, department] = [firstNames, lastNames, departments].map((list) => list[i % list.length] ?? '');
    yield { email: `${mark}.${i}@people.example`, first: first ?? '', last: last ?? '', department: department ?? '' };
  }
}

/** The file that an admin would upload. */
export function csvOf(rows: number, round: string): Buffer {
  const lines = ['email,first name,last name,department,user group'];
  for (const { email, first, last, department } of people(rows, round))
    lines.push(`${email},${first},${last},${department},Everyone`);
  return Buffer.from(`${lines.join('\r\n')}\r\n`);
}

/** The same people as COPY takes them, ready for the table. */
export function copyOf(rows: number, round: string, owner: Owner, status: 'pending' | 'active'): Buffer {
  const at = '2026-11-23 12:00:00+00';
  const expires = status === 'pending' ? '2036-11-23 12:00:00+00' : '\\N';
  const lines: string[] = [];
  for (const { email, first, last, department } of people(rows, round)) {
    const name = [email, email, first, last, nameKey(first, last, email), department];
    lines.push(
      [
        owner.accountId,
        newId(),
        ...name,
        'basic',
        '{}',
        owner.groupId,
        'member',
        status,
        '1',
        at,
        expires,
        'queued',
        at,
        at,
        at,
      ].join('\t'),
    );
  }
  return Buffer.from(`${lines.join('\n')}\n`);
}

const columns =
  'account_id, id, email, email_key, first_name, last_name, name_key, department, type, add_ons, group_id, role, status, epoch, invited_at, expires_at, mail_state, mail_at, created_at, updated_at';

export async function copyIn(sql: pg.Pool, copied: Buffer): Promise<void> {
  const client = await sql.connect();
  await pipeline(Readable.from([copied]), client.query(pgCopy.from(`copy users (${columns}) from stdin`)));
  client.release();
}

/** Fills an account with active people, and its kept counts with them. */
export async function fill(sql: pg.Pool, owner: Owner, rows: number): Promise<void> {
  await copyIn(sql, copyOf(rows, owner.accountId, owner, 'active'));
  await sql.query(
    `insert into counts (account_id, dimension, key, until, n)
      select account_id, d, k, 'infinity', count(*) from users,
        lateral (values ('type', type), ('status', status), ('group', group_id::text), ('department', department)) as t (d, k)
      where account_id = $1 and k <> '' group by 1, 2, 3
      on conflict (account_id, dimension, key, until) do update set n = excluded.n`,
    [owner.accountId],
  );
  await sql.query('vacuum analyze users');
}
