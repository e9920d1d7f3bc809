import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Change } from '../changes/engine/change.ts';
import type { Group } from '../groups/group.ts';
import type { ProblemAnswer } from '../testing/answers.ts';
import { startTestApp } from '../testing/app.ts';
import type { Client } from '../testing/client.ts';
import { freshAccount } from '../testing/fresh-account.ts';
import { applied, counts, planFile, refusals, rowsOf, settled, undone, userWith } from '../testing/imports.ts';
import { findViolations } from '../testing/invariants.ts';
import { joinedPerson } from '../testing/people.ts';

const app = await startTestApp();

const groupsOf = async (by: Client) =>
  (await by.get<{ data: Group[] }>('/v1/groups')).body.data.map(({ name, members }) => [name, members]);

/** The same file, planned again with these choices. */
async function chosen(by: Client, { id }: Change, choices: object): Promise<Change> {
  const { status, body } = await by.post<Change>(`/v1/changes/${id}/remap`, { choices });
  assert.equal(status, 200, JSON.stringify(body));
  return settled(by, id);
}

describe('groups that do not exist', () => {
  const file = 'email,group\na@example.test,Berlin\nb@example.test,Köln\nc@example.test,berlin\nd@example.test,\n';

  it('are named with counts, and their people are refused until a choice is made', async () => {
    const { owner } = await freshAccount(app);
    const change = await planFile(owner, file);
    assert.deepEqual(counts(change), [1, 0, 0, 3]);
    assert.deepEqual(change.file?.findings?.unknownGroups, [
      { name: 'Berlin', count: 2 },
      { name: 'Köln', count: 1 },
    ]);
  });

  it('are created by the import, and go with its undo', async () => {
    const { owner } = await freshAccount(app);
    const change = await chosen(owner, await planFile(owner, file), { unknownGroups: 'create' });
    assert.deepEqual(counts(change), [4, 0, 0, 0]);
    assert.deepEqual(
      change.file?.findings?.newGroups.map(({ name }) => name),
      ['Berlin', 'Köln'],
    );
    assert.deepEqual(await groupsOf(owner), [['Everyone', 1]]);
    await applied(owner, change);
    assert.deepEqual(await groupsOf(owner), [
      ['Berlin', 2],
      ['Everyone', 2],
      ['Köln', 1],
    ]);
    await undone(owner, change);
    assert.deepEqual(await groupsOf(owner), [['Everyone', 1]]);
    assert.deepEqual(await findViolations(app.sql, app.tools.catalog), []);
  });

  it('stay after the undo if others are in them', async () => {
    const { owner, ownerId } = await freshAccount(app);
    const change = await applied(owner, await planFile(owner, file, { unknownGroups: 'create' }));
    const berlin = (await userWith(owner, 'a@example.test')).group.id;
    await owner.patch(`/v1/users/${ownerId}`, { groupId: berlin });
    await undone(owner, change);
    assert.deepEqual(await groupsOf(owner), [
      ['Berlin', 1],
      ['Everyone', 0],
    ]);
  });

  it('that were made between plan and now get the people, not a second group', async () => {
    const { owner } = await freshAccount(app);
    const change = await planFile(owner, file, { unknownGroups: 'create' });
    await owner.post('/v1/groups', { name: 'BERLIN' });
    await applied(owner, change);
    assert.deepEqual(await groupsOf(owner), [
      ['BERLIN', 2],
      ['Everyone', 2],
      ['Köln', 1],
    ]);
  });

  it('are replaced by the default group, or by the group they are mapped to', async () => {
    const { owner } = await freshAccount(app);
    const { body: west } = await owner.post<Group>('/v1/groups', { name: 'West' });
    const plan = await planFile(owner, file, { unknownGroups: 'default' });
    assert.deepEqual(counts(plan), [4, 0, 0, 0]);
    const mapped = await chosen(owner, plan, { groups: { köln: west.id }, unknownGroups: 'default' });
    await applied(owner, mapped);
    assert.deepEqual(await groupsOf(owner), [
      ['Everyone', 4],
      ['West', 1],
    ]);
  });

  it('are not created by a person who may not create groups, and mapped to none of another account', async () => {
    const [mine, other] = [await freshAccount(app), await freshAccount(app)];
    const { body: foreign } = await other.owner.post<Group>('/v1/groups', { name: 'Berlin' });
    const change = await planFile(mine.owner, file);
    const path = `/v1/changes/${change.id}/remap`;
    const reply = await mine.owner.post<ProblemAnswer>(path, { choices: { groups: { berlin: foreign.id } } });
    assert.deepEqual([reply.status, reply.body.code], [422, 'group_unknown']);
  });
});

describe('types that do not exist', () => {
  it('are named with counts, and can be mapped', async () => {
    const { owner } = await freshAccount(app);
    await owner.put('/v1/billing/subscriptions/pro', { quantity: 5 });
    const file = 'email,type\na@example.test,Licensed\nb@example.test,Basic\nc@example.test,licensed\n';
    const change = await planFile(owner, file);
    assert.deepEqual(counts(change), [1, 0, 0, 2]);
    assert.deepEqual(change.file?.findings?.unknownTypes, [{ name: 'Licensed', count: 2 }]);
    await applied(owner, await chosen(owner, change, { types: { Licensed: 'pro' } }));
    assert.equal((await userWith(owner, 'c@example.test')).type, 'pro');
  });

  it('in a column without a single type leave the column unused, which is said', async () => {
    const { owner } = await freshAccount(app);
    const change = await planFile(owner, 'email,userType\na@example.test,Employee\nb@example.test,Contractor\n');
    assert.deepEqual(counts(change), [2, 0, 0, 0]);
    const column = change.file?.columns[1];
    assert.equal(column?.field, null);
    assert.equal(column?.note, 'Not used: no value of this column is a user type (“Employee”, “Contractor”).');
  });
});

describe('people that the file calls switched off', () => {
  const file =
    'email,first name,status\nann@example.test,Ann,Active\nbo@example.test,Bo,Suspended\ncy@example.test,Cy,Deactivated\n';

  it('are left out and counted, with the words of the file', async () => {
    const { owner } = await freshAccount(app);
    const change = await planFile(owner, file);
    assert.deepEqual(counts(change), [1, 0, 0, 0]);
    assert.equal(change.plan?.mails, 1);
    assert.equal(change.file?.findings?.leftOut, 2);
    assert.deepEqual(change.file?.findings?.switchedOff, [
      { name: 'Suspended', count: 1 },
      { name: 'Deactivated', count: 1 },
    ]);
    const rows = await rowsOf(owner, change);
    assert.deepEqual(
      rows.map(({ outcome, code }) => [outcome, code]),
      [
        ['create', null],
        ['skipped', 'switched_off'],
        ['skipped', 'switched_off'],
      ],
    );
    assert.deepEqual(counts(await applied(owner, change)), [1, 0, 0, 0]);
  });

  it('are added as deactivated without a mail or a seat, and invited once they are reactivated', async () => {
    const { owner } = await freshAccount(app);
    const typed = file.replaceAll(/^(\w+@.*)$/gm, '$1,pro').replace('status\n', 'status,type\n');
    await owner.put('/v1/billing/subscriptions/pro', { quantity: 1 });
    const change = await planFile(owner, typed, { switchedOff: 'deactivate' });
    assert.deepEqual(counts(change), [3, 0, 0, 0]);
    assert.equal(change.plan?.mails, 1);
    assert.deepEqual(
      change.plan?.seats.map(({ needed }) => needed),
      [1],
    );
    await applied(owner, change);
    const bo = await userWith(owner, 'bo@example.test');
    assert.deepEqual([bo.status, bo.mail, bo.invitedAt, bo.expiresAt], ['deactivated', null, null, null]);
    await owner.put('/v1/billing/subscriptions/pro', { quantity: 2 });
    const { body } = await owner.patch<typeof bo>(`/v1/users/${bo.id}`, { status: 'active' });
    assert.equal(body.status, 'pending');
    assert.equal(body.mail?.state, 'queued');
    await undone(owner, change);
    for (const address of ['ann', 'bo', 'cy']) {
      const found = await owner.get<{ data: unknown[] }>(`/v1/users?search=${address}@example.test`);
      assert.equal(found.body.data.length, 0, address);
    }
    assert.deepEqual(await findViolations(app.sql, app.tools.catalog), []);
  });

  it('and are here already stay as they are, or are deactivated', async () => {
    const { owner } = await freshAccount(app);
    const { user } = await joinedPerson(app, owner, 'member');
    const own = `email,enabled,department\n${user.email},False,Gone\n`;
    const change = await planFile(owner, own);
    assert.deepEqual(counts(change), [0, 0, 1, 0]);
    assert.equal(change.file?.findings?.leftOut, 1);
    await applied(owner, await chosen(owner, change, { switchedOff: 'deactivate' }));
    const now = await userWith(owner, user.email);
    assert.deepEqual([now.status, now.department], ['deactivated', 'Gone']);
    const again = await planFile(owner, own);
    assert.deepEqual([...counts(again), again.file?.findings?.leftOut], [0, 0, 1, 0, 0]);
  });

  it('can be treated like all others', async () => {
    const { owner } = await freshAccount(app);
    assert.deepEqual(counts(await planFile(owner, file, { switchedOff: 'include' })), [3, 0, 0, 0]);
  });
});

describe('people who are deactivated here', () => {
  it('stay so, which is said, or are reactivated and take their seats', async () => {
    const { owner } = await freshAccount(app);
    const { user } = await joinedPerson(app, owner, 'member');
    await owner.patch(`/v1/users/${user.id}`, { status: 'deactivated', type: 'pro' });
    const file = `email,department\n${user.email},Sales\n`;
    const change = await planFile(owner, file);
    assert.deepEqual([...counts(change), change.file?.findings?.deactivated], [0, 1, 0, 0, 1]);
    const back = await chosen(owner, change, { deactivated: 'reactivate' });
    assert.deepEqual(back.plan?.seats, [{ product: 'pro', needed: 1, free: 0 }]);
    await owner.put('/v1/billing/subscriptions/pro', { quantity: 1 });
    await applied(owner, back);
    assert.equal((await userWith(owner, user.email)).status, 'active');
    assert.deepEqual(await findViolations(app.sql, app.tools.catalog), []);
  });
});

describe('empty cells', () => {
  it('empty the fields that are chosen, and no others', async () => {
    const { owner } = await freshAccount(app);
    const columns = 'email,first name,department,job title';
    await applied(owner, await planFile(owner, `${columns}\na@example.test,Ann,Sales,Clerk\n`));
    const empty = await planFile(owner, `${columns}\na@example.test,,,-\n`);
    assert.deepEqual(counts(empty), [0, 0, 1, 0]);
    const cleared = await chosen(owner, empty, { clear: ['department', 'jobTitle'] });
    assert.deepEqual(counts(cleared), [0, 1, 0, 0]);
    await applied(owner, cleared);
    const { firstName, department, jobTitle } = await userWith(owner, 'a@example.test');
    assert.deepEqual([firstName, department, jobTitle], ['Ann', '', '']);
    await undone(owner, cleared);
    assert.equal((await userWith(owner, 'a@example.test')).department, 'Sales');
  });
});

describe('a row with several faults', () => {
  it('tells all of them', async () => {
    const { owner } = await freshAccount(app);
    const change = await planFile(owner, 'email,group,type\nb@example.test,,basic\na@example.test,Nowhere,platinum\n');
    assert.deepEqual(await refusals(owner, change), [[3, 'group_unknown']]);
    const [, row] = await rowsOf(owner, change);
    assert.equal(row?.detail, 'There is no such group in this account: Nowhere. There is no such user type: platinum.');
  });
});
