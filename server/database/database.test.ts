import assert from 'node:assert/strict';
import { it } from 'node:test';
import { sql } from 'kysely';
import { asSystem } from '../kernel/context.ts';
import { Problem } from '../kernel/problem.ts';
import { assertRefused } from '../testing/answers.ts';
import { startTestApp } from '../testing/app.ts';
import { freshAccount } from '../testing/fresh-account.ts';
import { holdRows } from '../testing/held-row.ts';
import { assertSound } from '../testing/invariants.ts';
import { addPeople } from '../testing/people.ts';
import type { User } from '../users/user.ts';
import { inAccount, one } from './database.ts';

const app = await startTestApp();

it('a request whose database connection is lost answers 503 with Retry-After, has done nothing, and the next one is served', async () => {
  const { owner, accountId } = await freshAccount(app);
  const user = (await addPeople(owner, 1)).users[0];
  const path = `/v1/users/${user?.id}`;
  const held = await holdRows(app.sql, accountId, 'select from users where id = $1 for update', [user?.id]);
  const asking = owner.patch(path, { department: 'Legal' });
  const [pid] = await held.waited();
  await app.sql.query('select pg_terminate_backend($1)', [pid]);
  const lost = await asking;
  await held.release();
  assertRefused(lost, 503, 'database_unavailable');
  assert.match(lost.headers.get('retry-after') ?? '', /^\d+$/);
  assert.equal((await owner.get<User>(path)).body.department, '');
  assert.equal((await owner.patch<User>(path, { department: 'Legal' })).body.department, 'Legal');
});

it('a request that waits for rows somebody else holds is told so after some seconds, and other accounts are not kept waiting', async () => {
  const { owner, accountId } = await freshAccount(app);
  const other = await freshAccount(app);
  const user = (await addPeople(owner, 1)).users[0];
  const path = `/v1/users/${user?.id}`;
  const held = await holdRows(app.sql, accountId, 'select from users where id = $1 for update', [user?.id]);
  let answered = 0;
  const asking = Array.from({ length: 24 }, async () => {
    const reply = await owner.patch(path, { department: 'Legal' });
    answered++;
    return reply;
  });
  await held.waited(4);
  for (let n = 0; n < 20; n++) {
    assert.equal((await other.owner.get('/v1/users')).status, 200);
    assert.equal((await app.browser().get('/readyz')).status, 200);
  }
  assert.equal(answered, 0, 'the first to wait still wait');
  for (const reply of await Promise.all(asking)) {
    const busy = reply.body['code'] === 'account_busy' ? 'account_busy' : 'rows_busy';
    assertRefused(reply, 503, busy);
    assert.match(reply.headers.get('retry-after') ?? '', /^\d+$/);
  }
  await held.release();
  assert.equal((await owner.patch<User>(path, { department: 'Legal' })).body.department, 'Legal');
});

it('a statement that takes too long ends, and is told as something that may be tried again', async () => {
  const { accountId } = await freshAccount(app);
  const who = asSystem(accountId, 'console');
  const asking = inAccount(app.tools.database, who, async (ctx) => {
    ctx.db.post(sql`set local statement_timeout = '100ms'`);
    return one(ctx.db, sql`select 1 from pg_sleep(20)`);
  });
  await assert.rejects(asking, (error) => error instanceof Problem && error.code === 'took_too_long');
  const { seconds } = await inAccount(app.tools.database, who, (ctx) =>
    one(ctx.db, sql<{ seconds: string }>`select current_setting('statement_timeout') as seconds`),
  );
  assert.equal(seconds, '1min');
});

it('after every connection is lost at once requests answer 503 or are served, and jobs go on, without a restart', async () => {
  const { owner } = await freshAccount(app);
  await addPeople(owner, 1);
  await app.sql.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
  const replies = await Promise.all(Array.from({ length: 20 }, () => owner.get('/v1/users')));
  for (const reply of replies) if (reply.status !== 200) assertRefused(reply, 503, 'database_unavailable');
  assert.equal((await owner.get('/v1/users')).status, 200);
  assert.equal((await app.browser().get('/readyz')).status, 200);
  assert.equal((await addPeople(owner, 1)).users.length, 1);
});

it('transactions that wait for each other in a circle are run again, and both are done', async () => {
  const { owner } = await freshAccount(app);
  const { users } = await addPeople(owner, 40);
  const ids = users.map(({ id }) => id);
  const set = (department: string, chosen: string[]) =>
    owner.post('/v1/changes', { select: { ids: chosen }, do: { set: { department } }, apply: true });
  const replies = await Promise.all(['A', 'B', 'C', 'D'].map((name, i) => set(name, i % 2 ? ids : ids.toReversed())));
  assert.deepEqual(
    replies.map(({ status }) => status),
    [201, 201, 201, 201],
  );
});

it('afterwards seats, counts, changes and the audit log agree in every account', () => assertSound(app));
