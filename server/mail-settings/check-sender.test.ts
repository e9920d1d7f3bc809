import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startTestApp } from '../testing/app.ts';
import type { Client } from '../testing/client.ts';
import { freshAccount } from '../testing/fresh-account.ts';
import { NameServer } from '../testing/name-server.ts';

const names = await NameServer.start();
const app = await startTestApp({ DNS_SERVERS: names.endpoint, OUTBOUND_ALLOW: '127.0.0.1/32' });

type SenderRecord = { state: string; name: string; found: string[]; add: string | null };
type Records = {
  domain: string;
  spf: SenderRecord;
  dmarc: SenderRecord;
  dkim: (SenderRecord & { selector: string }) | null;
};

let made = 0;
/** An account that sends from a domain of its own. */
async function senderAt(records: Record<string, string[]> = {}): Promise<{ owner: Client; domain: string }> {
  const domain = `mail.acme${++made}.example`;
  for (const [name, texts] of Object.entries(records))
    names.texts.set(name.replace('@', domain).replace('parent', domain.slice('mail.'.length)), texts);
  const { owner } = await freshAccount(app);
  const server = { host: '127.0.0.1', port: 25, security: 'none' };
  const { status, body } = await owner.patch('/v1/mail-settings', {
    server,
    sender: { name: '', address: `people@${domain}` },
  });
  assert.equal(status, 200, JSON.stringify(body));
  return { owner, domain };
}

async function check(by: Client, body: object = {}): Promise<Records> {
  const answer = await by.post<Records>('/v1/mail-settings/check', body);
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return answer.body;
}

describe('the records of a sender’s domain', () => {
  it('are told with what to add, where there are none', async () => {
    const { owner, domain } = await senderAt();
    const { spf, dmarc, dkim, ...rest } = await check(owner, { dkimSelector: 'muster' });
    assert.deepEqual(rest, { domain });
    assert.deepEqual(spf, { state: 'missing', name: domain, found: [], add: 'v=spf1 ip4:127.0.0.1 -all' });
    assert.deepEqual(dmarc, { state: 'missing', name: `_dmarc.${domain}`, found: [], add: 'v=DMARC1; p=quarantine' });
    assert.deepEqual([dkim?.state, dkim?.name, dkim?.add], ['missing', `muster._domainkey.${domain}`, null]);
    assert.equal((await check(owner)).dkim, null);
  });

  it('are good if they say who may send and what becomes of the rest', async () => {
    const key = `v=DKIM1; k=rsa; p=${'A'.repeat(400)}`;
    const { owner } = await senderAt({
      '@': ['google-site-verification=1', 'v=spf1 include:_spf.example.net ~all'],
      '_dmarc.@': ['v=DMARC1; p=reject; rua=mailto:d@acme.example'],
      'muster._domainkey.@': [key],
    });
    const { spf, dmarc, dkim } = await check(owner, { dkimSelector: 'muster' });
    assert.deepEqual([spf.state, spf.found, spf.add], ['good', ['v=spf1 include:_spf.example.net ~all'], null]);
    assert.deepEqual([dmarc.state, dkim?.state, dkim?.found], ['good', 'good', [key]]);
  });

  it('are weak, broken or several where they protect little or count as none', async () => {
    const open = await check((await senderAt({ '@': ['v=spf1 +all'], '_dmarc.@': ['v=DMARC1; p=none'] })).owner);
    assert.deepEqual([open.spf.state, open.dmarc.state], ['weak', 'weak']);
    const twice = await senderAt({
      '@': ['v=spf1 mx -all', 'v=spf1 a -all'],
      '_dmarc.@': ['v=DMARC1; rua=mailto:a@b.example'],
      'old._domainkey.@': ['v=DKIM1; p='],
    });
    const { spf, dmarc, dkim } = await check(twice.owner, { dkimSelector: 'old' });
    assert.deepEqual([spf.state, dmarc.state, dkim?.state], ['several', 'broken', 'broken']);
  });

  it('of the domain above count for DMARC', async () => {
    const { owner } = await senderAt({ '_dmarc.parent': ['v=DMARC1;p=quarantine'] });
    const { dmarc } = await check(owner);
    assert.deepEqual([dmarc.state, dmarc.name], ['good', `_dmarc.acme${made}.example`]);
  });

  it('are found by the selector of the signature in a test mail’s headers', async () => {
    const { owner, domain } = await senderAt({ 's2048._domainkey.@': ['v=DKIM1; p=AAAA'] });
    const headers = [
      'Received: from a by b',
      'DKIM-Signature: v=1; a=rsa-sha256; d=relay.example; s=other; b=x',
      `DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\r\n\td=${domain}; s=s2048;\r\n\th=from:to; b=abc`,
    ].join('\r\n');
    const { dkim } = await check(owner, { headers });
    assert.deepEqual([dkim?.selector, dkim?.state], ['s2048', 'good']);
    const none = await owner.post<{ code: string }>('/v1/mail-settings/check', { headers: 'Received: from a by b' });
    assert.deepEqual([none.status, none.body.code], [422, 'no_signature']);
  });

  it('are unanswered, within seconds, while the name servers are silent', async () => {
    const { owner } = await senderAt();
    names.answers = false;
    try {
      const { spf, dmarc } = await check(owner);
      assert.deepEqual([spf.state, spf.add, dmarc.state], ['unanswered', null, 'unanswered']);
    } finally {
      names.answers = true;
    }
  });

  it('are looked up for the Owner and Admins, with few questions', async () => {
    const { owner } = await senderAt();
    names.asked.length = 0;
    await check(owner, { dkimSelector: 'muster' });
    assert.ok(names.asked.length <= 6, names.asked.join());
  });
});

describe('a mail server’s name', () => {
  it('that resolves to this machine only at the connection reaches nothing', async () => {
    const guarded = await startTestApp({ DNS_SERVERS: names.endpoint });
    const { owner } = await freshAccount(guarded);
    names.addresses.set('smtp.rebinding.example', ['127.0.0.1']);
    const server = { host: 'smtp.rebinding.example', port: 587, security: 'starttls' };
    const { status } = await owner.patch('/v1/mail-settings', {
      server,
      sender: { name: '', address: 'a@acme.example' },
    });
    assert.equal(status, 200);
    const { body } = await owner.post<{ state: string; answer: string }>('/v1/mail-settings/test');
    assert.equal(body.state, 'unanswered');
    assert.match(body.answer, /smtp\.rebinding\.example is not an address that this server may connect to/);
  });
});
