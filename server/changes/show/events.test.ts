import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sql } from 'kysely';
import { createMuster } from '../../../client/index.ts';
import { inAccount } from '../../database/database.ts';
import { asSystem } from '../../kernel/context.ts';
import { assertRefused } from '../../testing/answers.ts';
import { startTestApp, type TestApp } from '../../testing/app.ts';
import type { Client } from '../../testing/client.ts';
import { type FreshAccount, freshAccount } from '../../testing/fresh-account.ts';
import { addPeople, joinedPerson } from '../../testing/people.ts';
import { waitUntil } from '../../testing/wait-until.ts';
import type { Change } from '../engine/change.ts';

const app = await startTestApp();

/** The stream of a change, read event by event; null at its end. */
async function open(client: Client, id: string): Promise<() => Promise<Change | null>> {
  const params = { path: { id } };
  const { data, response } = await createMuster(client).GET('/v1/changes/{id}/events', { params, parseAs: 'stream' });
  assert.equal(response.headers.get('content-type'), 'text/event-stream');
  const reader = data?.pipeThrough(new TextDecoderStream()).getReader();
  let waiting = '';
  return async () => {
    while (!waiting.includes('\n\n')) {
      const piece = await reader?.read();
      if (piece?.value === undefined) return null;
      waiting += piece.value;
    }
    const [event = ''] = waiting.split('\n\n', 1);
    waiting = waiting.slice(event.length + 2);
    assert.match(event, /^event: change\ndata: /);
    return JSON.parse(event.replace(/^event: change\ndata: /, ''));
  };
}

/** A change that stays under way until the test ends it, like one with a slow job. */
async function movingChange(
  on: TestApp,
  { owner, accountId }: FreshAccount,
): Promise<{ id: string; set: (state: string, done: number) => Promise<void> }> {
  const { changeId: id } = await addPeople(owner, 1);
  const who = asSystem(accountId, 'console');
  const set = async (state: string, done: number) => {
    await inAccount(on.tools.database, who, (ctx) =>
      sql`update changes set state = ${state}, done = ${done} where account_id = ${accountId} and id = ${id}`.execute(
        ctx.db,
      ),
    );
  };
  await set('applying', 0);
  return { id, set };
}

describe('the events of a change', () => {
  it('send the change at once, whenever it has moved on, and end with it', async () => {
    const account = await freshAccount(app);
    const { id, set } = await movingChange(app, account);
    const next = await open(account.owner, id);
    assert.deepEqual((await next())?.progress, { done: 0, total: 1 });
    await set('applying', 1);
    assert.deepEqual((await next())?.progress, { done: 1, total: 1 });
    await set('applied', 1);
    const { outdated, ...shown } = (await account.owner.get<Change>(`/v1/changes/${id}`)).body;
    assert.deepEqual([await next(), outdated], [shown, false]);
    assert.equal(await next(), null);
  });

  it('of a change that is over are the change itself, and the end', async () => {
    const { owner } = await freshAccount(app);
    const { changeId } = await addPeople(owner, 1);
    const next = await open(owner, changeId);
    assert.equal((await next())?.state, 'applied');
    assert.equal(await next(), null);
  });

  it('end within a second for somebody who is deactivated', async () => {
    const account = await freshAccount(app);
    const { browser, user } = await joinedPerson(app, account.owner, 'admin');
    const { id } = await movingChange(app, account);
    const next = await open(browser, id);
    assert.ok(await next());
    const { status } = await account.owner.patch(`/v1/users/${user.id}`, { status: 'deactivated' });
    assert.equal(status, 200);
    const since = performance.now();
    assert.equal(await next(), null);
    assert.ok(performance.now() - since < 1_000);
  });

  it('end for somebody who signed out, and for an Admin who is one no more', async () => {
    const account = await freshAccount(app);
    const { id } = await movingChange(app, account);
    const signedOut = await joinedPerson(app, account.owner, 'admin');
    const demoted = await joinedPerson(app, account.owner, 'admin');
    const streams = await Promise.all([open(signedOut.browser, id), open(demoted.browser, id)]);
    for (const next of streams) assert.ok(await next());
    await signedOut.browser.delete('/v1/session');
    await account.owner.patch(`/v1/users/${demoted.user.id}`, { role: 'member' });
    for (const next of streams) assert.equal(await next(), null);
  });

  it('are sent to one person ten times at once at most, and again once a stream has ended', async () => {
    const account = await freshAccount(app);
    const { id, set } = await movingChange(app, account);
    const { browser: other } = await joinedPerson(app, account.owner, 'admin');
    const streams = await Promise.all(Array.from({ length: 10 }, () => open(account.owner, id)));
    for (const next of streams) assert.ok(await next());
    assertRefused(await account.owner.get(`/v1/changes/${id}/events`), 429, 'too_many_at_once');
    assert.ok(await (await open(other, id))());
    await set('applied', 1);
    for (const next of streams) while (await next());
    await waitUntil(
      async () => (await account.owner.get(`/v1/changes/${id}/events`)).status === 200 || null,
      'a place for one more',
    );
  });

  it('do not hold up a server that is to stop', async () => {
    const stopping = await startTestApp();
    const account = await freshAccount(stopping);
    const { id } = await movingChange(stopping, account);
    const next = await open(account.owner, id);
    assert.ok(await next());
    await stopping.app.close();
    assert.equal(await next(), null);
  });
});
