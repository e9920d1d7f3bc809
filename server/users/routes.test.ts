import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertRefused } from '../testing/answers.ts';
import { startTestApp } from '../testing/app.ts';
import type { Client } from '../testing/client.ts';
import { addCrowd } from '../testing/crowd.ts';
import { freshAccount, freshEmail } from '../testing/fresh-account.ts';
import { assertSound } from '../testing/invariants.ts';
import { clockTo } from '../testing/moment.ts';
import { joinedPerson } from '../testing/people.ts';
import { buySeats } from '../testing/seats.ts';
import { sorts } from './orders.ts';
import type { User } from './user.ts';

const app = await startTestApp();
type Page = { data: User[]; nextCursor: string | null; count?: number };
type Person = { email: string; firstName?: string; lastName?: string; department?: string; jobTitle?: string };

async function list(by: Client, query: Record<string, string> = {}): Promise<Page> {
  const { status, body } = await by.get<Page>(`/v1/users?${new URLSearchParams(query)}`);
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}
const emails = async (by: Client, query: Record<string, string>) =>
  (await list(by, query)).data.map(({ email }) => email.split('@')[0] ?? '').sort();

async function add(by: Client, users: Person[], settings: Record<string, unknown> = {}): Promise<User[]> {
  const { status, body } = await by.post<{ added: User[] }>('/v1/users', { users, ...settings });
  assert.equal(status, 201, JSON.stringify(body));
  return body.added;
}

/** All pages of a list. Runs `between` after each. */
async function pages(
  by: Client,
  query: Record<string, string>,
  between: (page: number) => Promise<unknown> = async () => {},
) {
  const found: User[] = [];
  let cursor: string | null = null;
  let page = 0;
  do {
    const { data, nextCursor }: Page = await list(by, { ...query, ...(cursor === null ? {} : { cursor }) });
    found.push(...data);
    cursor = nextCursor;
    await between(page++);
  } while (cursor !== null);
  return found;
}

describe('search', () => {
  it('finds beginnings of words in name and e-mail, all that are asked for, whatever their case and accents', async () => {
    const { owner } = await freshAccount(app);
    await add(owner, [
      { email: 'zoe@north.example', firstName: 'Zoë', lastName: 'García-Müller' },
      { email: 'anna.b+news@south.example', firstName: 'Anna', lastName: 'Groß' },
      { email: 'josé@north.example', firstName: 'Pepe', lastName: 'O’Brien' },
      { email: 'lee@south.example' },
      { email: 'x@example.com', firstName: '李', lastName: '小龙' },
    ]);
    for (const [search, expected] of [
      ['zoe', ['zoe']],
      ['ZOË', ['zoe']],
      ['gar mul', ['zoe']],
      ['müller', ['zoe']],
      ['gross', ['anna.b+news']],
      ['Groß', ['anna.b+news']],
      ['anna south', ['anna.b+news']],
      ['anna.b+news@south.example', ['anna.b+news']],
      ['news', ['anna.b+news']],
      ['josé', ['josé']],
      ['brien', ['josé']],
      ['north', ['josé', 'zoe']],
      ['south ex', ['anna.b+news', 'lee']],
      ['小龙', ['x']],
      ['ller', []],
      ['anna north', []],
      ['%', []],
      ["' | an:*", ['anna.b+news']],
      ['  ', ['anna.b+news', 'josé', 'lee', 'owner', 'x', 'zoe']],
    ] satisfies [string, string[]][]) {
      const found = (await emails(owner, { search })).map((email) => (email.startsWith('owner.') ? 'owner' : email));
      assert.deepEqual(found, expected, `search “${search}”`);
    }
  });

  it('never finds somebody of another account', async () => {
    const [{ owner }, { owner: stranger }] = await Promise.all([freshAccount(app), freshAccount(app)]);
    await add(stranger, [{ email: 'only.there@example.com' }]);
    assert.deepEqual(await emails(owner, { search: 'only' }), []);
    assert.deepEqual(await emails(stranger, { search: 'only' }), ['only.there']);
  });

  it('finds by the new name and address after an edit, and no longer by the old', async () => {
    const { owner } = await freshAccount(app);
    const [user] = await add(owner, [{ email: 'before@example.com', firstName: 'Ada' }]);
    await owner.patch(`/v1/users/${user?.id}`, { firstName: 'Grace', email: 'after@example.com' });
    assert.deepEqual(await emails(owner, { search: 'grace after' }), ['after']);
    for (const search of ['ada', 'before']) assert.deepEqual(await emails(owner, { search }), []);
  });
});

describe('filters', () => {
  it('each narrows the list, and together they narrow it together', async () => {
    const { owner } = await freshAccount(app);
    await buySeats(owner, { pro: 9, corp: 9, webinar: 9 });
    const group = await owner.post<{ id: string }>('/v1/groups', { name: 'Sales' });
    const groupId = group.body.id;
    await add(owner, [{ email: 'b1@example.com', department: 'Legal' }, { email: 'b2@example.com' }]);
    await add(owner, [{ email: 'p1@example.com', department: 'Legal' }], { type: 'pro', addOns: ['webinar'], groupId });
    await add(owner, [{ email: 'p2@example.com', department: 'legal' }], { type: 'pro' });
    await add(owner, [{ email: 'c1@example.com', firstName: 'Ann' }], { type: 'corp', addOns: ['webinar'], groupId });
    await add(owner, [{ email: 'a1@example.com' }], { role: 'admin' });
    for (const [query, expected] of [
      [{ type: 'pro' }, ['p1', 'p2']],
      [{ type: 'basic', role: 'member' }, ['b1', 'b2']],
      [{ role: 'admin' }, ['a1']],
      [{ groupId }, ['c1', 'p1']],
      [{ department: 'Legal' }, ['b1', 'p1']],
      [{ addOn: 'webinar' }, ['c1', 'p1']],
      [{ addOn: 'webinar', type: 'corp' }, ['c1']],
      [{ department: 'Legal', groupId, type: 'pro', addOn: 'webinar', status: 'pending', search: 'p1' }, ['p1']],
      [{ department: 'Legal', search: 'p2' }, []],
      [{ type: 'nothing' }, []],
    ] satisfies [Record<string, string>, string[]][])
      assert.deepEqual(await emails(owner, query), expected, JSON.stringify(query));
    const owners = await list(owner, { role: 'owner' });
    assert.deepEqual(
      owners.data.map((user) => [user.role, user.status]),
      [['owner', 'active']],
    );
  });

  it('by status tell pending, active, deactivated, expired and removed people apart, by the clock', async () => {
    const { owner, ownerId } = await freshAccount(app);
    await owner.patch('/v1/account', { invitationDays: 1 });
    const [removed, expired] = await add(owner, [{ email: 'removed@example.com' }, { email: 'expired@example.com' }]);
    const { user } = await joinedPerson(app, owner, 'member');
    await owner.patch(`/v1/users/${user.id}`, { status: 'deactivated', email: 'deactivated@example.com' });
    await owner.delete(`/v1/users/${removed?.id}`);
    await clockTo(app, expired?.expiresAt ?? '');
    await add(owner, [{ email: 'pending@example.com' }]);
    for (const status of ['pending', 'deactivated', 'expired', 'removed']) {
      const { data } = await list(owner, { status });
      assert.deepEqual(
        data.map((one) => [one.email, one.status]),
        [[`${status}@example.com`, status]],
      );
    }
    assert.deepEqual(
      (await list(owner, { status: 'active' })).data.map(({ id }) => id),
      [ownerId],
    );
    const everyone = (await list(owner)).data.map(({ status }) => status).sort();
    assert.deepEqual(everyone, ['active', 'deactivated', 'pending']);
  });

  it('that do not exist, or come twice, are refused', async () => {
    const { owner } = await freshAccount(app);
    for (const query of [
      ...['status=gone', 'role=king', 'groupId=1', 'nothing=1', 'limit=0', 'limit=501', 'search=a&search=b'],
      ...['sort=name&sort=email', 'status=active,gone', 'typeNot=pro', 'mailState=lost', 'addedSince=soon'],
      'not=nothing',
    ])
      assertRefused(await owner.get(`/v1/users?${query}`), 400, 'invalid_request');
  });
});

describe('sorting and pages', () => {
  it('every sort walks 300 people in pages of 7, each once and in order, both ways alike', async () => {
    const account = await freshAccount(app);
    await addCrowd(app, account, 299);
    const { owner } = account;
    const inOrder: Record<string, string[]> = {};
    for (const sort of sorts) {
      const found = await pages(owner, { sort, limit: sort === 'name' ? '7' : '50' });
      assert.equal(new Set(found.map(({ id }) => id)).size, 300, sort);
      assert.equal(found.length, 300, sort);
      inOrder[sort] = found.map(({ id }) => id);
      const value = (user: User) => {
        const { firstName, lastName } = user;
        const of: Record<string, string> = {
          name: `${firstName} ${lastName}`.toLowerCase(),
          lastName: `${lastName} ${firstName}`.toLowerCase(),
          employeeNumber: '',
          group: user.group.name,
          mailState: user.mail?.state ?? '',
        };
        const field = sort.replace('-', '');
        return of[field] ?? Object.entries(user).find(([name]) => name === field)?.[1] ?? '';
      };
      const values = found.map(value);
      const sorted = values.toSorted();
      assert.deepEqual(values, sort.startsWith('-') ? sorted.toReversed() : sorted, sort);
    }
    for (const sort of sorts.filter((name) => !name.startsWith('-')))
      assert.deepEqual(inOrder[`-${sort}`], inOrder[sort]?.toReversed(), sort);
  });

  it('nobody else is missed or shown twice while somebody is renamed and others come and go', async () => {
    const account = await freshAccount(app);
    await addCrowd(app, account, 300);
    const { owner } = account;
    const before = await pages(owner, { limit: '500' });
    const [wanderer, leaver] = [before[20], before[250]];
    const found = await pages(owner, { limit: '40', sort: 'name' }, async (page) => {
      if (page === 1) await owner.patch(`/v1/users/${wanderer?.id}`, { firstName: 'Zzz' });
      if (page === 3) await owner.patch(`/v1/users/${wanderer?.id}`, { firstName: 'Aaa' });
      if (page === 2) await owner.delete(`/v1/users/${leaver?.id}`);
      if (page === 2) await add(owner, [{ email: freshEmail(), firstName: 'Aaaa' }]);
    });
    const stayed = before.map(({ id }) => id).filter((id) => id !== wanderer?.id && id !== leaver?.id);
    const seen = found.map(({ id }) => id).filter((id) => id !== wanderer?.id && id !== leaver?.id);
    assert.deepEqual(seen, stayed);
  });

  it('pending ones come newest first, everyone else by name', async () => {
    const { owner } = await freshAccount(app);
    await add(owner, [{ email: 'a@example.com', firstName: 'A' }]);
    await add(owner, [{ email: 'z@example.com', firstName: 'Z' }]);
    assert.deepEqual(
      (await list(owner, { status: 'pending' })).data.map(({ firstName }) => firstName),
      ['Z', 'A'],
    );
    assert.deepEqual(
      (await list(owner)).data.map(({ firstName }) => firstName),
      ['A', 'Olivia', 'Z'],
    );
  });

  it('a cursor of another sort or none of ours is refused', async () => {
    const account = await freshAccount(app);
    await addCrowd(app, account, 5);
    const { nextCursor } = await list(account.owner, { limit: '2', sort: 'name' });
    for (const [sort, cursor] of [
      ['-name', nextCursor ?? ''],
      ['email', nextCursor ?? ''],
      ['name', 'nonsense'],
      ['lastSignInAt', Buffer.from(JSON.stringify(['lastSignInAt', 'x', account.ownerId])).toString('base64url')],
    ])
      assertRefused(await account.owner.get(`/v1/users?sort=${sort}&cursor=${cursor}`), 400, 'invalid_cursor');
  });
});

it('the count is of all who match, not of the page', async () => {
  const account = await freshAccount(app);
  await addCrowd(app, account, 30);
  assert.equal((await list(account.owner, { count: 'true', limit: '5' })).count, 31);
  assert.equal((await list(account.owner, { count: 'true', limit: '5', search: 'crowd 1' })).count, 11);
  assert.equal((await list(account.owner, { count: 'true', role: 'owner' })).count, 1);
  assert.equal((await list(account.owner)).count, undefined);
});

it('departments are suggested by their beginning, the most used first, and gone ones no longer', async () => {
  const { owner } = await freshAccount(app);
  const people = ['Legal', 'Legal', 'Logistics', 'Überbau', 'Art'].map((department) => ({
    email: freshEmail(),
    department,
  }));
  const users = await add(owner, people);
  const suggested = async (search: string) => {
    const { body } = await owner.get<{ data: { name: string; count: number }[] }>(
      `/v1/departments?search=${encodeURIComponent(search)}`,
    );
    return body.data.map(({ name, count }) => `${name} ${count}`);
  };
  assert.deepEqual(await suggested(''), ['Legal 2', 'Art 1', 'Logistics 1', 'Überbau 1']);
  assert.deepEqual(await suggested('l'), ['Legal 2', 'Logistics 1']);
  assert.deepEqual(await suggested('über'), ['Überbau 1']);
  await add(owner, [{ email: freshEmail(), department: 'Field legal' }]);
  assert.deepEqual(await suggested('leg'), ['Legal 2', 'Field legal 1']);
  assert.deepEqual(await suggested('field l'), ['Field legal 1']);
  assert.deepEqual(await suggested('%'), []);
  await owner.patch(`/v1/users/${users[4]?.id}`, { department: '' });
  await owner.delete(`/v1/users/${users[3]?.id}`);
  assert.deepEqual(await suggested(''), ['Legal 2', 'Field legal 1', 'Logistics 1']);
});

it('job titles are suggested by the beginning of their words, the most used first', async () => {
  const { owner } = await freshAccount(app);
  const titles = ['Sales Clerk', 'Sales Clerk', 'Clerk', 'Head of Sales', ''];
  await add(
    owner,
    titles.map((jobTitle) => ({ email: freshEmail(), jobTitle })),
  );
  const suggested = async (search: string) => {
    const { body } = await owner.get<{ data: { name: string }[] }>(`/v1/job-titles?search=${search}`);
    return body.data.map(({ name }) => name);
  };
  assert.deepEqual(await suggested(''), ['Sales Clerk', 'Clerk', 'Head of Sales']);
  assert.deepEqual(await suggested('sal'), ['Sales Clerk', 'Head of Sales']);
  assert.deepEqual(await suggested('ales'), []);
});

it('afterwards seats, counts, changes and the audit log agree in every account', () => assertSound(app));
