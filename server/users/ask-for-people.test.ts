import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertRefused } from '../testing/answers.ts';
import { startTestApp } from '../testing/app.ts';
import { freshAccount } from '../testing/fresh-account.ts';
import { addPeople } from '../testing/people.ts';
import type { User } from './user.ts';

const app = await startTestApp();
type Page = { data: User[]; nextCursor: string | null };
const idsOf = ({ data }: Page) => data.map(({ id }) => id).sort();

describe('people who are asked for one by one', () => {
  it('are found by id, up to 500 at once, in whatever state', async () => {
    const { owner } = await freshAccount(app);
    const { users } = await addPeople(owner, 510);
    const ids = users.map(({ id }) => id);
    const [first = '', second = '', third = ''] = ids;
    await owner.delete(`/v1/users/${second}`);
    const few = await owner.get<Page>(`/v1/users?ids=${first},${second}&ids=${third}`);
    assert.deepEqual(idsOf(few.body), [first, second, third].sort());
    const { body } = await owner.get<Page>(`/v1/users?limit=500&ids=${ids.slice(0, 300).join(',')}`);
    assert.equal(body.data.length, 300);
    const filtered = await owner.get<Page>(`/v1/users?status=removed&ids=${first},${second}`);
    assert.deepEqual(idsOf(filtered.body), [second]);
    const got = await owner.post<Page & { missing: string[] }>('/v1/users/batch-get', {
      ids: [...ids.slice(0, 498), crypto.randomUUID()],
    });
    assert.deepEqual(
      got.body.data.map(({ id }) => id),
      ids.slice(0, 498),
    );
    assert.equal(got.body.missing.length, 1);
    assertRefused(await owner.post('/v1/users/batch-get', { ids }), 400, 'invalid_request');
    assertRefused(await owner.get('/v1/users?ids=ann'), 400, 'invalid_request');
  });

  it('are found by exact address, however it is written', async () => {
    const { owner, email } = await freshAccount(app);
    await addPeople(owner, 3);
    for (const asked of [email, email.toUpperCase(), ` ${email} `]) {
      const { body } = await owner.get<Page>(`/v1/users?email=${encodeURIComponent(asked)}`);
      assert.deepEqual(
        body.data.map((user) => user.email),
        [email],
      );
    }
    for (const asked of [email.slice(1), 'nobody', '%'])
      assert.deepEqual((await owner.get<Page>(`/v1/users?email=${encodeURIComponent(asked)}`)).body.data, []);
  });

  it('are found by the time of their last change, by whatever change', async () => {
    const { owner } = await freshAccount(app);
    const { users } = await addPeople(owner, 3);
    await app.clock.forward('1 hour');
    const { body: now } = await owner.patch<User>(`/v1/users/${users[0]?.id}`, { department: 'Legal' });
    const select = { ids: [users[1]?.id] };
    await owner.post('/v1/changes', { select, do: { set: { type: 'basic', department: 'Art' } }, apply: true });
    const { body } = await owner.get<Page>(`/v1/users?updatedSince=${now.updatedAt}`);
    assert.deepEqual(idsOf(body), [users[0]?.id, users[1]?.id].sort());
    assert.equal((await owner.get<Page>('/v1/users?updatedSince=1d')).body.data.length, 4);
  });

  it('of another account are missing', async () => {
    const { owner } = await freshAccount(app);
    const { ownerId, email } = await freshAccount(app);
    assert.deepEqual((await owner.get<Page>(`/v1/users?ids=${ownerId}`)).body.data, []);
    assert.deepEqual((await owner.get<Page>(`/v1/users?email=${email}`)).body.data, []);
    const { body } = await owner.post<{ missing: string[] }>('/v1/users/batch-get', { ids: [ownerId] });
    assert.deepEqual(body.missing, [ownerId]);
  });
});
