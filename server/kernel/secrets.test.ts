import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { assertRefused } from '../testing/answers.ts';
import { startTestApp } from '../testing/app.ts';
import { copyDatabase } from '../testing/database.ts';
import { freshAccount, mailTo, tokenOf } from '../testing/fresh-account.ts';
import { readConfig } from './config.ts';
import { Encryption } from './encryption.ts';
import { serverKeys } from './secrets.ts';

const [older, newer] = ['an older key of thirty-two letters', 'a newer key of thirty-two letters!'];

test('a link that was mailed before a rotation opens while MUSTER_SECRET still lists the earlier key, and not after', async () => {
  const database = await copyDatabase();
  // The last to start ends last, and drops the database.
  const shared = { ...database, drop: async () => {} };
  const ended = await startTestApp({ MUSTER_SECRET: newer }, shared);
  const rotated = await startTestApp({ MUSTER_SECRET: `${newer}, ${older}` }, shared);
  const before = await startTestApp({ MUSTER_SECRET: older }, database);
  await ended.tools.worker.stop();
  await rotated.tools.worker.stop();
  const { email } = await freshAccount(before);
  const token = tokenOf(await mailTo(before, email, /Confirm your e-mail/));
  assertRefused(await ended.browser().get(`/v1/proofs/${token}`), 404, 'link_unknown');
  assert.equal((await rotated.browser().get(`/v1/proofs/${token}`)).status, 200);
  assert.equal((await before.browser().get(`/v1/proofs/${token}`)).status, 200);
});

test('each key of MUSTER_SECRET must be long enough', () => {
  assert.deepEqual(readConfig({ MUSTER_SECRET: `${newer},${older}` }).secrets, [newer, older]);
  for (const keys of ['short', `${newer},short`, `${newer},`, ','])
    assert.throws(
      () => readConfig({ MUSTER_SECRET: keys }),
      /^Error: MUSTER_SECRET must have at least 32 characters in each of its keys\./,
    );
});

test('the key in the data folder is made once, and what it encrypted is read after the next start', () => {
  const folder = mkdtempSync(join(tmpdir(), 'muster-key-'));
  const place = { purpose: 'test', row: ['1'] };
  const stored = new Encryption(serverKeys(null, folder)).encrypt(place, 'secret');
  assert.equal(new Encryption(serverKeys(null, folder)).decrypt(place, stored), 'secret');
  rmSync(folder, { recursive: true });
});
