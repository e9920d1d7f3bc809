import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import pgCopy from 'pg-copy-streams';
import { newId } from '../../server/kernel/ids.ts';
import { nameKey } from '../../server/users/name.ts';
import type { Owner } from './bench.ts';
import { Chance } from './chance.ts';

// A few hundred first and last names. One person in 45 has the most common one. One in 14 has some beginnings, like "Mar" and "Jo" in real
// data.
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
    '-Ost',
    '-Lee',
    '-Park',
  ],
);
/** Names are distributed unevenly. */
const unevenly = (chance: number, names: string[]) => names[Math.floor(chance ** 1.5 * names.length)] ?? '';
const departments = ['Sales', 'Marketing', 'Engineering', 'Support', 'Finance', 'People', 'Legal', 'Research'];

function products(stems: string[], ends: string[]): string[] {
  return ends.flatMap((end) => stems.map((stem) => stem + end));
}

type Person = { email: string; first: string; last: string; department: string; chance: number };

/** People in no order of their addresses, as in real files. */
function* people(rows: number, round: string): Generator<Person> {
  for (let i = 0; i < rows; i++) {
    const hash = createHash('md5').update(`${round}${i}`).digest();
    const mark = hash.toString('hex', 0, 4);
    const first = unevenly(hash.readUInt32LE(4) / 2 ** 32, firstNames);
    const last = unevenly(hash.readUInt32LE(8) / 2 ** 32, lastNames);
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

type Stand = {
  status: 'pending' | 'active' | 'deactivated' | 'removed';
  expiresAt: string | null;
  type: string;
  addOns: string;
  groupId: string;
  role: string;
  department: string;
};

const at = '2026-11-23 12:00:00+00';
const inYears = '2036-11-23 12:00:00+00';
/** A full minute, like the times at which invitations expire. */
const weekAgo = new Date(Math.floor(Date.now() / 60_000 - 7 * 1_440) * 60_000).toISOString();

/** The same people in the format of COPY, ready for the table. */
export function copyOf(rows: number, round: string, owner: Owner, status: 'pending' | 'active'): Buffer {
  const expiresAt = status === 'pending' ? inYears : null;
  const rest = { type: 'basic', addOns: '{}', groupId: owner.groupId, role: 'member' };
  return linesOf(people(rows, round), owner, ({ department }) => ({ status, expiresAt, ...rest, department }));
}

function linesOf(crowd: Iterable<Person>, owner: Owner, standOf: (person: Person, n: number) => Stand): Buffer {
  const lines: string[] = [];
  for (const person of crowd) {
    const stand = standOf(person, lines.length);
    const { email, first, last, chance } = person;
    // Every third person has never signed in.
    const signedIn = stand.status !== 'pending' && chance > 1 / 3;
    const cells = [
      owner.accountId,
      newId(),
      email,
      email,
      first,
      last,
      nameKey(first, last, email).replaceAll('\t', '\\t'),
      email.slice(0, 8),
      stand.department,
      stand.type,
      stand.addOns,
      stand.groupId,
      stand.role,
      stand.status,
      stand.status === 'removed' ? 'active' : null,
      '1',
      at,
      stand.expiresAt,
      'queued',
      at,
      at,
      at,
      signedIn ? new Date(1.7e12 + chance * 6e10).toISOString() : '-infinity',
      stand.status === 'removed' ? weekAgo : null,
    ];
    lines.push(cells.map((cell) => cell ?? '\\N').join('\t'));
  }
  return Buffer.from(`${lines.join('\n')}\n`);
}

const columns =
  'account_id, id, email, email_key, first_name, last_name, name_key, employee_number, department, type, add_ons, group_id, role, status, status_before, invitation_version, invited_at, expires_at, mail_state, mail_at, created_at, updated_at, last_sign_in_at, removed_at';

export async function copyIn(sql: pg.Pool, copied: Buffer): Promise<void> {
  const client = await sql.connect();
  try {
    await pipeline(Readable.from([copied]), client.query(pgCopy.from(`copy users (${columns}) from stdin`)));
  } finally {
    client.release();
  }
}

/** Fills an account with active people, and its kept counts. */
export async function fill(sql: pg.Pool, owner: Owner, rows: number): Promise<void> {
  await copyIn(sql, copyOf(rows, owner.accountId, owner, 'active'));
  await recount(sql, owner);
  await sql.query('vacuum analyze users');
}

/** Fills an account with people of every kind. Each filter has values that match many people, few, and ten in a million. */
export async function fillMixed(sql: pg.Pool, owner: Owner, rows: number): Promise<void> {
  const groups = await sql.query<{ id: string }>(
    `insert into groups (account_id, id, name, name_key, created_at)
      select $1, gen_random_uuid(), 'Group ' || i, 'group ' || i, now() from generate_series(1, 20) i returning id`,
    [owner.accountId],
  );
  const chances = new Chance(3);
  const standOf = ({ department }: Person, n: number): Stand => {
    const rare = n % 100_000;
    const kind = chances.next();
    return {
      status: kind < 0.7 ? 'active' : kind < 0.9 ? 'pending' : kind < 0.95 ? 'deactivated' : 'removed',
      expiresAt: kind < 0.7 || kind >= 0.9 ? null : kind < 0.85 ? inYears : weekAgo,
      type: rare === 7 ? 'corp' : chances.next() < 0.3 ? 'pro' : 'basic',
      addOns: rare === 9 ? '{large_meeting}' : chances.next() < 0.1 ? '{webinar}' : '{}',
      groupId: groups.rows[chances.below(20)]?.id ?? owner.groupId,
      role: rare === 13 ? 'admin' : 'member',
      department: rare === 11 ? 'Archive' : department,
    };
  };
  await copyIn(sql, linesOf(people(rows, owner.accountId), owner, standOf));
  await recount(sql, owner);
  await sql.query('vacuum analyze users');
}

async function recount(sql: pg.Pool, owner: Owner): Promise<void> {
  await sql.query(
    `insert into counts (account_id, dimension, key, ends_at, people)
      select account_id, d, k, case when status = 'pending' then expires_at else 'infinity' end, count(*) from users,
        lateral (values ('type', type), ('status', status), ('group', group_id::text), ('department', department)) as t (d, k)
      where account_id = $1 and k <> '' and (d = 'status' or status <> 'removed' and (d <> 'type' or status <> 'deactivated')) group by 1, 2, 3, 4
      on conflict (account_id, dimension, key, ends_at) do update set people = excluded.people`,
    [owner.accountId],
  );
}
