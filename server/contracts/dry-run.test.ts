import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import { assertRefused } from '../testing/answers.ts';
import { rowsIn, startTestApp } from '../testing/app.ts';
import type { Reply } from '../testing/client.ts';
import { freshAccount, freshEmail } from '../testing/fresh-account.ts';
import { addPeople } from '../testing/people.ts';
import { buySeats } from '../testing/seats.ts';
import { waitUntil } from '../testing/wait-until.ts';
import type { User } from '../users/user.ts';
import { asked } from './fixtures/ask.ts';
import { examples } from './fixtures/examples.ts';
import { operationsOf } from './fixtures/operations.ts';
import { freshWorld, type World } from './fixtures/world.ts';

const app = await startTestApp();
const home = await freshWorld(app);
const operations = await operationsOf(app);
const writes = operations.filter(({ method }) => method !== 'GET');
const isDry = ({ parameters }: (typeof operations)[number]) => parameters.some(({ name }) => name === 'dryRun');

type Plan = { create: number; update: number; remove: number; refused: number; mails: number; seats: unknown[] };
type Dry = { dryRun: true; plan: Plan; answer: unknown };

test('every write has a dry run, except what belongs to signing in, what has no transaction, and what only reads', () => {
  const without = writes.filter((operation) => !isDry(operation)).map(({ name }) => name);
  assert.deepEqual(without.sort(), [
    'DELETE /v1/session',
    'PATCH /v1/session',
    'POST /v1/account/transfer',
    'POST /v1/email-changes/{token}',
    'POST /v1/invitations/{token}/accept',
    'POST /v1/invitations/{token}/request',
    'POST /v1/mail-settings/check',
    'POST /v1/mail-settings/test',
    'POST /v1/password-resets',
    'POST /v1/password-resets/{token}',
    'POST /v1/profile/email',
    'POST /v1/profile/password',
    'POST /v1/proofs/{token}',
    'POST /v1/session',
    'POST /v1/sign-up',
    'POST /v1/users/batch-get',
    'POST /v1/users/by-email',
    'POST /v1/webhooks/{id}/deliveries/{deliveryId}/redeliver',
    'POST /v1/webhooks/{id}/test',
  ]);
});

describe('a dry run changes nothing', () => {
  for (const operation of writes.filter(isDry)) {
    for (const [n, example] of (examples[operation.name] ?? []).entries())
      it(`${operation.name} (example ${n + 1})`, async () => {
        const { browser } = home.people.owner;
        const { address, query, body, headers } = await asked(operation, home, example);
        const send = (more: Record<string, string>) =>
          browser.send(operation.method, `${address}?${new URLSearchParams({ ...query, ...more })}`, body, { headers });
        const before = await rowsOf(home);
        const dry = await send({ dryRun: 'true' });
        assert.deepEqual([dry.status, Object(dry.body).dryRun], [200, true], JSON.stringify(dry.body));
        assert.deepEqual(await rowsOf(home), before);
        const real = await send({});
        assert.ok(real.status < 300, JSON.stringify(real.body));
      });
  }
});

/** Every row of the account, once no job is at work for it. */
async function rowsOf({ accountId }: World): Promise<unknown> {
  await waitUntil(async () => {
    const { rows } = await app.sql.query(`select from jobs where run_at <= muster_now() and name <> 'mails.send'`);
    return rows.length === 0 ? true : null;
  }, 'the jobs');
  const tables = [
    'users',
    'changes',
    'change_chunks',
    'groups',
    'seats',
    'counts',
    'audit_events',
    'api_keys',
    'saved_views',
    'mail_queue',
  ];
  const sums = tables.map(
    (table) => `(select md5(coalesce(string_agg(t::text, ',' order by t::text), '')) from (
    select * from ${table}) t) as ${table}`,
  );
  return (await rowsIn(app, accountId, `select ${sums.join(', ')}`)).rows;
}

describe('a dry run answers the plan', () => {
  const planOf = async (asked: Promise<Reply<Dry>>): Promise<Plan> => {
    const { status, body } = await asked;
    assert.equal(status, 200, JSON.stringify(body));
    return body.plan;
  };

  it('of people to add, edit, remove and restore', async () => {
    const { owner } = await freshAccount(app);
    await buySeats(owner, { pro: 3 });
    const { users } = await addPeople(owner, 1);
    const id = users[0]?.id ?? '';
    const add = {
      users: [{ email: freshEmail() }, { email: users[0]?.email ?? '' }, { email: 'nobody' }],
      type: 'pro',
    };
    const added = await planOf(owner.post('/v1/users?dryRun=true', add));
    assert.deepEqual(
      [added.create, added.refused, added.mails, added.seats],
      [1, 2, 1, [{ product: 'pro', needed: 1, free: 3 }]],
    );
    const edited = await planOf(owner.patch(`/v1/users/${id}?dryRun=true`, { type: 'pro' }));
    assert.deepEqual([edited.update, edited.seats], [1, [{ product: 'pro', needed: 1, free: 3 }]]);
    assert.equal((await planOf(owner.delete(`/v1/users/${id}?dryRun=true`))).remove, 1);
    assert.equal((await owner.get<User>(`/v1/users/${id}`)).body.status, 'pending');
    await owner.delete(`/v1/users/${id}`);
    assert.equal((await planOf(owner.post(`/v1/users/${id}/restore?dryRun=true`))).update, 1);
  });

  it('of changes of many, of their undo, and of a file', async () => {
    const { owner } = await freshAccount(app);
    for (let i = 0; i < 2; i++) await addPeople(owner, 600);
    const everyone = { select: { where: { status: 'pending' } }, do: { set: { department: 'Legal' } }, apply: true };
    assert.equal((await planOf(owner.post('/v1/changes?dryRun=true', everyone))).update, 1_200);
    const counted = await owner.get<{ count: number }>('/v1/users?department=Legal&count=true');
    assert.equal(counted.body.count, 0);
    const applied = await owner.post<{ id: string }>('/v1/changes', everyone);
    await waitUntil(async () => {
      const { body } = await owner.get<{ state: string }>(`/v1/changes/${applied.body.id}`);
      return body.state === 'applied' ? true : null;
    }, 'the change');
    assert.equal((await planOf(owner.post(`/v1/changes/${applied.body.id}/undo?dryRun=true`))).update, 1_200);
    const file = `email\n${freshEmail()}\n${freshEmail()}\n`;
    const headers = { 'content-type': 'text/csv' };
    assert.equal((await planOf(owner.send('POST', '/v1/changes?source=csv&dryRun=true', file, { headers }))).create, 2);
    const large = `email\n${'x'.repeat(200)}@example.com\n`.repeat(12_000);
    assertRefused(
      await owner.send('POST', '/v1/changes?source=csv&dryRun=true', large, { headers }),
      422,
      'dry_run_too_large',
    );
  });

  it('and is refused what the request would be refused', async () => {
    const { owner } = await freshAccount(app);
    const add = { users: [{ email: freshEmail() }], type: 'pro' };
    assertRefused(await owner.post('/v1/users?dryRun=true', add), 409, 'seats_short');
    assertRefused(await owner.post('/v1/groups?dryRun=true', { name: 'Everyone' }), 409, 'group_name_taken');
    assertRefused(await owner.post('/v1/groups?dryRun=yes', { name: 'Sales' }), 400, 'invalid_request');
  });

  it('leaves an Idempotency-Key free, and shows no secret', async () => {
    const { owner } = await freshAccount(app);
    const headers = { 'idempotency-key': crypto.randomUUID() };
    const body = { name: 'Nightly', permissions: ['users.read'] };
    const dry = await owner.post<Dry>('/v1/api-keys?dryRun=true', body, { headers });
    assert.deepEqual([dry.status, dry.body.answer], [200, null]);
    assert.equal((await owner.post('/v1/api-keys', body, { headers })).status, 201);
  });
});
