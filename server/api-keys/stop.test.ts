import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Change } from '../changes/engine/change.ts';
import { assertRefused } from '../testing/answers.ts';
import { startTestApp } from '../testing/app.ts';
import { reached } from '../testing/changes.ts';
import { Client } from '../testing/client.ts';
import { freshAccount } from '../testing/fresh-account.ts';
import { holdRows } from '../testing/held-row.ts';
import { assertSound } from '../testing/invariants.ts';
import { addPeople, joinedPerson } from '../testing/people.ts';
import { type MadeKey, madeKey, program } from '../testing/programs.ts';
import type { ApiKey } from './api-key.ts';

const app = await startTestApp();
const withKey = (key: string) => new Client(app.url, key);
const listed = async (by: Client) => (await by.get<{ data: ApiKey[] }>('/v1/api-keys')).body.data;
const day = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * day).toISOString();

describe('an API key stops', () => {
  it('when it is revoked, at once', async () => {
    const { owner } = await freshAccount(app);
    const made = await madeKey(owner);
    assert.equal((await withKey(made.key).get('/v1/users')).status, 200);
    assert.equal((await owner.delete(`/v1/api-keys/${made.id}`)).status, 204);
    assertRefused(await withKey(made.key).get('/v1/users'), 401, 'key_revoked');
    assert.deepEqual(await listed(owner), []);
    assertRefused(await owner.delete(`/v1/api-keys/${made.id}`), 404, 'not_found');
  });

  it('when it expires', async () => {
    const { owner } = await freshAccount(app);
    const made = await madeKey(owner, { expiresAt: inDays(2) });
    await app.clock.forward('47 hours');
    assert.equal((await withKey(made.key).get('/v1/users')).status, 200);
    await app.clock.forward('61 minutes');
    assertRefused(await withKey(made.key).get('/v1/users'), 401, 'key_expired');
    assert.equal((await listed(owner))[0]?.state, 'expired');
    const later = new Date(Date.now() + 30 * day).toISOString();
    assert.equal((await owner.patch(`/v1/api-keys/${made.id}`, { expiresAt: later })).status, 200);
    assert.equal((await withKey(made.key).get('/v1/users')).status, 200);
  });

  for (const [how, stop, again, reason] of [
    ['is deactivated', { status: 'deactivated' }, { status: 'active' }, 'maker_deactivated'],
    ['is no Admin any more', { role: 'member' }, { role: 'admin' }, 'maker_lacks_permission'],
    ['is removed', null, null, 'maker_removed'],
  ] as const)
    it(`when its maker ${how}, and says why`, async () => {
      const { owner } = await freshAccount(app);
      const { user, browser } = await joinedPerson(app, owner, 'admin');
      const made = await madeKey(browser);
      assert.equal((await withKey(made.key).get('/v1/users')).status, 200);
      const path = `/v1/users/${user.id}`;
      const stopped = stop === null ? await owner.delete(path) : await owner.patch(path, stop);
      assert.ok(stopped.status < 300, JSON.stringify(stopped.body));
      assertRefused(await withKey(made.key).get('/v1/users'), 401, 'key_stopped');
      const [shown] = await listed(owner);
      assert.deepEqual([shown?.state, shown?.stoppedBecause], ['stopped', reason]);
      const back = again === null ? await owner.post(`${path}/restore`) : await owner.patch(path, again);
      assert.ok(back.status < 300, JSON.stringify(back.body));
      assert.equal((await withKey(made.key).get('/v1/users')).status, 200);
    });

  it('for good when its maker is erased, and another Admin can take it over', async () => {
    const { owner, ownerId } = await freshAccount(app);
    const { user, browser } = await joinedPerson(app, owner, 'admin');
    const made = await madeKey(browser);
    await owner.delete(`/v1/users/${user.id}`);
    assert.equal((await owner.post(`/v1/users/${user.id}/erase`)).status, 204);
    assertRefused(await withKey(made.key).get('/v1/users'), 401, 'key_stopped');
    const [shown] = await listed(owner);
    assert.deepEqual([shown?.maker, shown?.stoppedBecause], [null, 'maker_erased']);
    const taken = await owner.post<MadeKey & ApiKey>(`/v1/api-keys/${made.id}/rotate`);
    assert.equal(taken.body.maker?.id, ownerId);
    assert.equal((await withKey(taken.body.key).get('/v1/users')).status, 200);
    assertRefused(await withKey(made.key).get('/v1/users'), 401, 'key_unknown');
    const { body } = await owner.get<{ data: { summary: string }[] }>('/v1/audit?event=api_key.taken_over');
    assert.deepEqual(
      body.data.map(({ summary }) => summary),
      ['API key Nightly taken over, with a new secret'],
    );
  });

  it('before its large change had its turn, which then does nothing and says so', async () => {
    const { owner, accountId } = await freshAccount(app);
    const { user, browser } = await joinedPerson(app, owner, 'admin');
    for (let i = 0; i < 2; i++) await addPeople(owner, 600);
    const nightly = await program(app, browser);
    const lock = "select from users where account_id = $1 and status = 'pending' for update";
    const held = await holdRows(app.sql, accountId, lock, [accountId]);
    const large = (by: Client, department: string) =>
      by.post<Change>('/v1/changes', {
        select: { where: { status: 'pending' } },
        do: { set: { department } },
        apply: true,
      });
    const first = await large(owner, 'First');
    const asked = await large(nightly, 'Second');
    assert.deepEqual([first.status, asked.status, asked.body.state], [202, 202, 'applying']);
    assert.equal((await owner.patch(`/v1/users/${user.id}`, { role: 'member' })).status, 200);
    await held.release();
    await reached(owner, first.body, 'applied');
    await reached(owner, asked.body, 'failed');
    const { body } = await owner.get<{ count: number }>('/v1/users?department=Second&count=true');
    assert.equal(body.count, 0);
  });

  it('and plans say so: of one person, of a selection, and for everyone', async () => {
    const { owner } = await freshAccount(app);
    const { user, browser } = await joinedPerson(app, owner, 'admin');
    const { user: other } = await joinedPerson(app, owner, 'admin');
    const { id, name, prefix } = await madeKey(browser, { name: 'Export to the warehouse' });
    await madeKey(owner);
    type Dry = { plan: { apiKeys?: unknown } };
    const keys = [{ id, name, prefix }];
    const dry = '?dryRun=true';
    for (const path of [`/v1/users/${user.id}${dry}`, `/v1/users/${other.id}${dry}`]) {
      const expected = path.includes(user.id) ? keys : undefined;
      assert.deepEqual((await owner.delete<Dry>(path)).body.plan.apiKeys, expected);
      assert.deepEqual((await owner.patch<Dry>(path, { role: 'member' })).body.plan.apiKeys, expected);
      assert.deepEqual((await owner.patch<Dry>(path, { department: 'Legal' })).body.plan.apiKeys, undefined);
    }
    const selections = [{ ids: [user.id, other.id] }, { where: {} }, { where: { role: 'admin' } }];
    for (const select of selections)
      for (const what of [{ remove: true }, { set: { role: 'member' } }, { set: { status: 'deactivated' } }]) {
        const { body } = await owner.post<Dry>('/v1/changes', { select, do: what });
        assert.deepEqual(body.plan.apiKeys, keys, JSON.stringify([select, what]));
      }
    assert.equal((await withKey((await madeKey(browser)).key).get('/v1/users')).status, 200);
  });
});

it('afterwards seats, counts, changes and the audit log agree in every account', () => assertSound(app));
