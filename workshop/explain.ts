import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { type Example, statements } from '../server/golden/statements.ts';
import { compiled } from '../server/golden/write-out.ts';
import { stagedTable } from '../server/imports/lines/import-stage.ts';
import { StartError } from '../server/kernel/config.ts';
import { fieldOf, fields } from '../server/users/rules/fields.ts';
import { openDemo, usualFolder, usualPeople } from './demo/folder.ts';

/**
 * Runs statements of server/golden/generated on the demo account and prints their plans, with rows, times and buffers: bin/explain
 * edit-type. What they write is rolled back. The demo is made if it is not there: --folder names another than data/demo.
 */
const { positionals: names, values } = parseArgs({ allowPositionals: true, options: { folder: { type: 'string' } } });
const folder = resolve(values.folder ?? usualFolder);

try {
  await explainAll();
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function explainAll(): Promise<void> {
  const known = Object.keys(statements(exampleOf([])));
  if (names.length === 0 || !names.every((name) => known.includes(name)))
    throw new StartError(`Name statements: ${known.join(', ')}.`);
  const { database } = await openDemo(folder, usualPeople);
  const client = new pg.Client(database.connection);
  try {
    await client.connect();
    for (const name of names) await explain(client, name);
  } finally {
    await client.end();
    await database.stop();
  }
}

async function explain(client: pg.Client, name: string): Promise<void> {
  const example = exampleOf(await findIds(client));
  const statement = statements(example)[name];
  if (!statement) return;
  await client.query('begin');
  await makeRelations(client);
  await makeChange(client, example, /^(plan|import-plan|create)/.test(name));
  await client.query('set local role muster_app');
  await client.query("select set_config('muster.account_id', $1, true)", [example.accountId]);
  const { sql, parameters } = compiled(statement.query);
  const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain (analyze, buffers) ${sql}`, [...parameters]);
  await client.query('rollback');
  console.log(`${name}: ${statement.about}\n\n${rows.map((row) => row['QUERY PLAN']).join('\n')}\n`);
}

function exampleOf([
  accountId = '',
  ownerId = '',
  first = '',
  last = '',
  groupId = '',
  changeId = '',
]: string[]): Example {
  return { accountId, ownerId, people: [first, last], groupId, changeId };
}

/** The account with the most people, its Owner, the ends of its list of ids, a group, and an id for a change. */
async function findIds(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ ids: string[] }>(
    `select array[a.id, a.owner_id, p.first, p.last, a.default_group_id, gen_random_uuid()]::text[] as ids
      from accounts a
        cross join lateral (select min(id::text) as first, max(id::text) as last, count(*) as n from users
          where account_id = a.id and status = 'active' and role = 'member') p
      order by p.n desc limit 1`,
  );
  if (!rows[0]) throw new StartError('The demo holds no account: delete its folder.');
  return rows[0].ids;
}

/** Relations that the examples name in place of a file's lines and a record. */
async function makeRelations(client: pg.Client): Promise<void> {
  await client.query(compiled(stagedTable).sql);
  await client.query(`insert into staged_lines (line, off, email_key, name_key, email, type)
    select row_number() over (), false, email_key, name_key, email, 'pro' from users where removed_at is null limit 100`);
  const others = fields.filter((field) => !['email', 'status'].includes(field));
  await client.query(`create temporary table lines on commit drop as
    select n as line, null::uuid as id, 'pending' as status, 'new' || n || '@people.example' as email, 'new' || n || '@people.example' as email_key,
      u.name_key, ${others.map((field) => `u.${fieldOf(field).column}`).join(', ')}
    from generate_series(1, 100) n cross join (select * from users where status = 'active' and role = 'member' limit 1) u`);
  await client.query(`create temporary table record on commit drop as
    select id, 'active'::text as before_status, 0 as seq from users where removed_at is not null limit 100`);
  await client.query('analyze staged_lines; analyze lines; analyze record');
  await client.query('grant select on staged_lines, lines, record to muster_app');
}

/** A change of everyone who is Basic, with its one chunk unless it is still to be planned. */
async function makeChange(client: pg.Client, { accountId, ownerId, changeId }: Example, isNew: boolean): Promise<void> {
  await client.query(
    `insert into changes (account_id, id, state, source, planned_by_kind, planned_by_id, actor_kind, actor_id, operation, overflow, created_at)
      values ($1, $2, 'applying', 'console', 'user', $3, 'user', $3, '{}', 'refuse', now())`,
    [accountId, changeId, ownerId],
  );
  if (isNew) return;
  await client.query(
    `insert into change_chunks (account_id, change_id, seq, outcome, targets, ids, first_id, last_id)
      select $1, $2, 0, 'update', ids, ids, ids[1], ids[cardinality(ids)]
      from (select array_agg(id order by id) as ids from users where account_id = $1 and type = 'basic' and removed_at is null) t`,
    [accountId, changeId],
  );
}
