import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { Client } from './testing/client.ts';
import { addressOf, copyDatabase } from './testing/database.ts';
import { freshEmail, goodPassword } from './testing/fresh-account.ts';
import { holdRows } from './testing/held-row.ts';
import { freePort, Process } from './testing/process.ts';

const { connection, drop } = await copyDatabase();
const pool = new pg.Pool(connection);
after(async () => {
  await pool.end();
  await drop();
});

const boundMs = 20;
/** The server may learn of an answer with a small delay. */
const heldMs = 1_000;

/** The log of a Muster with these settings, in which an edit has waited for its row much longer than the bound. */
async function logOfSlowEdit(env: Record<string, string>): Promise<string> {
  const port = await freePort();
  const muster = new Process({
    DATABASE_URL: addressOf(connection),
    MUSTER_SECRET: 'x'.repeat(32),
    PORT: String(port),
    SIGN_UP: 'open',
    ...env,
  });
  await muster.says(/ready/);
  const owner = new Client(`http://127.0.0.1:${port}`);
  const { body } = await owner.post<{ account: { id: string }; user: { id: string } }>('/v1/sign-up', {
    accountName: 'A',
    email: freshEmail(),
    password: goodPassword,
    firstName: 'A',
    lastName: 'A',
  });
  const held = await holdRows(pool, body.account.id, 'select from users where id = $1 for update', [body.user.id]);
  const edit = owner.patch(`/v1/users/${body.user.id}`, { department: 'A department to be found' });
  await held.waited();
  await sleep(heldMs);
  await held.release();
  assert.equal((await edit).status, 200);
  muster.child.kill('SIGTERM');
  assert.equal(await muster.exitCode(), 0);
  return muster.output;
}

it('a statement slower than SLOW_STATEMENT_MS is logged by the line that asked it, without what it holds', async () => {
  const log = await logOfSlowEdit({ SLOW_STATEMENT_MS: String(boundMs), LOG_LEVEL: 'warn' });
  const lines = log.split('\n').filter((each) => each.includes('a statement was slow'));
  const named = lines
    .map((line) => JSON.parse(line))
    .filter(({ statement }) => /^[a-z/-]+\.ts:\d+ \(\w+\)$/.test(statement));
  const [longest] = named.sort((a, b) => b.ms - a.ms);
  assert.ok(longest, log);
  const { ms, accountId, requestId } = longest;
  assert.ok(ms >= boundMs, log);
  assert.match(accountId, /^[0-9a-f-]{36}$/);
  assert.match(requestId, /^[0-9a-f-]{36}$/);
  assert.doesNotMatch(log, /to be found/);
  assert.doesNotMatch(log, /"msg":"request"/, 'LOG_LEVEL=warn leaves out what is only information');
});

it('SLOW_STATEMENT_MS=0 logs no statement', async () => {
  const log = await logOfSlowEdit({ SLOW_STATEMENT_MS: '0' });
  assert.doesNotMatch(log, /a statement was slow/);
  assert.match(log, /"msg":"request"/);
});
