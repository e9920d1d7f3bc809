import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import pgCopy from 'pg-copy-streams';
import { newId } from '../server/kernel/ids.ts';
import { nameKey } from '../server/users/name.ts';
import type { Owner } from './bench.ts';

// Some hundred first names and a thousand last ones, as unevenly spread as people's are: one in 17 has the commonest first name.
const firstNames = products(
  [
    'Anna',
    'Bülent',
    'Chloé',
    'Dmitri',
    'Ewa',
    'Farid',
    'Grace',
    'Hiro',
    'Inés',
    'Jonas',
    'Kofi',
    'Lena',
    'Mario',
    'Noor',
  ],
  [
    '',
    'lie',
    'nka',
    'bert',
    'son',
    'dra',
    'mir',
    'tine',
    'well',
    'ko',
    'sha',
    'ro',
    'vin',
    'gard',
    'ette',
    'zo',
    'lynn',
    'fe',
    'us',
    'ya',
  ],
);
const lastNames = products(
  [
    'Abel',
    'Brandt',
    'Castillo',
    'Dubois',
    'Erik',
    'Fischer',
    'García',
    'Hansen',
    'Ito',
    'Jans',
    'Kowal',
    'Lund',
    'Moreau',
  ],
  [
    '',
    'sen',
    'ski',
    'mann',
    'stein',
    'ova',
    'quist',
    'ham',
    'field',
    'oglu',
    'idis',
    'escu',
    'heim',
    'dorf',
    'berg',
    'ton',
    'wala',
    'aho',
  ].flatMap((end) => [end, `${end}-Ost`, `${end}-Lee`, `${end}-Park`]),
);
const departments = ['Sales', 'Marketing', 'Engineering', 'Support', 'Finance', 'People', 'Legal', 'Research'];

function products(stems: string[], ends: string[]): string[] {
  return ends.flatMap((end) => stems.map((stem) => stem + end));
}

/** People in no order of their addresses, as files come. */
function* people(rows: number, round: string) {
  for (let i = 0; i < rows; i++) {
    const hash = createHash('md5').update(`${round}${i}`).digest();
    const mark = hash.toString('hex', 0, 4);
    const first = firstNames[Math.floor((hash.readUInt32LE(4) / 2 ** 32) ** 2 * firstNames.length)] ?? '';
    const last = lastNames[Math.floor((hash.readUInt32LE(8) / 2 ** 32) ** 2 * lastNames.length)] ?? '';
    const department = departments[i % departments.length] ?? '';
    yield { email: `${mark}.${i}@people.example`, first, last, department, chance: hash.readUInt32LE(12) / 2 ** 32 };
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
  for (const { email, first, last, department, chance } of people(rows, round)) {
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
        // Every third has never signed in.
        status === 'pending' || chance < 1 / 3 ? '-infinity' : new Date(1.7e12 + chance * 6e10).toISOString(),
      ].join('\t'),
    );
  }
  return Buffer.from(`${lines.join('\n')}\n`);
}

const columns =
  'account_id, id, email, email_key, first_name, last_name, name_key, department, type, add_ons, group_id, role, status, epoch, invited_at, expires_at, mail_state, mail_at, created_at, updated_at, last_sign_in_at';

export async function copyIn(sql: pg.Pool, copied: Buffer): Promise<void> {
  const client = await sql.connect();
  await pipeline(Readable.from([copied]), client.query(pgCopy.from(`copy users (${columns}) from stdin`)));
  client.release();
}

/** Fills an account with active people, and its kept counts with them. */
export async function fill(sql: pg.Pool, owner: Owner, rows: number): Promise<void> {
  await copyIn(sql, copyOf(rows, owner.accountId, owner, 'active'));
  await recount(sql, owner);
  await sql.query('vacuum analyze users');
}

/**
 * Fills an account with people of every kind: each filter has values that many have, that few have and that ten in a million
 * have.
 */
export async function fillMixed(sql: pg.Pool, owner: Owner, rows: number): Promise<void> {
  await copyIn(sql, copyOf(rows, owner.accountId, owner, 'active'));
  await sql.query(
    `insert into groups (account_id, id, name, name_key, created_at)
      select $1, gen_random_uuid(), 'Group ' || i, 'group ' || i, now() from generate_series(1, 20) i`,
    [owner.accountId],
  );
  await sql.query(
    `with chances as (select id, row_number() over (order by email_key) as n, (hashtext(id::text) & 65535) / 65536.0 as a,
          (hashtext(id::text || 'b') & 65535) / 65536.0 as b, (hashtext(id::text || 'c') & 65535) / 65536.0 as c
        from users where account_id = $1 and email_key like '%@people.example'),
      kinds as (select id, a, b, n, case when b < 0.7 then 'active' when b < 0.85 then 'pending' when b < 0.9 then 'expired' when b < 0.95 then 'deactivated' else 'removed' end as kind,
          (array(select id from groups where account_id = $1 order by name_key))[1 + floor(20 * c * c)] as group_id from chances)
      update users u set type = case when n % 100000 = 7 then 'corp' when a < 0.3 then 'pro' else 'basic' end,
        add_ons = case when n % 100000 = 9 then array['large_meeting'] when a < 0.1 then array['webinar'] else '{}' end,
        department = case when n % 100000 = 11 then 'Archive' else department end,
        role = case when n % 100000 = 13 then 'admin' else role end,
        group_id = kinds.group_id,
        status = case kind when 'expired' then 'pending' else kind end,
        expires_at = case kind when 'pending' then now() + interval '9 years' when 'expired' then now() - interval '9 days' end,
        status_before = case kind when 'removed' then 'active' end, removed_at = case kind when 'removed' then now() - interval '9 days' end
      from kinds where u.account_id = $1 and u.id = kinds.id`,
    [owner.accountId],
  );
  await recount(sql, owner);
  // Makes of a table that was filled and then changed one that has only been filled.
  await sql.query('vacuum (full, analyze) users');
  await sql.query('vacuum users');
}

async function recount(sql: pg.Pool, owner: Owner): Promise<void> {
  await sql.query(
    `insert into counts (account_id, dimension, key, until, n)
      select account_id, d, k, case when status = 'pending' then expires_at else 'infinity' end, count(*) from users,
        lateral (values ('type', type), ('status', status), ('group', group_id::text), ('department', department)) as t (d, k)
      where account_id = $1 and k <> '' and (d = 'status' or status <> 'removed' and (d <> 'type' or status <> 'deactivated')) group by 1, 2, 3, 4
      on conflict (account_id, dimension, key, until) do update set n = excluded.n`,
    [owner.accountId],
  );
}
