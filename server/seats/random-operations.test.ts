import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { startTestApp } from '../testing/app.ts';
import type { Client, Reply } from '../testing/client.ts';
import { type FreshAccount, freshAccount, freshEmail, goodPassword } from '../testing/fresh-account.ts';
import { insideAccount } from '../testing/inside.ts';
import { findViolations } from '../testing/invariants.ts';
import { joinedPerson } from '../testing/people.ts';

const app = await startTestApp();
const seed = Number(process.env['TEST_SEED'] ?? Math.trunc(Math.random() * 1e9));
const operations = Number(process.env['TEST_OPERATIONS'] ?? 1_200);

const pick = fc.nat({ max: 1_000_000 });
const type = fc.constantFrom('basic', 'pro', 'corp');
const addOns = fc.subarray(['webinar', 'large-meeting']);
const setting = fc.oneof(
  fc.record({ type }),
  fc.record({ addOns }),
  fc.record({ type, addOns }),
  addOns.map((add) => ({ addOns: { add } })),
  fc.constantFrom({ status: 'active' }, { status: 'deactivated' }),
  fc.constantFrom('', 'Legal', 'Sales').map((department) => ({ department })),
);
const what = fc.oneof(
  { weight: 4, arbitrary: setting.map((set) => ({ set })) },
  fc.constantFrom({ remove: true }, { restore: true }, { resend: true }),
);
const status = fc.constantFrom('pending', 'active', 'deactivated', 'expired', 'removed');
const operation = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ op: fc.constant('add'), n: fc.integer({ min: 1, max: 4 }), type, addOns, pick }),
  },
  { weight: 5, arbitrary: fc.record({ op: fc.constant('edit'), pick, set: setting }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('accept'), pick }) },
  { weight: 3, arbitrary: fc.record({ op: fc.constant('remove'), pick }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('restore'), pick }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('erase'), pick }) },
  {
    weight: 3,
    arbitrary: fc.record({ op: fc.constant('change'), where: fc.record({ status }), what, fill: fc.boolean(), pick }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      op: fc.constant('changeSome'),
      n: fc.integer({ min: 1, max: 9 }),
      what,
      fill: fc.boolean(),
      pick,
    }),
  },
  { weight: 4, arbitrary: fc.record({ op: fc.constant('undo'), pick }) },
  {
    weight: 3,
    arbitrary: fc.record({
      op: fc.constant('buy'),
      product: fc.constantFrom('pro', 'corp', 'webinar', 'large-meeting'),
      quantity: fc.nat({ max: 12 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('later'), hours: fc.integer({ min: 1, max: 9 }) }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('group'), pick }) },
);
type Operation = typeof operation extends fc.Arbitrary<infer Value> ? Value : never;

/** The shared knowledge of the clients: the people they may have met, and the changes they made. */
type World = { userIds: string[]; changeIds: string[]; groupIds: string[] };
const chosen = (list: string[], n: number) =>
  list[n % Math.max(1, list.length)] ?? '01900000-0000-7000-8000-000000000000';

async function perform(by: Client, world: World, todo: Operation): Promise<Reply<unknown>> {
  const user = 'pick' in todo ? chosen(world.userIds, todo.pick) : '';
  switch (todo.op) {
    case 'add':
      return add(by, world, todo);
    case 'edit':
      return noted(world, await by.patch(`/v1/users/${user}`, todo.set));
    case 'remove':
      return noted(world, await by.delete(`/v1/users/${user}`));
    case 'restore':
      return noted(world, await by.post(`/v1/users/${user}/restore`));
    case 'erase':
      return by.post(`/v1/users/${user}/erase`);
    case 'accept':
      return accept(by, user);
    case 'change':
    case 'changeSome':
      return change(by, world, todo);
    case 'undo':
      return noted(world, await by.post(`/v1/changes/${chosen(world.changeIds, todo.pick)}/undo`));
    case 'buy':
      return by.put(`/v1/billing/subscriptions/${todo.product}`, { quantity: todo.quantity });
    case 'group':
      return group(by, world, todo.pick);
    default:
      await app.clock.forward(`${todo.hours} hours`);
      return by.get('/v1/account');
  }
}

function noted(world: World, reply: Reply<Record<string, unknown>>): Reply<unknown> {
  const id = reply.headers.get('muster-change') ?? (reply.status < 300 ? reply.body?.['id'] : null);
  if (typeof id === 'string') world.changeIds.push(id);
  return reply;
}

async function add(by: Client, world: World, todo: Extract<Operation, { op: 'add' }>): Promise<Reply<unknown>> {
  // Few addresses for many adds, so that taken, removed and expired ones come up often.
  const users = Array.from({ length: todo.n }, (_, i) => ({ email: `p${(todo.pick + i * 7) % 120}@example.com` }));
  const groupId =
    todo.pick % 3 === 0 && world.groupIds.length > 0 ? { groupId: chosen(world.groupIds, todo.pick) } : {};
  const reply = await by.post<{ added: { id: string }[] }>('/v1/users', {
    users,
    type: todo.type,
    addOns: todo.addOns,
    ...groupId,
  });
  if (reply.status === 201) world.userIds.push(...reply.body.added.map(({ id }) => id));
  const changeId = reply.headers.get('muster-change');
  if (changeId) world.changeIds.push(changeId);
  return reply;
}

async function accept(by: Client, user: string): Promise<Reply<unknown>> {
  const link = await by.post<{ link: string }>(`/v1/users/${user}/invitation-link`);
  if (link.status !== 200) return link;
  const joining = { firstName: 'Joined', lastName: '', password: goodPassword };
  return app.browser().post(`/v1/invitations/${link.body.link.split('/').at(-1)}/accept`, joining);
}

async function change(
  by: Client,
  world: World,
  todo: Extract<Operation, { op: 'change' | 'changeSome' }>,
): Promise<Reply<unknown>> {
  const ids = 'n' in todo ? Array.from({ length: todo.n }, (_, i) => chosen(world.userIds, todo.pick + i * 13)) : [];
  const select =
    'where' in todo ? { where: todo.where, except: [chosen(world.userIds, todo.pick)] } : { ids: [...new Set(ids)] };
  const overflow = todo.fill ? 'fill' : 'refuse';
  const planned = await by.post<{ id: string }>('/v1/changes', {
    select,
    do: todo.what,
    overflow,
    apply: todo.pick % 2 === 0,
  });
  if (planned.status !== 201) return planned;
  world.changeIds.push(planned.body.id);
  return todo.pick % 2 === 0 ? planned : by.post(`/v1/changes/${planned.body.id}/apply`);
}

async function group(by: Client, world: World, n: number): Promise<Reply<unknown>> {
  if (n % 3 === 0) return by.delete(`/v1/groups/${chosen(world.groupIds, n)}`);
  if (n % 3 === 1)
    return by.post('/v1/changes', {
      select: { where: { status: 'active' } },
      do: { set: { groupId: chosen(world.groupIds, n) } },
      apply: true,
    });
  const reply = await by.post<{ id: string }>('/v1/groups', { name: freshEmail('group') });
  world.groupIds.push(reply.body.id);
  return reply;
}

/**
 * Eight clients of three people work through the operations; each takes the next free one. In between, the clock moves on while no client
 * works, so that a transaction never sees two times.
 */
async function run(account: FreshAccount, todo: Operation[]): Promise<Map<string, number>> {
  const joined = await Promise.all([1, 2].map(() => joinedPerson(app, account.owner, 'admin')));
  const people = [account.owner, ...joined.map(({ browser }) => browser)];
  const world: World = { userIds: [account.ownerId], changeIds: [], groupIds: [] };
  const outcomes = new Map<string, number>();
  const client = async (by: Client, queue: Iterable<Operation>) => {
    let actor = by;
    for (const next of queue) {
      let reply = await perform(actor, world, next);
      // This Admin was removed by another client. The Owner continues instead.
      if (reply.status === 401) {
        actor = account.owner;
        reply = await perform(actor, world, next);
      }
      const { status, body } = reply;
      assert.ok(status < 500, `${JSON.stringify(next)} answered ${status} ${JSON.stringify(body)}`);
      outcomes.set(`${next.op} ${status}`, (outcomes.get(`${next.op} ${status}`) ?? 0) + 1);
    }
  };
  while (todo.length > 0) {
    const later = todo.findIndex(({ op }) => op === 'later');
    const queue = todo.splice(0, later < 0 ? todo.length : Math.max(1, later)).values();
    await Promise.all(Array.from({ length: 8 }, (_, i) => client(people[i % 3] ?? account.owner, queue)));
  }
  return outcomes;
}

it('whatever eight clients do at once, seats, counts, the Owner, changes and the audit log agree afterwards', async (test) => {
  test.diagnostic(`TEST_SEED=${seed}`);
  const account = await freshAccount(app);
  await account.owner.patch('/v1/account', { invitationDays: 1 });
  const outcomes = await run(account, fc.sample(operation, { numRuns: operations, seed }));
  test.diagnostic(
    [...outcomes]
      .sort()
      .map(([name, n]) => `${name}: ${n}`)
      .join(', '),
  );
  assert.deepEqual(await findViolations(app.sql, app.tools.catalog), []);
  for (const op of [
    'add 201',
    'add 409',
    'edit 200',
    'edit 409',
    'accept 201',
    'undo 201',
    'buy 409',
    'restore 200',
    'changeSome 409',
  ])
    assert.ok(outcomes.has(op), `the operations held no “${op}”, so they prove less than they should`);
});

it('a seat that is moved without the ledger is found', async () => {
  const { owner, accountId } = await freshAccount(app);
  await owner.put('/v1/billing/subscriptions/pro', { quantity: 1 });
  const { body } = await owner.post<{ added: { id: string }[] }>('/v1/users', { users: [{ email: freshEmail() }] });
  await insideAccount(app.sql, accountId, (client) =>
    client.query("update users set type = 'pro' where id = $1", [body.added[0]?.id]),
  );
  const violations = await findViolations(app.sql, app.tools.catalog);
  const rules = violations.filter((violation) => violation.accountId === accountId).map(({ rule }) => rule);
  assert.deepEqual(
    [...new Set(rules)],
    [
      'seats.held is what users hold by the clock, and what running changes keep for themselves',
      'the seats that end at a moment are those of the invitations that end then',
      'kept counts are the real ones',
    ],
  );
});
