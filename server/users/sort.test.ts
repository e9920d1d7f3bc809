import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sql } from 'kysely';
import { compiled } from '../golden/write-out.ts';
import { decodeCursor } from '../http/page.ts';
import { assertRefused } from '../testing/answers.ts';
import { rowsIn, startTestApp } from '../testing/app.ts';
import type { Client } from '../testing/client.ts';
import { addCrowd } from '../testing/crowd.ts';
import { freshAccount } from '../testing/fresh-account.ts';
import { insideAccount } from '../testing/inside.ts';
import { buySeats } from '../testing/seats.ts';
import { beyond, orderBy, orderOf, sorts } from './orders.ts';
import type { User } from './user.ts';

const app = await startTestApp();
type Page = { data: User[]; nextCursor: string | null };

/** All pages of three, without the Owner. */
async function sorted(by: Client, sort: string, filter: Record<string, string> = {}): Promise<User[]> {
  const found: User[] = [];
  let cursor: string | null = null;
  do {
    const asked = new URLSearchParams({ sort, limit: '3', ...filter, ...(cursor === null ? {} : { cursor }) });
    const { status, body }: { status: number; body: Page } = await by.get<Page>(`/v1/users?${asked}`);
    assert.equal(status, 200, JSON.stringify(body));
    found.push(...body.data);
    cursor = body.nextCursor;
  } while (cursor !== null);
  return found.filter(({ role }) => role !== 'owner');
}

async function add(by: Client, users: object[], settings: object = {}): Promise<User[]> {
  const { status, body } = await by.post<{ added: User[] }>('/v1/users', { users, ...settings });
  assert.equal(status, 201, JSON.stringify(body));
  return body.added;
}

let n = 0;
const named = (name: string, more: object = {}) => {
  const [firstName = '', lastName = ''] = name.split(', ').toReversed();
  return { email: `p${n++}@north.example`, firstName, lastName, ...more };
};
const shown = (users: User[]) =>
  users.map(({ firstName, lastName }) => [lastName, firstName].filter(Boolean).join(', '));

describe('the list', () => {
  it('by name has no letter of a European alphabet after Z, and other scripts after Latin', async () => {
    const { owner } = await freshAccount(app);
    const order = [
      'Ada',
      'Ægir',
      'Ágnes',
      'Dora',
      'Đorđe',
      'Eva',
      'İlke',
      'Ivo',
      'Łukasz',
      'Lumi',
      'Ola',
      'Øyvind',
      'Þór',
      'Ude',
      'Žan',
      'Zoë',
      'Ωmega',
      'Ёлка',
      '李',
    ];
    await add(
      owner,
      order.toReversed().map((name) => named(name)),
    );
    assert.deepEqual(shown(await sorted(owner, 'name')), order);
    assert.deepEqual(shown(await sorted(owner, '-name')), order.toReversed());
  });

  it('by last name has people of one family by first name, and those without one by the name they have', async () => {
    const { owner } = await freshAccount(app);
    const order = [
      'Ångström, Zoe',
      'Bell',
      'Low, Ann',
      'Low, Ann Maria',
      'Low, Anna',
      'Low-Berg, Ada',
      'Lowe, Ada',
      'O’Neil, Cid',
      'Ørsted, Ann',
    ];
    await add(
      owner,
      order.toReversed().map((name) => named(name)),
    );
    assert.deepEqual(shown(await sorted(owner, 'lastName')), order);
    assert.deepEqual(shown(await sorted(owner, '-lastName')), order.toReversed());
    const [bell] = await sorted(owner, 'lastName', { search: 'bell' });
    await owner.patch(`/v1/users/${bell?.id}`, { lastName: 'Zander' });
    assert.deepEqual(shown(await sorted(owner, 'lastName')).at(-1), 'Zander, Bell');
  });

  it('by employee number has 9 before 10, and people without a number last', async () => {
    const { owner } = await freshAccount(app);
    const order = ['9', '10', '0100', 'a-2', 'A-10', 'B1', ''];
    await add(
      owner,
      order.toReversed().map((employeeNumber) => named('Ann', { employeeNumber })),
    );
    const numbers = async (sort: string) => (await sorted(owner, sort)).map(({ employeeNumber }) => employeeNumber);
    assert.deepEqual(await numbers('employeeNumber'), order);
    assert.deepEqual(await numbers('-employeeNumber'), order.toReversed());
  });

  it('by expiry has the invitation that ends first in front, and people without one last', async () => {
    const { owner } = await freshAccount(app);
    const made: string[] = [];
    for (const invitationDays of [9, 3, 5]) {
      await owner.patch('/v1/account', { invitationDays });
      made.push(...(await add(owner, [named('Ann')])).map(({ id }) => id));
    }
    const order = [made[1], made[2], made[0]];
    assert.deepEqual(
      (await sorted(owner, 'expiresAt')).map(({ id }) => id),
      order,
    );
    assert.deepEqual(
      (await sorted(owner, '-expiresAt')).map(({ id }) => id),
      order.toReversed(),
    );
    const { body } = await owner.get<Page>('/v1/users?sort=expiresAt');
    assert.equal(body.data.at(-1)?.role, 'owner');
  });

  it('by department, job title, group, type, status and mail state has equal people by name and empty ones last', async () => {
    const { owner } = await freshAccount(app);
    await buySeats(owner, { pro: 9 });
    const { body: zoo } = await owner.post<{ id: string }>('/v1/groups', { name: 'zoo' });
    const { body: arts } = await owner.post<{ id: string }>('/v1/groups', { name: 'Ärts' });
    await add(
      owner,
      [
        named('C', { department: 'sales', jobTitle: 'Ökonom' }),
        named('A', { department: 'Sales, North', jobTitle: 'Zofe' }),
      ],
      { groupId: zoo.id },
    );
    await add(owner, [named('B', { department: 'Ärzte', jobTitle: 'Æronaut' }), named('D')], {
      groupId: arts.id,
      type: 'pro',
    });
    const order = async (sort: string) => shown(await sorted(owner, sort)).join('');
    assert.equal(await order('department'), 'BCAD');
    assert.equal(await order('-department'), 'DACB');
    assert.equal(await order('jobTitle'), 'BCAD');
    assert.equal(await order('group'), 'BDAC');
    assert.equal(await order('type'), 'ACBD');
    assert.equal(await order('mailState'), 'ABCD');
    const { body } = await owner.get<Page>('/v1/users?sort=status');
    assert.deepEqual(
      body.data.map(({ status }) => status),
      ['pending', 'pending', 'pending', 'pending', 'active'],
    );
  });
});

it('more than 20,000 people are not sorted by what they share: the answer says what to do, and a filter helps', async () => {
  const account = await freshAccount(app);
  const { owner, accountId } = account;
  await addCrowd(app, account, 20_000);
  await insideAccount(app.sql, accountId, (client) =>
    client.query("update users set department = 'Legal' where account_id = $1 and last_name like '%7'", [accountId]),
  );
  for (const sort of ['type', 'group', 'department', 'jobTitle', 'status', 'mailState']) {
    for (const path of ['/v1/users', '/v1/users.csv']) {
      const reply = await owner.get<{ detail: string }>(`${path}?sort=-${sort}`);
      assertRefused(reply, 422, 'too_many_to_sort');
      assert.match(reply.body.detail, /At most 20,000 people are sorted by .+ Filter the list further/);
    }
    const { body } = await owner.get<Page>(`/v1/users?sort=${sort}&department=Legal&limit=500`);
    assert.equal(body.data.length, 500);
  }
  for (const sort of ['name', 'lastName', 'email', 'employeeNumber', 'createdAt', 'lastSignInAt', 'expiresAt'])
    assert.equal((await owner.get(`/v1/users?sort=${sort}`)).status, 200);
});

it('a page far down begins at its place in the index, in every order that has one', async () => {
  const account = await freshAccount(app);
  const { owner, accountId } = account;
  await addCrowd(app, account, 20_000);
  await app.sql.query('analyze users');
  for (const order of sorts.map(orderOf).filter(({ isShared }) => !isShared)) {
    const { nextCursor } = (await owner.get<Page>(`/v1/users?sort=${order.sort}`)).body;
    const place = beyond(order, decodeCursor(nextCursor ?? '', order.places.length + 2) ?? []);
    const page = compiled(
      sql`explain select from users u where u.account_id = ${accountId} and u.removed_at is null and ${order.named} and ${place} ${orderBy(order)} limit 50`,
    );
    const { rows } = await rowsIn(app, accountId, page.sql, [...page.parameters]);
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    assert.match(plan, /Index Cond: .*[<>]/, order.sort);
  }
});

it('an export has the order of the list', async () => {
  const { owner } = await freshAccount(app);
  await add(owner, [
    named('Low, Øya'),
    named('Abel, Zoe', { department: 'B' }),
    named('Zorn, Ada', { department: 'A' }),
  ]);
  for (const [sort, expected] of [
    ['lastName', 'Abel Low Owner Zorn'],
    ['-name', 'Abel Low Owner Zorn'],
    ['department', 'Zorn Abel Owner Low'],
  ] as const) {
    const { body } = await owner.get<string>(`/v1/users.csv?columns=lastName&sort=${sort}`);
    assert.equal(
      String(body)
        .split('\n')
        .slice(1)
        .map((line) => line.replaceAll('"', '').trim())
        .join(' ')
        .trim(),
      expected,
      sort,
    );
  }
});
