import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pgCopy from 'pg-copy-streams';
import { newId } from '../server/kernel/ids.ts';
import { nameKey } from '../server/users/name.ts';
import { type Bench, median, Owner, report, seconds } from './bench.ts';

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
    const first = firstNames[i % firstNames.length] ?? '';
    const last = lastNames[i % lastNames.length] ?? '';
    const email = `${mark}.${i}@people.example`;
    yield { email, first, last, department: departments[i % departments.length] ?? '' };
  }
}

function csvOf(rows: number, round: string): Buffer {
  const lines = ['email,first name,last name,department,user group'];
  for (const { email, first, last, department } of people(rows, round))
    lines.push(`${email},${first},${last},${department},Everyone`);
  return Buffer.from(`${lines.join('\r\n')}\r\n`);
}

function copyOf(rows: number, round: string, accountId: string, groupId: string): Buffer {
  const lines: string[] = [];
  for (const { email, first, last, department } of people(rows, round)) {
    const at = '2026-11-23 12:00:00+00';
    lines.push(
      [
        accountId,
        newId(),
        email,
        email,
        first,
        last,
        nameKey(first, last, email),
        department,
        'basic',
        '{}',
        groupId,
        'member',
        'pending',
        '1',
        at,
        '2026-12-23 12:00:00+00',
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

/** P1: a file over HTTP, uploaded, planned and applied, against COPY into the same table with the same indexes. */
export async function importBench({ url, sql, rows }: Bench): Promise<void> {
  const rounds = rows >= 500_000 ? 3 : 5;
  const ratios: number[] = [];
  const seen: { raw: number; muster: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    const floor = await new Owner(url).signUp(`raw${round}`);
    const copied = copyOf(rows, `raw${round}`, floor.accountId, floor.groupId);
    const client = await sql.connect();
    const raw = await seconds(() =>
      pipeline(Readable.from([copied]), client.query(pgCopy.from(`copy users (${columns}) from stdin`))),
    );
    client.release();
    await floor.call('GET', '/v1/account');

    const owner = await new Owner(url).signUp(`import${round}`);
    const file = csvOf(rows, `import${round}`);
    const muster = await seconds(async () => {
      const planned = await owner.settled(
        await owner.call('POST', '/v1/changes?source=csv&fileName=people.csv', file, 'text/csv'),
      );
      const applied = await owner.settled(await owner.call('POST', `/v1/changes/${planned['id']}/apply`, {}));
      const result = applied['result'];
      if (!(result && typeof result === 'object' && 'create' in result && result.create === rows))
        throw new Error(`not everybody was created: ${JSON.stringify(applied)}`);
    });
    ratios.push(muster / raw);
    seen.push({ raw: Number(raw.toFixed(2)), muster: Number(muster.toFixed(2)) });
    console.error(`round ${round + 1} of ${rounds}: raw COPY ${raw.toFixed(2)} s, import ${muster.toFixed(2)} s`);
  }
  report('import', { rows, ratio: median(ratios), goal: 1.6, details: { seen } });
}
