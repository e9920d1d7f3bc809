import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertRefused } from '../../testing/answers.ts';
import { startTestApp } from '../../testing/app.ts';
import { type FreshAccount, freshAccount } from '../../testing/fresh-account.ts';
import { insideAccount } from '../../testing/inside.ts';
import { addPeople } from '../../testing/people.ts';
import type { Change } from '../engine/change.ts';

const app = await startTestApp();

const changesBefore = ({ accountId }: FreshAccount, n: number, state: string) =>
  insideAccount(app.sql, accountId, (client) =>
    client.query(
      `insert into changes (account_id, id, state, source, actor_kind, planned_by_kind, operation, overflow, created_at)
      select $1, ordered_id(muster_now() - interval '1 hour', i), $3, 'console', 'system', 'system', '{"remove": true}', 'refuse', muster_now()
      from generate_series(1, $2::int) i`,
      [accountId, n, state],
    ),
  );

describe('plans that nobody applied', () => {
  it('are 200 at most in an account: one more drops the oldest', async () => {
    const account = await freshAccount(app);
    const { owner } = account;
    await changesBefore(account, 199, 'planned');
    const { users } = await addPeople(owner, 1);
    const body = { select: { ids: users.map(({ id }) => id) }, do: { remove: true } };
    const plans = async () => {
      const first = await owner.get<{ data: Change[] }>('/v1/changes?state=planned&limit=500');
      return first.body.data.map(({ id }) => id);
    };
    const oldest = (await plans()).at(-1);
    const own = await owner.post<Change>('/v1/changes', body);
    assert.equal((await plans()).length, 200);
    assert.equal((await plans()).at(-1), oldest);
    await owner.post<Change>('/v1/changes', body);
    assert.equal((await plans()).length, 200);
    assert.notEqual((await plans()).at(-1), oldest);
    assertRefused(await owner.post(`/v1/changes/${oldest}/apply`), 409, 'change_not_planned');
    assert.equal((await owner.post(`/v1/changes/${own.body.id}/apply`)).status, 200);
  });
});

describe('changes that wait for a job', () => {
  it('are 50 at most in an account, and one more is refused in words, by every way to begin one', async () => {
    const account = await freshAccount(app);
    const { owner } = account;
    const { users } = await addPeople(owner, 2);
    const body = { select: { ids: [users[0]?.id] }, do: { set: { department: 'Legal' } } };
    const done = await owner.post<Change>('/v1/changes', { ...body, apply: true });
    const planned = await owner.post<Change>('/v1/changes', body);
    await changesBefore(account, 50, 'applying');
    assertRefused(await owner.post('/v1/changes', { ...body, apply: true }), 409, 'changes_waiting');
    assertRefused(await owner.post(`/v1/changes/${planned.body.id}/apply`), 409, 'changes_waiting');
    assertRefused(await owner.post(`/v1/changes/${done.body.id}/undo`), 409, 'changes_waiting');
    assert.equal((await owner.patch(`/v1/users/${users[1]?.id}`, { department: 'Sales' })).status, 200);
  });
});
