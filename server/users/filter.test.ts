import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { assertRefused } from '../testing/answers.ts';
import { startTestApp } from '../testing/app.ts';
import type { Client } from '../testing/client.ts';
import { freshAccount } from '../testing/fresh-account.ts';
import { insideAccount } from '../testing/inside.ts';
import { joinedPerson } from '../testing/people.ts';
import { buySeats } from '../testing/seats.ts';
import type { User } from './user.ts';

const app = await startTestApp();
let owner: Client;
let groupId = '';
let managerId = '';
let ownerId = '';

/** People a to h, besides the Owner and the Admin m, whose days of adding, sign-in and expiry are set. */
before(async () => {
  const account = await freshAccount(app);
  ({ owner, ownerId } = account);
  await buySeats(owner, { pro: 9, corp: 9, webinar: 9 });
  groupId = (await owner.post<{ id: string }>('/v1/groups', { name: 'Sales' })).body.id;
  const add = async (names: string, settings: object, each: object = {}) => {
    const users = names.split('').map((name) => ({ email: `${name}@north.example`, ...each }));
    const { status, body } = await owner.post('/v1/users', { users, ...settings });
    assert.equal(status, 201, JSON.stringify(body));
  };
  await add('ab', { type: 'pro', addOns: ['webinar'] }, { department: 'Sales' });
  await add('cd', { type: 'corp', groupId }, { department: 'Sales, North', jobTitle: 'Clerk' });
  await add('ef', {}, { jobTitle: 'Clerk' });
  await add('gh', { groupId }, { department: 'Legal' });
  const { user } = await joinedPerson(app, owner, 'admin');
  managerId = user.id;
  await owner.patch(`/v1/users/${user.id}`, { email: 'm@north.example', department: '' });
  const c = (await owner.get<{ data: User[] }>('/v1/users?search=c@north')).body.data[0];
  await owner.patch(`/v1/users/${c?.id}`, { managerId });
  await insideAccount(app.sql, account.accountId, async (client) => {
    const set = (names: string, what: string) =>
      client.query(
        `update users set ${what} where account_id = $1 and left(email, 1) = any($2) and email like '%@north.example'`,
        [account.accountId, names.split('')],
      );
    await set(
      'gh',
      "status = 'active', expires_at = null, mail_state = 'accepted', created_at = muster_now() - interval '200 days'",
    );
    await set('g', "last_sign_in_at = muster_now() - interval '91 days'");
    await set(
      'm',
      "created_at = muster_now() - interval '91 days', last_sign_in_at = muster_now() - interval '89 days'",
    );
    await set('a', "mail_state = 'bounced'");
    await set('b', 'mail_state = null');
    await set('e', "expires_at = muster_now() + interval '2 days', created_at = '2026-01-10T12:00Z'");
    await set('f', "expires_at = muster_now() - interval '2 days'");
  });
});

/** The first letters of the people that a filter finds, without the Owner. */
async function found(query: string, by = owner): Promise<string> {
  const { status, body } = await by.get<{ data: User[] }>(`/v1/users?sort=email&${query}`);
  assert.equal(status, 200, `${query}: ${JSON.stringify(body)}`);
  return body.data
    .filter(({ role }) => role !== 'owner')
    .map(({ email }) => email.slice(0, 1))
    .join('');
}

const cases = (): [string, string, object][] => [
  ['', 'abcdeghm', {}],
  ['type=pro', 'ab', { type: 'pro' }],
  ['type=pro,corp', 'abcd', { type: ['pro', 'corp'] }],
  ['type=pro&type=corp', 'abcd', { type: ['pro', 'corp'] }],
  ['type=pro,corp&not=type', 'eghm', { type: ['pro', 'corp'], not: 'type' }],
  ['status=pending,expired', 'abcdef', { status: ['pending', 'expired'] }],
  ['status=pending&not=status', 'ghm', { status: 'pending', not: 'status' }],
  ['role=admin', 'm', { role: 'admin' }],
  ['role=admin,owner', 'm', { role: ['admin', 'owner'] }],
  ['role=owner,admin&not=role', 'abcdegh', { role: ['owner', 'admin'], not: 'role' }],
  [`groupId=${groupId}`, 'cdgh', { groupId }],
  [`groupId=${groupId}&not=groupId`, 'abem', { groupId: groupId, not: 'groupId' }],
  ['department=Sales', 'ab', { department: 'Sales' }],
  ['department=Sales, North', 'cd', { department: 'Sales, North' }],
  ['department=Sales&department=Legal', 'abgh', { department: ['Sales', 'Legal'] }],
  ['department=', 'em', { department: '' }],
  ['department=&department=Legal', 'eghm', { department: ['', 'Legal'] }],
  ['department=&not=department', 'abcdgh', { department: '', not: 'department' }],
  ['department=Sales&department=Legal&not=department', 'cdem', { department: ['Sales', 'Legal'], not: 'department' }],
  ['jobTitle=Clerk', 'cde', { jobTitle: 'Clerk' }],
  ['jobTitle=Clerk&not=jobTitle', 'abghm', { jobTitle: 'Clerk', not: 'jobTitle' }],
  ['addOn=webinar', 'ab', { addOn: 'webinar' }],
  ['addOn=', 'cdeghm', { addOn: '' }],
  ['addOn=webinar&not=addOn', 'cdeghm', { addOn: 'webinar', not: 'addOn' }],
  ['addOn=&not=addOn', 'ab', { addOn: '', not: 'addOn' }],
  [`managerId=${managerId}`, 'c', { managerId }],
  ['managerId=', 'abdeghm', { managerId: '' }],
  [`managerId=,${managerId}`, 'abcdeghm', { managerId: ['', managerId] }],
  [`managerId=${managerId}&not=managerId`, 'abdeghm', { managerId: managerId, not: 'managerId' }],
  ['managerId=&not=managerId', 'c', { managerId: '', not: 'managerId' }],
  ['mailState=bounced', 'a', { mailState: 'bounced' }],
  ['mailState=bounced,', 'ab', { mailState: ['bounced', ''] }],
  [
    'mailState=accepted,queued,handed_over,mailbox&not=mailState',
    'ab',
    { mailState: ['accepted', 'queued', 'handed_over', 'mailbox'], not: 'mailState' },
  ],
  ['noSignInSince=90d', 'egh', { noSignInSince: '90d' }],
  ['noSignInSince=90d&status=active', 'gh', { noSignInSince: '90d', status: 'active' }],
  ['signedInSince=90d', 'm', { signedInSince: '90d' }],
  ['expiresBefore=3d', 'e', { expiresBefore: '3d' }],
  ['expiresBefore=1d', '', { expiresBefore: '1d' }],
  ['addedSince=100d&addedBefore=1d', 'm', { addedSince: '100d', addedBefore: '1d' }],
  ['addedSince=2026-01-10&addedBefore=2026-01-11', 'e', { addedSince: '2026-01-10', addedBefore: '2026-01-11' }],
  [
    'addedSince=2026-01-10T14:00:00%2B02:00&addedBefore=2026-01-10T12:00:01Z',
    'e',
    { addedSince: '2026-01-10T14:00:00+02:00', addedBefore: '2026-01-10T12:00:01Z' },
  ],
  [
    'type=pro,corp&department=Sales&managerId=&not=department',
    'd',
    { type: ['pro', 'corp'], department: 'Sales', managerId: '', not: ['department'] },
  ],
  [
    'search=north&type=corp&status=active&not=status',
    'cd',
    { search: 'north', type: 'corp', status: 'active', not: 'status' },
  ],
];

describe('several values, none of them, empty fields and times filter', () => {
  it('a list and its count', async () => {
    for (const [query, expected] of cases()) {
      assert.equal(await found(query), expected, query);
      // Without a filter it is a kept count, which knows nothing of what this file wrote into the table.
      if (query === '') continue;
      const { body } = await owner.get<{ data: User[]; count: number }>(`/v1/users?count=true&${query}`);
      assert.equal(body.count, body.data.length, query);
    }
  });

  it('the selection of a change, as JSON', async () => {
    for (const [query, expected, where] of cases()) {
      const { status, body } = await owner.post<{ id: string; plan: Record<string, number> }>('/v1/changes', {
        select: { where, except: [ownerId] },
        do: { set: { location: 'Here' } },
      });
      assert.ok(status < 300, JSON.stringify(body));
      assert.equal(body.plan['update'], expected.length, query);
    }
  });

  it('an export', async () => {
    for (const [query, expected] of cases()) {
      const { body } = await owner.get<string>(`/v1/users.csv?columns=email&sort=email&${query}`);
      const letters =
        String(body)
          .match(/^"?\w@north/gm)
          ?.map((line) => line.replace('"', '').slice(0, 1)) ?? [];
      assert.equal(letters.join(''), expected, query);
    }
  });

  it('a saved view, which keeps them as they are', async () => {
    for (const [query, , filter] of cases()) {
      const { body: view } = await owner.post<{ id: string; filter: object }>('/v1/views', {
        name: `View ${query}`.slice(0, 100),
        filter,
        columns: [],
      });
      assert.deepEqual(view.filter, filter, query);
      await owner.delete(`/v1/views/${view.id}`);
    }
  });

  it('nothing that is no value of theirs', async () => {
    for (const wrong of [
      ...[
        'status=active,',
        'status=&not=status',
        'not=search',
        'role=king',
        'groupId=1',
        'mailState=gone',
        'managerId=1',
      ],
      ...[
        'addedSince=',
        'addedSince=yesterday',
        'addedBefore=2026-13-01',
        'noSignInSince=90',
        'expiresBefore=-3d',
        'signedInSince=0000-01-01',
        'addedSince=2026-01-01T00:00:00',
      ],
      `department=${'x'.repeat(201)}`,
    ])
      assertRefused(await owner.get(`/v1/users?${wrong}`), 400, 'invalid_request');
    for (const idle of ['not=status', 'department=Sales&not=department,type'])
      assertRefused(await owner.get(`/v1/users?${idle}`), 422, 'filter_without_value');
    const many = Array.from({ length: 101 }, (_, i) => `t${i}`);
    assertRefused(await owner.get(`/v1/users?type=${many.join(',')}`), 400, 'invalid_request');
    for (const where of [
      { type: [] },
      { type: many },
      { status: ['active', 'gone'] },
      { addedSince: 90 },
      { department: null },
    ])
      assertRefused(
        await owner.post('/v1/changes', { select: { where }, do: { remove: true } }),
        400,
        'invalid_request',
      );
  });
});
