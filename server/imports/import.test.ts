import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Change } from '../changes/engine/change.ts';
import type { ProblemAnswer } from '../testing/answers.ts';
import { startTestApp } from '../testing/app.ts';
import type { Client } from '../testing/client.ts';
import { freshAccount, freshEmail } from '../testing/fresh-account.ts';
import {
  applied,
  counts,
  planFile,
  refusals,
  refusedFile,
  rowsOf,
  sendFile,
  undone,
  userWith,
} from '../testing/imports.ts';
import { findViolations } from '../testing/invariants.ts';
import { addPeople, joinedPerson } from '../testing/people.ts';

const app = await startTestApp();

async function buy(owner: Client, product: string, quantity: number): Promise<void> {
  assert.equal((await owner.put(`/v1/billing/subscriptions/${product}`, { quantity })).status, 200);
}

async function addGroup(owner: Client, name: string): Promise<string> {
  const { status, body } = await owner.post<{ id: string }>('/v1/groups', { name });
  assert.equal(status, 201);
  return body.id;
}

test('people in a file are planned, then added with the defaults and invited', async () => {
  const { owner } = await freshAccount(app);
  const change = await planFile(owner, 'email,first name,department\nAda@Example.com, Ada ,Maths\nbob@example.com,,\n');
  assert.equal(change.state, 'planned');
  assert.deepEqual(counts(change), [2, 0, 0, 0]);
  assert.equal(change.plan?.mails, 2);
  assert.deepEqual(change.file?.sample[0], ['Ada@Example.com', ' Ada ', 'Maths']);
  assert.deepEqual(counts(await applied(owner, change)), [2, 0, 0, 0]);
  const ada = await userWith(owner, 'Ada@Example.com');
  assert.deepEqual([ada.firstName, ada.department, ada.type], ['Ada', 'Maths', 'basic']);
  assert.deepEqual([ada.role, ada.status, ada.group.name], ['member', 'pending', 'Everyone']);
  assert.equal(ada.mail?.state === undefined, false);
  const [row] = await rowsOf(owner, change);
  assert.deepEqual([row?.line, row?.outcome, row?.userId], [2, 'create', ada.id]);
});

test('what a row says wins over what was chosen for the file, for new and present people', async () => {
  const { owner } = await freshAccount(app);
  await buy(owner, 'pro', 10);
  await buy(owner, 'webinar', 10);
  const sales = await addGroup(owner, 'Sales');
  const { users } = await addPeople(owner, 2);
  const [first, second] = users.map(({ email }) => email);
  const file = `email,type,group,add-ons\n${first},,,\n${second},BASIC,sales,\nnew@example.com,,,Webinar\nnew2@example.com,basic,Everyone,\n`;
  const change = await planFile(owner, file, { type: 'pro', groupId: sales });
  assert.deepEqual(counts(change), [2, 2, 0, 0]);
  assert.deepEqual(change.plan?.seats, [
    { product: 'pro', needed: 2, free: 10 },
    { product: 'webinar', needed: 1, free: 10 },
  ]);
  await applied(owner, change);
  const look = async (email = '') => {
    const { type, group, addOns } = await userWith(owner, email);
    return [type, group.name, ...addOns];
  };
  assert.deepEqual(await look(first), ['pro', 'Sales']);
  assert.deepEqual(await look(second), ['basic', 'Sales']);
  assert.deepEqual(await look('new@example.com'), ['pro', 'Sales', 'webinar']);
  assert.deepEqual(await look('new2@example.com'), ['basic', 'Everyone']);
});

test('an empty cell, or a column that is missing, leaves a present user as they are', async () => {
  const { owner } = await freshAccount(app);
  const { users } = await addPeople(owner, 1);
  const email = users[0]?.email ?? '';
  await applied(owner, await planFile(owner, `email,department,first name\n${email},Sales,\n`));
  const user = await userWith(owner, email);
  assert.deepEqual([user.firstName, user.lastName, user.department], ['First1', 'Last1', 'Sales']);
  assert.deepEqual(counts(await planFile(owner, `email,department\n${email},\n`)), [0, 0, 1, 0]);
});

test('somebody whose file gives one of two names is found by both', async () => {
  const { owner } = await freshAccount(app);
  const { users } = await addPeople(owner, 1);
  await applied(owner, await planFile(owner, `email,last name\n${users[0]?.email},Lovelace\n`));
  for (const search of ['first1 lovelace', 'lovelace']) {
    const { body } = await owner.get<{ data: { id: string }[] }>(`/v1/users?search=${encodeURIComponent(search)}`);
    assert.deepEqual(
      body.data.map(({ id }) => id),
      [users[0]?.id],
    );
  }
});

test('each bad row is listed with its line and reason, and costs no good one', async () => {
  const { owner } = await freshAccount(app);
  const rows = [
    'email,first name,group,type,add-ons',
    'not an address,,,,',
    ',Nobody,,,',
    'ok1@example.com,,,,',
    'OK1@EXAMPLE.COM,again,,,',
    'a@example.com,,Nowhere,,',
    'b@example.com,,,platinum,',
    'c@example.com,,,,telepathy',
    'd@example.com,,,basic,webinar',
    `e@example.com,${'x'.repeat(101)},,,`,
    'f@example.com,"tab\there",,,',
    'g@example.com,a,b,c,d,e,f',
    'h@example.com,\0,,,',
    `${'i'.repeat(250)}@example.com,,,,`,
    'ok2@exämple.com,,,,',
  ];
  const change = await planFile(owner, rows.join('\r\n'));
  assert.deepEqual(await refusals(owner, change), [
    [2, 'email_invalid'],
    [3, 'email_invalid'],
    [5, 'email_duplicate'],
    [6, 'group_unknown'],
    [7, 'type_unknown'],
    [8, 'add_on_unknown'],
    [9, 'add_on_needs_type'],
    [10, 'text_too_long'],
    [12, 'csv_too_many_cells'],
    [13, 'csv_nul'],
    [14, 'email_invalid'],
  ]);
  assert.deepEqual(counts(change), [3, 0, 0, 11]);
  const sentences = (await rowsOf(owner, change)).map(({ detail }) => detail);
  assert.equal(sentences[1], 'This line has no e-mail address.');
  assert.equal(sentences[4], 'There is no such group in this account: Nowhere.');
  assert.equal(sentences[5], 'There is no such user type: platinum.');
  assert.equal(sentences[8], 'The first name is longer than 100 characters.');
  assert.ok(change.plan?.refusals.every(({ detail, count }) => detail !== '' && count > 0));
  assert.deepEqual(counts(await applied(owner, change)), [3, 0, 0, 11]);
  assert.equal((await userWith(owner, 'f@example.com')).firstName, 'tab here');
  assert.equal((await userWith(owner, 'ok2@exämple.com')).emailDomain, 'xn--exmple-cua.com');
});

test('of an address that stands twice the first good row counts', async () => {
  const { owner } = await freshAccount(app);
  const change = await planFile(
    owner,
    'email,first name,group\na@example.com,Bad,Nowhere\na@example.com,Good,\nA@example.com,Late,\n',
  );
  assert.deepEqual(await refusals(owner, change), [
    [2, 'group_unknown'],
    [4, 'email_duplicate'],
  ]);
  await applied(owner, change);
  assert.equal((await userWith(owner, 'a@example.com')).firstName, 'Good');
});

test('a role never comes from a file', async () => {
  const { owner } = await freshAccount(app);
  const { users } = await addPeople(owner, 1);
  const email = users[0]?.email ?? '';
  const file = `email,role,status\n${email},admin,deactivated\nnew@example.com,owner,active\n`;
  const change = await planFile(owner, file);
  assert.deepEqual(counts(change), [1, 0, 1, 0]);
  await applied(owner, change);
  for (const address of [email, 'new@example.com']) {
    const { role, status } = await userWith(owner, address);
    assert.deepEqual([role, status], ['member', 'pending']);
  }
  const mapped = await refusedFile(owner, file, { mapping: JSON.stringify({ 1: 'role' }) });
  assert.equal(mapped.code, 'invalid_request');
  for (const parameter of ['role', 'status', 'accountId'])
    assert.equal((await refusedFile(owner, file, { [parameter]: 'admin' })).code, 'invalid_request');
});

test('an admin’s file changes no Owner, and the Owner’s own file does', async () => {
  const { owner, email } = await freshAccount(app);
  const { browser: admin } = await joinedPerson(app, owner, 'admin');
  const file = `email,department\n${email},Board\n`;
  const byAdmin = await planFile(admin, file);
  assert.deepEqual(await refusals(admin, byAdmin), [[2, 'owner_protected']]);
  assert.deepEqual(counts(await applied(admin, byAdmin)), [0, 0, 0, 1]);
  assert.equal((await userWith(owner, email)).department, '');
  await applied(owner, await planFile(owner, file));
  assert.equal((await userWith(owner, email)).department, 'Board');
});

test('a member imports nothing', async () => {
  const { owner } = await freshAccount(app);
  const { browser: member } = await joinedPerson(app, owner, 'member');
  assert.equal((await refusedFile(member, 'email\na@example.com\n')).status, 403);
  assert.equal((await refusedFile(app.browser(), 'email\na@example.com\n')).status, 401);
});

test('another account’s group and change are as unknown as those that do not exist', async () => {
  const [mine, theirs] = [await freshAccount(app), await freshAccount(app)];
  const foreign = await addGroup(theirs.owner, 'Secret');
  const file = 'email,group\na@example.com,Secret\n';
  assert.equal((await refusedFile(mine.owner, file, { groupId: foreign })).code, 'group_unknown');
  assert.deepEqual(await refusals(mine.owner, await planFile(mine.owner, file)), [[2, 'group_unknown']]);
  const change = await planFile(theirs.owner, file);
  for (const id of [change.id, '01890000-0000-7000-8000-000000000000', 'nonsense']) {
    const { status, body } = await mine.owner.post<ProblemAnswer>(`/v1/changes/${id}/remap`, { mapping: {} });
    assert.deepEqual([status, body.code], [404, 'not_found']);
  }
});

test('what is chosen for the whole file must exist, and nothing is kept of a file that is refused for it', async () => {
  const { owner } = await freshAccount(app);
  const file = 'email\na@example.com\n';
  for (const [query, code] of [
    [{ type: 'platinum' }, 'type_unknown'],
    [{ addOns: 'webinar,telepathy' }, 'add_on_unknown'],
    [{ groupId: '01890000-0000-7000-8000-000000000000' }, 'group_unknown'],
  ] as const)
    assert.equal((await refusedFile(owner, file, query)).code, code);
  assert.deepEqual((await owner.get<{ data: unknown[] }>('/v1/changes')).body.data, []);
});

test('the same file twice: the second time there is nothing to change', async () => {
  const { owner } = await freshAccount(app);
  await addGroup(owner, 'Sales');
  const file = 'email;Vorname;Nachname;Abteilung;Gruppe\na@example.com;Änne;Weiß;Vertrieb;Sales\nb@example.com;Bo;;;\n';
  await applied(owner, await planFile(owner, file));
  const again = await planFile(owner, file);
  assert.deepEqual(counts(again), [0, 0, 2, 0]);
  assert.deepEqual(counts(await applied(owner, again)), [0, 0, 2, 0]);
});

test('an import is undone: the added go to the trash, the changed become what they were', async () => {
  const { owner } = await freshAccount(app);
  const { users } = await addPeople(owner, 1);
  const email = users[0]?.email ?? '';
  const change = await planFile(owner, `email,first name,department\n${email},Grace,Navy\nnew@example.com,New,\n`);
  await applied(owner, change);
  assert.deepEqual(counts(await undone(owner, change)), [0, 1, 0, 0]);
  const user = await userWith(owner, email);
  assert.deepEqual([user.firstName, user.department], ['First1', '']);
  const { body } = await owner.get<{ data: { email: string }[] }>('/v1/users?status=removed');
  assert.deepEqual(
    body.data.map(({ email }) => email),
    ['new@example.com'],
  );
  const again = await planFile(owner, 'email\nnew@example.com\n');
  assert.deepEqual(counts(again), [1, 0, 0, 0]);
});

test('whatever the imports of these tests did, every invariant holds', async () => {
  assert.deepEqual(await findViolations(app.sql, app.tools.catalog), []);
});

test('the same upload with one Idempotency-Key is imported once; another file under it is refused', async () => {
  const { owner } = await freshAccount(app);
  const key = { 'idempotency-key': freshEmail() };
  const file = 'email\na@example.com\n';
  const [first, second] = [await sendFile<Change>(owner, file, {}, key), await sendFile<Change>(owner, file, {}, key)];
  assert.equal(first.status, 201);
  assert.deepEqual(second.body, first.body);
  const other = await sendFile<ProblemAnswer>(owner, 'email\nb@example.com\n', {}, key);
  assert.deepEqual([other.status, other.body.code], [422, 'idempotency_key_reused']);
});

test('an expired invitation is renewed with what the file says, and nobody else’s is', async () => {
  const { owner, email, password } = await freshAccount(app);
  const [early] = (await addPeople(owner, 1)).users;
  await app.clock.forward('31 days');
  await owner.post('/v1/session', { email, password });
  const [late] = (await addPeople(owner, 1)).users;
  assert.ok(early && late);
  const change = await planFile(owner, `email,department\n${early.email},Sales\n${late.email},Sales\n`);
  assert.deepEqual([...counts(change), change.plan?.mails], [0, 2, 0, 0, 1]);
  assert.deepEqual(counts(await applied(owner, change)), [0, 2, 0, 0]);
  const renewed = await userWith(owner, early.email);
  assert.deepEqual([renewed.status, renewed.department], ['pending', 'Sales']);
  assert.ok((renewed.expiresAt ?? '') > (early.expiresAt ?? ''));
  assert.equal((await userWith(owner, late.email)).expiresAt, late.expiresAt);
  assert.deepEqual(await findViolations(app.sql, app.tools.catalog), []);
});
