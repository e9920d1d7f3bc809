import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startTestApp } from '../testing/app.ts';
import {
  freshAccount,
  freshEmail,
  freshProvenAccount,
  goodPassword,
  mailTo,
  tokenOf,
} from '../testing/fresh-account.ts';
import type { Session } from './session.ts';

const app = await startTestApp();

describe('signing in', () => {
  it('answers who it is, where, and what they may do', async () => {
    const { email, accountId, ownerId } = await freshAccount(app);
    const browser = app.browser();
    const { status, body } = await browser.post<Session>('/v1/session', { email, password: goodPassword });
    assert.equal(status, 201);
    assert.equal(body.account.id, accountId);
    assert.deepEqual(body.user, { id: ownerId, email, firstName: 'Olivia', lastName: 'Owner', role: 'owner' });
    assert.deepEqual(body.identity, { email, proven: false });
    assert.ok(body.rights.includes('ownership.transfer'));
    const again = await browser.get<Session>('/v1/session');
    assert.deepEqual(again.body, body);
  });
});
