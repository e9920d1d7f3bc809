import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestApp } from '../testing/app.ts';
import type { Client } from '../testing/client.ts';
import { freshAccount, freshEmail } from '../testing/fresh-account.ts';

const app = await startTestApp();

type Entry = { id: string; version: string };
/** Two changes of an entry, and how it is read. */
type Kind = { made: (owner: Client) => Promise<string>; changes: [object, object] };

const kinds: Record<string, Kind> = {
  'a user': {
    made: async (owner) => {
      const { body } = await owner.post<{ added: Entry[] }>('/v1/users', { users: [{ email: freshEmail() }] });
      return `/v1/users/${body.added[0]?.id}`;
    },
    changes: [{ department: 'Sales' }, { department: 'Legal' }],
  },
  'a group': {
    made: async (owner) => `/v1/groups/${(await owner.post<Entry>('/v1/groups', { name: 'North' })).body.id}`,
    changes: [{ name: 'South' }, { name: 'East' }],
  },
  'the account': { made: async () => '/v1/account', changes: [{ invitationDays: 7 }, { invitationDays: 8 }] },
};

for (const [kind, { made, changes }] of Object.entries(kinds))
  test(`of two who change ${kind} at once, the one who has not read the other’s change is told, and nothing is done`, async () => {
    const { owner } = await freshAccount(app);
    const path = await made(owner);
    const [first, second] = changes;
    const before = await owner.patch<Entry>(path, { ...first, ...second });
    const read = before.headers.get('etag') ?? '';
    assert.equal(read, `"${before.body.version}"`);

    const saved = await owner.patch<Entry>(path, first, { headers: { 'if-match': read } });
    assert.equal(saved.status, 200, JSON.stringify(saved.body));
    const refused = await owner.patch<{ code: string; detail: string }>(path, second, {
      headers: { 'if-match': read },
    });
    assert.equal(refused.status, 412);
    assert.equal(refused.body.code, 'changed_meanwhile');
    const now = await owner.patch<Entry>(path, first);
    assert.equal(now.body.version, saved.body.version);

    assert.equal(
      (await owner.patch(path, second, { headers: { 'if-match': now.headers.get('etag') ?? '' } })).status,
      200,
    );
    assert.equal((await owner.patch(path, first, { headers: { 'if-match': '*' } })).status, 200);
    assert.equal((await owner.patch(path, second)).status, 200);
  });

test('one person read twice has the same version, in the list too, until something is changed', async () => {
  const { owner } = await freshAccount(app);
  const path = await (kinds['a user']?.made(owner) ?? '');
  const { body, headers } = await owner.get<Entry>(path);
  const list = await owner.get<{ data: Entry[] }>('/v1/users');
  assert.equal(list.body.data.find(({ id }) => id === body.id)?.version, body.version);
  assert.equal(headers.get('etag'), `"${body.version}"`);
  await owner.post('/v1/changes', { select: { ids: [body.id] }, do: { set: { department: 'Ops' } }, apply: true });
  assert.notEqual((await owner.get<Entry>(path)).body.version, body.version);
});
