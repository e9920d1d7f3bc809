import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Change } from '../changes/engine/change.ts';
import { assertRefused } from '../testing/answers.ts';
import { startTestApp } from '../testing/app.ts';
import type { Client } from '../testing/client.ts';
import { freshAccount } from '../testing/fresh-account.ts';
import { applied, planFile, rowsOf } from '../testing/imports.ts';
import { joinedPerson } from '../testing/people.ts';
import { program } from '../testing/programs.ts';
import { buySeats } from '../testing/seats.ts';

const app = await startTestApp();

async function accountWith(...emails: string[]) {
  const account = await freshAccount(app);
  await account.owner.post('/v1/users', { users: emails.map((email) => ({ email })) });
  return account;
}

const removeMissing = (by: Client, missingFrom: string) =>
  by.post<Change>('/v1/changes', { select: { missingFrom }, do: { remove: true } });

/** The addresses of a removal's rows, by what becomes of them. */
async function addresses(by: Client, change: Change): Promise<[string, string][]> {
  return (await rowsOf(by, change)).map(({ outcome, email }): [string, string] => [outcome, email]).sort();
}

describe('the people that a file does not name', () => {
  it('are those whose address no line has, however it is written and whatever becomes of the line', async () => {
    const { owner, email } = await accountWith('ann@miss.test', 'bo@miss.test', 'cy@miss.test', 'dora@miss.test');
    const file = `email,department,type\n${email},,\nANN@miss.test,Sales,\nbo@miss.test,${'x'.repeat(101)},\ndora@miss.test,,none\n`;
    const { status, body } = await removeMissing(owner, (await planFile(owner, file)).id);
    assert.equal(status, 201, JSON.stringify(body));
    assert.deepEqual(body.plan?.remove, 1);
    assert.deepEqual(await addresses(owner, body), [['remove', 'cy@miss.test']]);
  });

  it('are not people who are removed already, nor those that the file would create', async () => {
    const { owner, email } = await accountWith('ann@miss.test', 'bo@miss.test');
    const { body: found } = await owner.get<{ data: { id: string }[] }>('/v1/users?email=bo@miss.test');
    await owner.delete(`/v1/users/${found.data[0]?.id}`);
    const file = await planFile(owner, `email\n${email}\nnew@miss.test\n`);
    const { body } = await removeMissing(owner, file.id);
    await applied(owner, file);
    assert.deepEqual(await addresses(owner, await applied(owner, body)), [['remove', 'ann@miss.test']]);
    assert.equal((await owner.get<{ data: unknown[] }>('/v1/users')).body.data.length, 2);
  });

  it('keep their entry if the program may not remove them: the Owner, and Admins', async () => {
    const { owner, email } = await accountWith('ann@miss.test');
    const { user } = await joinedPerson(app, owner, 'admin');
    const by = await program(app, owner);
    const { body } = await removeMissing(by, (await planFile(by, 'email\nnew@miss.test\n')).id);
    assert.deepEqual(
      (await rowsOf(by, body)).map(({ email, code }) => [email, code]).sort(),
      [
        ['ann@miss.test', null],
        [user.email, 'admin_protected'],
        [email, 'owner_protected'],
      ].sort(),
    );
  });

  it('free their seats for the people of the file', async () => {
    const { owner, email } = await accountWith();
    await buySeats(owner, { pro: 1 });
    await owner.post('/v1/users', { users: [{ email: 'ann@miss.test' }], type: 'pro' });
    const file = await planFile(owner, `email,type\n${email},\nbo@miss.test,pro\n`);
    const { body: removal } = await removeMissing(owner, file.id);
    assert.deepEqual(removal.plan?.seats, [{ product: 'pro', needed: -1, free: 0 }]);
    await applied(owner, removal);
    assert.equal((await applied(owner, file)).result?.create, 1);
  });
});

describe('a selection of people that a file does not name is refused', () => {
  it('if the import is applied or cancelled, because its lines may be gone', async () => {
    const { owner } = await accountWith('ann@miss.test');
    const file = await planFile(owner, 'email\nnew@miss.test\n');
    await applied(owner, file);
    assertRefused(await removeMissing(owner, file.id), 422, 'import_unknown');
    const other = await planFile(owner, 'email\nother@miss.test\n');
    await owner.post(`/v1/changes/${other.id}/cancel`);
    assertRefused(await removeMissing(owner, other.id), 422, 'import_unknown');
  });

  it('if the change is no import, or is of another account', async () => {
    const [{ owner }, { owner: stranger }] = [await accountWith('ann@miss.test'), await accountWith('ann@miss.test')];
    const select = { where: {} };
    const { body } = await owner.post<Change>('/v1/changes', { select, do: { set: { department: 'Sales' } } });
    assertRefused(await removeMissing(owner, body.id), 422, 'import_unknown');
    assertRefused(
      await removeMissing(stranger, (await planFile(owner, 'email\nnew@miss.test\n')).id),
      422,
      'import_unknown',
    );
  });
});
