import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, test } from 'node:test';
import type { HistoryEntry } from '../changes/show/history.ts';
import { startTestApp } from '../testing/app.ts';
import { planAndApply, undo } from '../testing/changes.ts';
import type { Client } from '../testing/client.ts';
import { freshAccount, freshEmail } from '../testing/fresh-account.ts';
import { applied, planFile } from '../testing/imports.ts';
import { addPeople } from '../testing/people.ts';
import { bulkTextFields, fieldOf, textFields } from '../users/rules/fields.ts';
import type { User } from '../users/user.ts';

const app = await startTestApp();
const root = join(import.meta.dirname, '../..');

async function userOf(by: Client, id: string | undefined): Promise<User> {
  return (await by.get<User>(`/v1/users/${id}`)).body;
}

async function found(by: Client, query: string): Promise<string[]> {
  return (await by.get<{ data: User[] }>(`/v1/users?${query}`)).body.data.map(({ id }) => id);
}

describe('every text field of a user', () => {
  for (const field of textFields)
    it(`is set, told in the history and undone: ${field}`, async () => {
      const { owner } = await freshAccount(app);
      const [person] = (await addPeople(owner, 1)).users;
      const edit = await owner.patch<User>(`/v1/users/${person?.id}`, { [field]: 'Zeta 9' });
      assert.equal(edit.status, 200, JSON.stringify(edit.body));
      assert.equal((await userOf(owner, person?.id))[field], 'Zeta 9');
      const history = await owner.get<{ data: HistoryEntry[] }>(`/v1/users/${person?.id}/history`);
      const told = history.body.data[0]?.fields.find((change) => change.field === field);
      assert.equal(told?.after, 'Zeta 9');
      await undo(owner, { id: edit.headers.get('muster-change') ?? '' });
      assert.equal((await userOf(owner, person?.id))[field], person?.[field]);
    });

  for (const field of bulkTextFields)
    it(`is set for many, found by its filter and undone: ${field}`, async () => {
      const { owner } = await freshAccount(app);
      const [ann, bob, cy] = (await addPeople(owner, 3)).users;
      assert.ok(ann && bob && cy);
      await owner.patch(`/v1/users/${ann.id}`, { [field]: 'Before' });
      const change = await planAndApply(owner, { ids: [ann.id, bob.id] }, { set: { [field]: 'After' } });
      assert.equal(change.result?.update, 2);
      assert.match(change.summary, new RegExp(`^${fieldOf(field).label} of 2 people set to After$`));
      assert.deepEqual((await found(owner, `${field}=After`)).sort(), [ann.id, bob.id].sort());
      await undo(owner, change);
      assert.deepEqual(await found(owner, `${field}=After`), []);
      assert.equal((await userOf(owner, ann.id))[field], 'Before');
    });

  it('is given when people are added, goes out in a file, and comes in from it', async () => {
    const { owner } = await freshAccount(app);
    const said = Object.fromEntries(textFields.map((field) => [field, `${fieldOf(field).label} 7`]));
    const email = freshEmail('whole');
    const added = await owner.post<{ added: User[] }>('/v1/users', { users: [{ email, ...said }] });
    assert.equal(added.status, 201, JSON.stringify(added.body));
    const file = (await owner.get<string>('/v1/users.csv')).body;
    for (const text of Object.values(said)) assert.ok(file.includes(text), text);
    const { owner: other } = await freshAccount(app);
    const change = await applied(other, await planFile(other, file));
    assert.ok((change.result?.create ?? 0) >= 1, JSON.stringify(change.plan));
    const [copy] = (await other.get<{ data: User[] }>(`/v1/users?search=${encodeURIComponent(email)}`)).body.data;
    assert.deepEqual(Object.fromEntries(textFields.map((field) => [field, copy?.[field]])), said);
  });

  it('is gone from every table once the person is erased, wherever it was said', async () => {
    const { owner, accountId } = await freshAccount(app);
    const email = freshEmail('erased');
    const words = Object.fromEntries(textFields.map((field) => [field, `Secret${field}`]));
    const head = ['email', ...textFields];
    const file = `${head.join(',')}\n${[email, ...Object.values(words)].join(',')}\n`;
    await applied(owner, await planFile(owner, file));
    const [person] = (await owner.get<{ data: User[] }>(`/v1/users?search=${encodeURIComponent(email)}`)).body.data;
    const again = Object.fromEntries(textFields.map((field) => [field, `Again${field}`]));
    assert.equal((await owner.patch(`/v1/users/${person?.id}`, again)).status, 200);
    await owner.delete(`/v1/users/${person?.id}`);
    assert.equal((await owner.post(`/v1/users/${person?.id}/erase`)).status, 204);
    const tables = await app.sql.query<{ name: string }>(
      "select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace",
    );
    for (const { name } of tables.rows) {
      const { rows } = await app.sql.query<{ text: string }>(`select t::text as text from ${name} t`);
      const left = rows.filter(({ text }) => /(Secret|Again)[a-z]+/.test(text) && text.includes(accountId));
      assert.deepEqual(left, [], name);
    }
  });
});

describe('the manager of a person', () => {
  it('is a person of the account, shown by name, found by a filter, undone, and told in sentences', async () => {
    const { owner } = await freshAccount(app);
    const [boss, ann, bob] = (await addPeople(owner, 3)).users;
    assert.ok(boss && ann && bob);
    const change = await planAndApply(owner, { ids: [ann.id, bob.id] }, { set: { managerId: boss.id } });
    assert.equal(change.summary, 'Manager of 2 people set to First1 Last1');
    assert.deepEqual((await userOf(owner, ann.id)).manager, { id: boss.id, name: 'First1 Last1' });
    assert.deepEqual((await found(owner, `managerId=${boss.id}`)).sort(), [ann.id, bob.id].sort());
    await undo(owner, change);
    assert.equal((await userOf(owner, ann.id)).manager, null);
    await owner.patch(`/v1/users/${ann.id}`, { managerId: boss.id });
    assert.equal((await owner.patch<User>(`/v1/users/${ann.id}`, { managerId: null })).body.manager, null);
  });

  it('is never the person themselves, nor anyone of another account', async () => {
    const { owner } = await freshAccount(app);
    const { ownerId: stranger } = await freshAccount(app);
    const [ann, bob] = (await addPeople(owner, 2)).users;
    assert.equal((await owner.patch(`/v1/users/${ann?.id}`, { managerId: ann?.id })).status, 422);
    assert.equal((await owner.patch(`/v1/users/${ann?.id}`, { managerId: stranger })).status, 422);
    const both = await planAndApply(owner, { ids: [ann?.id, bob?.id] }, { set: { managerId: ann?.id } });
    assert.deepEqual([both.result?.update, both.result?.refused], [1, 1]);
  });

  it('is emptied when that person is erased', async () => {
    const { owner } = await freshAccount(app);
    const [boss, ann] = (await addPeople(owner, 2)).users;
    await owner.patch(`/v1/users/${ann?.id}`, { managerId: boss?.id });
    await owner.delete(`/v1/users/${boss?.id}`);
    assert.equal((await userOf(owner, ann?.id)).manager?.id, boss?.id);
    await owner.post(`/v1/users/${boss?.id}/erase`);
    assert.equal((await userOf(owner, ann?.id)).manager, null);
  });

  it('comes from a file by address: of people who are there, and of those whom the same file makes', async () => {
    const { owner } = await freshAccount(app);
    const [there] = (await addPeople(owner, 1)).users;
    const [chief, lead, ann] = ['chief', 'lead', 'ann'].map(freshEmail);
    const lines = [`${ann},${lead}`, `${lead},${chief}`, `${chief},${chief}`, `${freshEmail('x')},nobody@else.example`];
    const file = ['email,manager', ...lines, `${there?.email},${ann}`].join('\n');
    const planned = await planFile(owner, file);
    assert.deepEqual(
      planned.plan?.refusals.map(({ code, count }) => [code, count]),
      [['manager_unknown', 1]],
    );
    await applied(owner, planned);
    const { data } = (await owner.get<{ data: User[] }>('/v1/users?limit=50')).body;
    const managers = new Map(
      data.map(({ email, manager }) => [email, data.find(({ id }) => id === manager?.id)?.email]),
    );
    assert.deepEqual(
      [ann, lead, chief, there?.email].map((email) => managers.get(email ?? '')),
      [lead, chief, undefined, ann],
    );
    const csv = (await owner.get<string>('/v1/users.csv?columns=email,manager')).body;
    assert.match(csv, new RegExp(`"?${ann}"?,"?${lead}"?`));
    assert.equal((await planFile(owner, csv)).plan?.update, 0);
  });

  it('is nobody where a column of that name holds names, so that no line is refused for it', async () => {
    const { owner } = await freshAccount(app);
    const planned = await planFile(owner, `email,Manager\n${freshEmail('a')},Ann Low\n${freshEmail('b')},Bo Day\n`);
    assert.equal(planned.plan?.create, 2);
  });
});

const generated = [
  /\/generated\//,
  /^openapi\.json$/,
  /^schema\.sql$/,
  /^server\/golden\/generated\//,
  /^migrations\/released\//,
];

/** The files that another plain field would touch, outside generated files: found by searching for an existing one. */
test('a plain field of a user stands in at most eight files that people write', () => {
  const field = new RegExp(['cost', 'center'].join('[ _]?'), 'i');
  const folders = ['server', 'console', 'migrations', 'docs', 'bench', 'torture', 'decisions'];
  const files = folders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`),
    )
    .filter((name) => /\.(tsx?|sql|md)$/.test(name) && !/dist\/|node_modules/.test(name))
    .filter((name) => !generated.some((pattern) => pattern.test(name)))
    // Header words in other languages than English may come later.
    .filter((name) => !/csv\/words\/words-(?!english)/.test(name));
  const naming = files.filter((name) => field.test(readFileSync(join(root, name), 'utf8')));
  assert.ok(naming.length > 0 && naming.length <= 8, naming.join('\n'));
});
