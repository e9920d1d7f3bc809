import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { describe, it } from 'node:test';
import type { Change } from '../changes/engine/change.ts';
import { assertRefused } from '../testing/answers.ts';
import { rowsIn, startTestApp } from '../testing/app.ts';
import type { Client } from '../testing/client.ts';
import { type FreshAccount, freshAccount } from '../testing/fresh-account.ts';
import { planFile, sendFile } from '../testing/imports.ts';
import { insideAccount } from '../testing/inside.ts';
import { waitUntil } from '../testing/wait-until.ts';

const app = await startTestApp();

const filesOf = async ({ accountId }: FreshAccount, { id }: Pick<Change, 'id'>) =>
  (await rowsIn(app, accountId, 'select from import_files where change_id = $1', [id])).rows.length;
const stateOf = async (by: Client, { id }: Pick<Change, 'id'>) =>
  (await by.get<Change>(`/v1/changes/${id}`)).body.state;

const keptFiles = async ({ accountId }: FreshAccount) =>
  (await rowsIn(app, accountId, 'select from changes where kept_bytes > 0')).rows.length;

describe('an upload', () => {
  it('that is cancelled is deleted at once, and what was understood of it stays', async () => {
    const account = await freshAccount(app);
    const change = await planFile(account.owner, 'email,note\na@example.com,secret\n');
    assert.equal(await filesOf(account, change), 1);
    assert.equal((await account.owner.post(`/v1/changes/${change.id}/cancel`)).status, 200);
    assert.equal(await filesOf(account, change), 0);
    const { body } = await account.owner.get<string>(`/v1/changes/${change.id}/rows.csv`);
    assert.match(body, /a@example\.com,.*,not done,/);
    assert.doesNotMatch(body, /secret/);
  });

  it('is one of 200 that are kept: the oldest gives way, and nobody is left with a plan without its file', async () => {
    const account = await freshAccount(app);
    const plan = await planFile(account.owner, 'email\na@example.com\n');
    const applied = await planFile(account.owner, 'email\nb@example.com\n');
    await account.owner.post(`/v1/changes/${applied.id}/apply`);
    await keptAfter(account, 198);
    const next = await planFile(account.owner, 'email\nc@example.com\n');
    assert.equal(await keptFiles(account), 200);
    assert.deepEqual([await filesOf(account, plan), await stateOf(account.owner, plan)], [0, 'cancelled']);
    assert.deepEqual([await filesOf(account, applied), await filesOf(account, next)], [1, 1]);
    const last = await planFile(account.owner, 'email\nd@example.com\n');
    assert.deepEqual([await filesOf(account, applied), await stateOf(account.owner, applied)], [0, 'applied']);
    assert.equal(await stateOf(account.owner, last), 'planned');
  });

  it('counts by its bytes, too: an account keeps 2 GB', async () => {
    const account = await freshAccount(app);
    await keptAfter(account, 9, { bytes: 256 * 1024 * 1024, lines: 1 });
    await planFile(account.owner, 'email\na@example.com\n');
    assert.equal(await keptFiles(account), 8);
  });

  it('makes the lines of older ones go once there are ten million, and says so where they are asked for', async () => {
    const account = await freshAccount(app);
    const first = await planFile(account.owner, 'email\na@example.com\n');
    await account.owner.post(`/v1/changes/${first.id}/apply`);
    await keptAfter(account, 5, { bytes: 0, lines: 2_000_000 });
    await planFile(account.owner, 'email\nb@example.com\n');
    await waitUntil(
      async () =>
        (await rowsIn(app, account.accountId, 'select from import_lines where change_id = $1', [first.id])).rows
          .length === 0 || null,
      'the lines to go',
    );
    // The file itself is still stored and can be read again.
    assert.equal((await account.owner.get(`/v1/changes/${first.id}/rows.csv`)).status, 200);
    await rowsIn(app, account.accountId, 'delete from import_files where change_id = $1', [first.id]);
    assertRefused(await account.owner.get(`/v1/changes/${first.id}/rows.csv`), 404, 'rows_gone');
  });

  it('is one of four of its account that come at once, and others are not kept waiting', async () => {
    const account = await freshAccount(app);
    const other = await freshAccount(app);
    const slow = Array.from({ length: 5 }, () => beginUpload(account.owner));
    const first = await Promise.race(slow.map(({ answered }) => answered));
    assert.equal(first.status, 429);
    assert.ok(Number(first.retryAfter) > 0);
    assert.equal((await sendFile(other.owner, 'email\na@example.com\n')).status, 201);
    for (const { finish } of slow) finish();
    const statuses = await Promise.all(slow.map(async ({ answered }) => (await answered).status));
    assert.deepEqual(statuses.sort(), [201, 201, 201, 201, 429]);
    assert.equal((await sendFile(account.owner, 'email\na@example.com\n')).status, 201);
  });
});

/** Makes the account keep this much of recently applied uploads. */
const keptAfter = (account: FreshAccount, n: number, kept = { bytes: 1, lines: 1 }) =>
  insideAccount(app.sql, account.accountId, (client) =>
    client.query(
      `insert into changes (account_id, id, state, source, actor_kind, planned_by_kind, operation, overflow, kept_bytes, kept_lines, created_at, applied_at)
      select $1, ordered_id(muster_now(), i), 'applied', 'csv', 'system', 'system', '{"import": {}}', 'refuse', $3, $4, muster_now(), muster_now()
      from generate_series(1, $2::int) i`,
      [account.accountId, n, kept.bytes, kept.lines],
    ),
  );

type Answered = { status: number | undefined; retryAfter: string | undefined };

/** Sends the beginning of a file, and the rest on request. */
function beginUpload(by: Client): { answered: Promise<Answered>; finish: () => void } {
  const cookie = [...by.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const headers = { 'content-type': 'text/csv', cookie };
  const { promise: answered, resolve, reject } = Promise.withResolvers<Answered>();
  const sending = request(`${by.url}/v1/changes?source=csv`, { method: 'POST', headers }, (answer) => {
    answer.resume();
    resolve({ status: answer.statusCode, retryAfter: answer.headers['retry-after'] });
  });
  sending.on('error', reject);
  sending.write('email\n');
  return { answered, finish: () => sending.end(`${randomUUID()}@example.com\n`) };
}
