import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from 'csv-parse/sync';
import { startTestApp } from '../testing/app.ts';
import type { Client } from '../testing/client.ts';
import { freshAccount } from '../testing/fresh-account.ts';
import { addPeople, joinedPerson } from '../testing/people.ts';

const app = await startTestApp();
type Line = {
  id: string;
  event: string;
  summary: string;
  actor: { name: string };
  changeId: string | null;
  userId: string | null;
  count: number;
};
type Log = { data: Line[]; nextCursor: string | null };

async function logOf(client: Client, query = ''): Promise<Line[]> {
  const { status, body } = await client.get<Log>(`/v1/audit${query}`);
  assert.equal(status, 200, JSON.stringify(body));
  return body.data;
}

describe('the audit log', () => {
  it('tells who did what, newest first, in sentences', async () => {
    const { owner } = await freshAccount(app);
    const group = await owner.post<{ id: string }>('/v1/groups', { name: 'Sales' });
    assert.equal(group.status, 201);
    const { users, changeId } = await addPeople(owner, 3);
    await owner.put('/v1/billing/subscriptions/pro', { quantity: 7 });
    await owner.delete(`/v1/users/${users[0]?.id}`);
    const lines = await logOf(owner);
    assert.deepEqual(
      lines.slice(0, 4).map(({ summary }) => summary),
      ['First1 Last1 removed', 'Seats of Pro changed from 0 to 7', '3 people added', 'Group Sales created'],
    );
    assert.ok(lines.every((line) => line.actor.name === 'Olivia Owner'));
    assert.deepEqual([lines[2]?.changeId, lines[2]?.count], [changeId, 3]);
  });

  it('is complete over its pages', async () => {
    const { owner } = await freshAccount(app);
    for (const quantity of [1, 2, 3]) await owner.put('/v1/billing/subscriptions/pro', { quantity });
    const whole = await logOf(owner);
    const paged: Line[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body }: { body: Log } = await owner.get(`/v1/audit?limit=2${cursor ? `&cursor=${cursor}` : ''}`);
      paged.push(...body.data);
      cursor = body.nextCursor;
    }
    assert.deepEqual(paged, whole);
    assert.ok(whole.length > 4);
  });

  it('can be asked for what one person did and for some days, and all of it is a CSV file', async () => {
    const { owner, ownerId } = await freshAccount(app);
    const { browser: admin, user } = await joinedPerson(app, owner, 'admin');
    await admin.post('/v1/groups', { name: '=1+1' });
    const byAdmin = await logOf(owner, `?actorId=${user.id}`);
    assert.ok(byAdmin.some(({ summary }) => summary === 'Group =1+1 created'));
    assert.ok(byAdmin.every(({ actor }) => actor.name === 'First1 Last1'));
    assert.deepEqual(await logOf(owner, '?before=2020-01-01'), []);
    assert.deepEqual(await logOf(owner, '?since=2020-01-01'), await logOf(owner));
    const { body } = await owner.get<string>(`/v1/audit.csv?actorId=${ownerId}`);
    const parsed: Record<string, string>[] = parse(body, { bom: true, columns: true });
    assert.deepEqual(
      parsed.map(({ summary }) => summary?.replace("'=", '=')),
      (await logOf(owner, `?actorId=${ownerId}`)).map(({ summary }) => summary),
    );
    assert.equal((await owner.get('/v1/audit?since=2020-02-31')).status, 400);
  });

  it('can be asked for one event and for one person', async () => {
    const { owner } = await freshAccount(app);
    const { users } = await addPeople(owner, 2);
    await owner.patch(`/v1/users/${users[0]?.id}`, { department: 'Legal' });
    const changed = await logOf(owner, '?event=users.changed');
    assert.deepEqual(
      changed.map(({ event }) => event),
      ['users.changed'],
    );
    const about = await logOf(owner, `?userId=${users[0]?.id}`);
    assert.deepEqual(
      about.map(({ summary }) => summary),
      ['Department of First1 Last1 set to Legal'],
    );
    assert.deepEqual(await logOf(owner, `?userId=${users[1]?.id}`), []);
  });

  it('keeps the id of somebody whose data was erased, and not the name or the address', async () => {
    const { owner } = await freshAccount(app);
    const { browser, user } = await joinedPerson(app, owner, 'admin');
    await addPeople(browser, 1);
    await owner.delete(`/v1/users/${user.id}`);
    await owner.post(`/v1/users/${user.id}/erase`);
    const lines = await logOf(owner);
    assert.ok(lines.some((line) => line.actor.name === 'A removed person'));
    const about = lines.filter((line) => line.userId === user.id);
    assert.ok(about.length > 0);
    assert.ok(!JSON.stringify(about).includes('First1'));
    assert.ok(!JSON.stringify(lines).includes(user.email));
  });

  it('shows no other account’s lines, and nothing to a Member', async () => {
    const { owner, accountId } = await freshAccount(app);
    const { owner: stranger } = await freshAccount(app);
    await owner.put('/v1/billing/subscriptions/pro', { quantity: 7 });
    assert.ok(!(await logOf(stranger)).some(({ event }) => event === 'subscription.changed'), accountId);
    const { browser } = await joinedPerson(app, owner, 'member');
    assert.equal((await browser.get('/v1/audit')).status, 403);
  });

  it('refuses an event there is not, and a cursor that is not its own', async () => {
    const { owner } = await freshAccount(app);
    assert.equal((await owner.get('/v1/audit?event=users.eaten')).status, 400);
    assert.equal((await owner.get('/v1/audit?cursor=x')).status, 400);
    assert.equal((await owner.get('/v1/audit?userId=x')).status, 400);
  });
});
