import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { ApiKey, Event, MadeApiKey, Webhook } from '../client/index.ts';
import { startTestApp } from '../server/testing/app.ts';
import { freePort } from '../server/testing/process.ts';
import { Receiver } from '../server/testing/receiver.ts';
import { freshDesk } from './testing/account.ts';
import { muster } from './testing/muster.ts';

const app = await startTestApp({ OUTBOUND_ALLOW: '127.0.0.1/32' });
const folder = mkdtempSync(join(tmpdir(), 'muster-cli-'));
after(() => rmSync(folder, { recursive: true, force: true }));

describe('the settings', () => {
  it('come from the environment, or from a file, and the environment counts first', async () => {
    const { env } = await freshDesk(app);
    const file = join(folder, 'env');
    writeFileSync(file, `MUSTER_URL=${app.url}/\nMUSTER_API_KEY="${env['MUSTER_API_KEY']}"\n`);
    assert.equal((await muster(['whoami', '--env-file', file], {})).code, 0);
    const overridden = await muster(['--env-file', file, 'whoami'], { env: { MUSTER_API_KEY: 'mst_wrong' } });
    assert.deepEqual([overridden.code, overridden.out], [1, '']);
    mkdirSync(join(folder, 'muster'));
    copyFileSync(file, join(folder, 'muster/env'));
    assert.equal((await muster(['whoami'], { env: { XDG_CONFIG_HOME: folder } })).code, 0);
    const none = await muster(['whoami'], { env: { MUSTER_URL: app.url } });
    assert.deepEqual([none.code, /MUSTER_API_KEY/.test(none.err)], [2, true]);
  });

  it('in a file that cannot be read are missing, and the file is named', async () => {
    const named = await muster(['whoami', '--env-file', folder], {});
    assert.deepEqual([named.code, named.err], [2, `muster: The file ${folder} cannot be read.\n`]);
    const config = join(folder, 'other');
    mkdirSync(join(config, 'muster/env'), { recursive: true });
    const usual = await muster(['whoami'], { env: { XDG_CONFIG_HOME: config } });
    assert.deepEqual([usual.code, usual.err], [2, `muster: The file ${join(config, 'muster/env')} cannot be read.\n`]);
  });

  it('are not printed, whatever is wrong with them', async () => {
    const env = { MUSTER_URL: app.url, MUSTER_API_KEY: `mst_${'x'.repeat(43)}` };
    const { code, out, err } = await muster(['users', 'list'], { env });
    assert.deepEqual([code, out, err.includes('xxx')], [1, '', false]);
  });
});

describe('the exit code', () => {
  it('is 2 for a wrong use, before anything is asked', async () => {
    const { muster: ask } = await freshDesk(app);
    const wrong = [
      '',
      'users',
      'nonsense',
      'users list --nonsense',
      'users get',
      'users list --limit many',
      'import /no/file.csv',
    ];
    for (const words of [
      ...wrong,
      'sync x.csv --max-change lots',
      'users edit a@b.test',
      'changes list --state none',
    ]) {
      const { code, out, err } = await ask(words);
      assert.deepEqual([code, out, err !== ''], [2, '', true], words);
    }
  });

  it('is 3 if Muster cannot be reached', async () => {
    const env = { MUSTER_URL: `http://127.0.0.1:${await freePort()}`, MUSTER_API_KEY: 'mst_x', MUSTER_PATIENCE: '0' };
    const { code, out, err } = await muster(['whoami'], { env });
    assert.deepEqual([code, out], [3, '']);
    assert.match(err, /does not answer/);
  });

  it('is 1 for what the key may not do', async () => {
    const { muster: ask } = await freshDesk(app, ['users.read']);
    const { code, err } = await ask('users add ann@one.test');
    assert.deepEqual([code, /the key lacks/.test(err)], [1, true]);
  });
});

describe('keys', () => {
  it('tell who calls, and the audit log says that it was the command line', async () => {
    const { api, done, json } = await freshDesk(app);
    assert.equal((await json<ApiKey>('whoami')).name, 'Nightly');
    await done('groups add Sales');
    const { data } = await api.GET('/v1/events', { params: { query: { types: ['group.created'] } } });
    assert.deepEqual(
      data.data.map(({ channel }) => channel),
      ['cli'],
    );
  });

  it('are listed, edited, rotated and revoked, and only a secret that is made stands on standard output', async () => {
    const { done, json, muster: ask, owner, email, password } = await freshDesk(app);
    const env = { MUSTER_EMAIL: email, MUSTER_PASSWORD: password };
    const secret = await done('keys create Import --permissions users.read --expires 2099-01-31T00:00:00Z', { env });
    assert.match(secret, /^mst_[A-Za-z0-9_-]{43}\n$/);
    const sessions = await owner.get<{ data: unknown[] }>('/v1/profile/sessions');
    assert.equal(sessions.body.data.length, 1, 'its session is ended');
    const key = (await json<ApiKey[]>('keys list')).find(({ name }) => name === 'Import');
    assert.ok(key && !JSON.stringify(key).includes(secret.trim()));
    assert.equal((await json<ApiKey>(`keys edit ${key.id} --name Nightly2 --expires never`)).expiresAt, null);
    assert.notEqual(await done(`keys rotate ${key.id} --hours 2`), secret);
    assert.match((await json<MadeApiKey>(`keys rotate ${key.id}`)).key, /^mst_/);
    await done(`keys revoke ${key.id}`);
    const byKey = await ask('keys create Other --permissions users.read');
    assert.deepEqual([byKey.code, byKey.out], [1, '']);
  });
});

describe('webhooks', () => {
  it('are made, tested, edited, replayed, rotated and removed', async () => {
    const { done, json, muster: ask } = await freshDesk(app);
    const { url } = await Receiver.start();
    assert.match(await done(`webhooks create ${url} --types user.*`), /^whsec_\S+\n$/);
    const [hook] = await json<Webhook[]>('webhooks list');
    assert.ok(hook);
    assert.equal((await ask(`webhooks test ${hook.id}`)).code, 0);
    assert.match(await done(`webhooks deliveries ${hook.id}`), /ID +AT +TYPE/);
    assert.equal((await json<Webhook>(`webhooks edit ${hook.id} --paused yes --pace 5`)).state, 'paused');
    assert.equal((await json<Webhook>(`webhooks replay ${hook.id} --from ${hook.createdAt}`)).id, hook.id);
    assert.match(await done(`webhooks rotate ${hook.id}`), /^whsec_\S+\n$/);
    assert.equal((await json<{ dryRun: true }>(`webhooks rotate ${hook.id} --dry-run`)).dryRun, true);
    await done(`webhooks remove ${hook.id}`);
    assert.deepEqual(await json('webhooks list'), []);
  });
});

describe('the audit log', () => {
  it('is exported as CSV and as JSON, with its filters', async () => {
    const { done, json } = await freshDesk(app);
    await done('users add ann@one.test');
    assert.match(await done('audit export --event users.added'), /users\.added/);
    const lines = await json<{ event: string }[]>('audit export --event users.added');
    assert.deepEqual(
      lines.map(({ event }) => event),
      ['users.added'],
    );
  });
});

describe('events', () => {
  it('are lines of JSON, oldest first, and a file keeps the place for the next run', async () => {
    const { done } = await freshDesk(app);
    const asked = `events --types user.* --cursor-file ${join(folder, 'cursor')}`;
    const read = async () =>
      (await done(asked)).split('\n').flatMap((line): Event[] => (line === '' ? [] : [JSON.parse(line)]));
    await done('users add ann@one.test');
    const before = await read();
    assert.equal(before.at(-1)?.type, 'user.created');
    await done('users edit ann@one.test --department Sales');
    assert.deepEqual(
      (await read()).map(({ type }) => type),
      ['user.updated'],
    );
    assert.deepEqual(await read(), []);
  });

  it('are not printed from the beginning when the place cannot be read', async () => {
    const { env } = await freshDesk(app);
    const { code, out, err } = await muster(['events', '--cursor-file', folder], { env });
    assert.deepEqual([code, out, err], [2, '', `muster: The file ${folder} cannot be read.\n`]);
  });
});
