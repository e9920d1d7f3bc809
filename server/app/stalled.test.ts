import assert from 'node:assert/strict';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { mock, test } from 'node:test';
import { assertRefused } from '../testing/answers.ts';
import { startTestApp } from '../testing/app.ts';
import type { Client } from '../testing/client.ts';
import { addCrowd } from '../testing/crowd.ts';
import { freshAccount } from '../testing/fresh-account.ts';
import { waitUntil } from '../testing/wait-until.ts';

// The server checks its connections at intervals, which this test advances.
mock.timers.enable({ apis: ['setInterval'] });
const app = await startTestApp();

const cookieOf = (by: Client) => [...by.cookies].map(([name, value]) => `${name}=${value}`).join('; ');

/** Requests an export and reads only its first block. */
async function begun(by: Client): Promise<IncomingMessage> {
  const headers = { cookie: cookieOf(by), 'accept-encoding': 'identity' };
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request(`${by.url}/v1/users.csv`, { headers }, resolve).on('error', reject).end();
  });
  assert.equal(answer.statusCode, 200);
  answer.on('error', () => {});
  await new Promise<void>((resolve) => answer.once('readable', resolve));
  answer.read(1);
  return answer;
}

const copies = async () => {
  const { rows } = await app.sql.query<{ n: string }>(
    "select count(*) as n from pg_stat_activity where datname = current_database() and query like 'copy (%' and state = 'active'",
  );
  return Number(rows[0]?.n);
};

/** A file of about 14 MB, more than the sockets between the database and a stalled reader can buffer. */
const crowds = await Promise.all(
  Array.from({ length: 4 }, async () => {
    const account = await freshAccount(app);
    await addCrowd(app, account, 70_000, { jobTitle: 'x'.repeat(100) });
    return account;
  }),
);
const [first, second] = crowds;
assert.ok(first && second);

test('a reader who takes nothing of an export for a minute is dropped, the query ends and its place is free', async () => {
  const { owner } = first;
  const answers = [await begun(owner), await begun(owner)];
  await waitUntil(async () => (await copies()) === 2 || null, 'two COPYs that wait for their readers');
  assertRefused(await owner.get('/v1/users.csv'), 429, 'too_many_at_once');
  mock.timers.tick(50_000);
  assert.equal(await copies(), 2);
  await waitUntil(async () => {
    mock.timers.tick(10_000);
    return (await copies()) === 0 || null;
  }, 'the COPYs to end');
  const log = await waitUntil(async () => {
    const { body } = await owner.get<{ data: { details: { complete: boolean } }[] }>('/v1/audit?event=users.exported');
    return body.data.length === 2 ? body.data : null;
  }, 'both exports in the log');
  assert.deepEqual(
    log.map(({ details }) => details.complete),
    [false, false],
  );
  for (const answer of answers) answer.destroy();
  assert.equal((await owner.get('/v1/users.csv?status=pending')).status, 200);
});

test('a reader who is slow is not', async () => {
  const { owner } = second;
  const answer = await begun(owner);
  await waitUntil(async () => (await copies()) === 1 || null, 'a COPY that waits for its reader');
  for (let n = 0; n < 4; n++) {
    mock.timers.tick(50_000);
    // Reads enough that more has to follow.
    for (let taken = 0; taken < 1_000_000; ) {
      const piece: Buffer | null = answer.read();
      if (piece) taken += piece.length;
      else await new Promise((resolve) => answer.once('readable', resolve));
    }
    assert.equal(answer.destroyed, false);
  }
  let whole = true;
  answer.on('aborted', () => {
    whole = false;
  });
  for await (const _ of answer);
  assert.ok(whole);
});

test('one place among exports is left for others, and an account has two at most', async () => {
  const open: IncomingMessage[] = [];
  const refused: number[] = [];
  for (const { owner } of [...crowds.slice(0, 3), ...crowds.slice(0, 3)]) {
    const { status } = await owner.get('/v1/users.csv?status=removed');
    if (status === 429) refused.push(status);
    else open.push(await begun(owner));
  }
  assert.deepEqual([open.length, refused.length], [5, 1]);
  const last = crowds[3];
  assert.ok(last);
  open.push(await begun(last.owner));
  for (const answer of open) answer.destroy();
  await waitUntil(async () => (await copies()) === 0 || null, 'the COPYs to end');
});

test('a sender of whose file nothing comes for a minute is dropped, and one that is slow is not', async () => {
  const { owner } = await freshAccount(app);
  const sent = (): { sending: ClientRequest; over: Promise<number | 'dropped'> } => {
    const { promise: over, resolve } = Promise.withResolvers<number | 'dropped'>();
    const headers = { 'content-type': 'text/csv', cookie: cookieOf(owner) };
    const sending = request(`${owner.url}/v1/changes?source=csv`, { method: 'POST', headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    sending.on('error', () => resolve('dropped'));
    sending.write('email\n');
    return { sending, over };
  };
  const [silent, slow] = [sent(), sent()];
  let dropped = false;
  void silent.over.then(() => {
    dropped = true;
  });
  for (let n = 0; !dropped; n++) {
    slow.sending.write(`person${n}@example.com\n`);
    // A later request is answered, so the piece has arrived.
    await owner.get('/v1/users');
    mock.timers.tick(10_000);
    await new Promise((resolve) => setImmediate(resolve));
    assert.ok(n < 50);
  }
  assert.equal(await silent.over, 'dropped');
  slow.sending.end();
  assert.equal(await slow.over, 201);
});
