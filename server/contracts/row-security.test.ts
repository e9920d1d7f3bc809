import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startTestApp } from '../testing/app.ts';
import { waitUntil } from '../testing/wait-until.ts';
import { delivery, imported, ownView, planned, scheduled } from './fixtures/things.ts';
import { freshWorld } from './fixtures/world.ts';

/**
 * Tables of the server and not of one account: found by a secret or an address before any account is known. Any other table that names an
 * account must have row security.
 */
const ofTheServer = ['identities', 'jobs', 'links', 'mail_server', 'mails', 'memberships', 'sessions'];

const app = await startTestApp();
const mine = await freshWorld(app);
const theirs = await freshWorld(app, 'Zanzibar');
for (const world of [mine, theirs]) await fillTables(world.accountId);

const { rows: tables } = await app.sql.query<{ name: string; forced: boolean; key: string }>(`
  select c.table_name as name, r.relrowsecurity and r.relforcerowsecurity as forced, c.column_name as key
  from information_schema.columns c join pg_class r on r.oid = format('public.%I', c.table_name)::regclass
  where c.table_schema = 'public' and (c.column_name = 'account_id' or (c.table_name = 'accounts' and c.column_name = 'id'))
  order by 1`);
const guarded = tables.filter(({ name }) => !ofTheServer.includes(name));

const { rows: columns } = await app.sql.query<{ relation: string; name: string }>(`
  select table_name as relation, quote_ident(column_name) as name from information_schema.columns
  where table_schema = 'public' and is_generated = 'NEVER' order by table_name, ordinal_position`);
/** The columns of a table that are written. PostgreSQL makes the others from them. */
const written = (table: string, alias = '') =>
  columns
    .filter(({ relation }) => relation === table)
    .map(({ name }) => `${alias}${name}`)
    .join(', ');

/** Runs statements as the server does, inside one account or in none, and rolls them back. */
async function asServer<T>(accountId: string | null, work: (run: typeof app.sql.query) => Promise<T>): Promise<T> {
  const client = await app.sql.connect();
  try {
    await client.query('begin; set local role muster_app');
    if (accountId !== null) await client.query(`set local muster.account_id = '${accountId}'`);
    return await work(client.query.bind(client));
  } finally {
    await client.query('rollback');
    client.release();
  }
}

/** Ensures at least one row in every table. */
async function fillTables(accountId: string): Promise<void> {
  const world = accountId === mine.accountId ? mine : theirs;
  await world.people.owner.browser.patch('/v1/mail-queue', { paused: true });
  await world.people.owner.browser.patch('/v1/mail-settings', { replyTo: 'help@example.com' });
  await planned(world, 'owner');
  await scheduled(world, 'owner');
  await imported(world, 'owner');
  await world.people.owner.browser.put(
    '/v1/billing/subscriptions/pro',
    { quantity: 5 },
    { headers: { 'idempotency-key': 'filled' } },
  );
  await world.people.owner.browser.post('/v1/users', { users: [{ email: 'seated@example.com' }], type: 'pro' });
  await ownView(world, 'owner');
  await delivery(world, 'owner');
  // Waits until the server's own work has ended, because rows are counted next.
  await waitUntil(async () => {
    const { rows } = await app.sql.query(
      `select from jobs where (account_id = $1 or name = 'invitations.mail') and run_at <= muster_now()`,
      [accountId],
    );
    return rows.length === 0 ? true : null;
  }, 'the jobs of the account');
}

describe('row security alone, without any filter on the account', () => {
  it('covers every table that names an account, and is forced', () => {
    assert.ok(guarded.length >= 12, guarded.map(({ name }) => name).join());
    assert.deepEqual(
      guarded.filter(({ forced }) => !forced).map(({ name }) => name),
      [],
    );
  });

  for (const { name, key } of guarded) {
    it(`shows only the account's own rows of ${name}`, async () => {
      for (const world of [mine, theirs]) {
        const seen = await asServer(
          world.accountId,
          async (run) => (await run(`select distinct ${key} as of from ${name}`)).rows,
        );
        assert.deepEqual(seen, [{ of: world.accountId }]);
      }
      assert.deepEqual(await asServer(null, async (run) => (await run(`select from ${name}`)).rows), []);
    });

    it(`changes, adds and deletes no foreign row of ${name}`, async () => {
      const foreign = `where ${key} = '${theirs.accountId}'`;
      for (const statement of [
        `update ${name} set ${key} = ${key} ${foreign}`,
        `update ${name} set ${key} = '${mine.accountId}' ${foreign}`,
        `delete from ${name} ${foreign}`,
      ]) {
        const changed = await asServer(mine.accountId, (run) => run(statement)).then(
          ({ rowCount }) => rowCount,
          denied,
        );
        assert.equal(changed, 0, statement);
      }
      const planted = await asServer(mine.accountId, (run) =>
        run(`insert into ${name} (${written(name)}) overriding system value
          select ${written(name, `(jsonb_populate_record(t, jsonb_build_object('${key}', '${theirs.accountId}'))).`)} from ${name} t limit 1`),
      ).then(({ rowCount }) => rowCount, rowSecurity);
      assert.equal(planted, 0);
    });

    it(`moves no row of ${name} into another account`, async () => {
      const moved = await asServer(mine.accountId, (run) =>
        run(`update ${name} set ${key} = '${theirs.accountId}'`),
      ).then(({ rowCount }) => rowCount, denied);
      assert.equal(moved, 0);
    });
  }
});

/** Permission denied, or refused by a policy: nothing was done. Any other error is a mistake of this test. */
function denied(error: unknown): 0 {
  assert.ok(error instanceof Error && 'code' in error && error.code === '42501', String(error));
  return 0;
}

function rowSecurity(error: unknown): 0 {
  assert.ok(error instanceof Error && /row-level security/.test(error.message), String(error));
  return 0;
}

describe('the role the server works as', () => {
  it('is no superuser, passes no row security, creates nothing and owns nothing', async () => {
    const { rows } = await app.sql.query(`
      select rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolcanlogin as mighty,
        has_schema_privilege('muster_app', 'public', 'create') as creates,
        (select count(*)::int from pg_class where relowner = r.oid) + (select count(*)::int from pg_proc where proowner = r.oid) as owns,
        (select count(*)::int from pg_auth_members where member = r.oid) as belongs
      from pg_roles r where rolname = 'muster_app'`);
    assert.deepEqual(rows, [{ mighty: false, creates: false, owns: 0, belongs: 0 }]);
  });

  it('cannot move the clock', async () => {
    await assert.rejects(
      asServer(mine.accountId, (run) => run(`update clock set moved_by = '1 year'`)),
      /permission denied/,
    );
  });

  it('neither changes nor deletes what the audit log holds, its own account included', async () => {
    for (const statement of [
      `update audit_events set event = 'users.changed'`,
      'delete from audit_events',
      'truncate audit_events',
    ])
      await assert.rejects(
        asServer(mine.accountId, (run) => run(statement)),
        /permission denied/,
        statement,
      );
  });

  it('empties no table at once, which row security would not see', async () => {
    for (const { name } of tables) {
      const { rows } = await app.sql.query(`select has_table_privilege('muster_app', $1, 'truncate') as may`, [name]);
      assert.deepEqual(rows, [{ may: false }], name);
    }
  });
});

describe('functions that see more than their caller', () => {
  it('are these, and no more', async () => {
    const { rows } = await app.sql.query<{ name: string }>(
      `select proname as name from pg_proc where prosecdef and pronamespace = 'public'::regnamespace order by 1`,
    );
    assert.deepEqual(
      rows.map(({ name }) => name),
      [
        'accounts_any',
        'accounts_existing',
        'active_users',
        'analyze_users',
        'api_key_by_hash',
        'expiries_due',
        'mail_small_changes',
        'mail_turn',
        'search_users',
        'session_by_hash',
        'webhooks_due',
      ],
    );
  });

  it('mail_small_changes tells nothing inside an account, its own included', async () => {
    const [within, outside] = await asServer(theirs.accountId, async (run) => {
      const ahead = async () =>
        (await run(`select id from mail_small_changes(null, true, 1000, interval '3 days')`)).rows;
      await run('update mail_steering set paused_at = null');
      const within = await ahead();
      await run(`set local muster.account_id = ''`);
      return [within, await ahead()];
    });
    assert.ok((outside?.length ?? 0) > 0, 'there is somebody to find');
    assert.deepEqual(within, []);
  });

  it('search_users finds nobody of another account, whatever it is asked', async () => {
    const markOf = (id: string) => `${id.slice(-8)}:`;
    const search = (asked: string, in_: string | null) =>
      asServer(in_, async (run) => (await run('select id from search_users($1::tsquery, 1000)', [asked])).rows);
    const theirWord = `'${markOf(theirs.accountId)}zanzibar':*`;
    assert.ok((await search(theirWord, theirs.accountId)).length > 0, 'there is somebody to find');
    for (const asked of [theirWord, `!'nothing'`, `'${markOf(theirs.accountId)}':*`]) {
      const found = await search(asked, mine.accountId);
      const own = await asServer(mine.accountId, async (run) => (await run('select id from users')).rows);
      assert.ok(
        found.every(({ id }) => own.some((user) => user.id === id)),
        asked,
      );
      assert.deepEqual(await search(asked, null), []);
    }
  });
});
