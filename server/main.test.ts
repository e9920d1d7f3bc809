import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, describe, it } from 'node:test';
import pg from 'pg';
import { assertRefused } from './testing/answers.ts';
import { Client } from './testing/client.ts';
import { copyDatabase } from './testing/database.ts';
import { freshEmail, goodPassword } from './testing/fresh-account.ts';
import { Bridge, freePort, Process } from './testing/process.ts';
import { waitUntil } from './testing/wait-until.ts';

const { connection, drop } = await copyDatabase();
// Parsed by the library, whether it is a URL or in parts.
const target = new pg.Client(connection);
const bridge = new Bridge({ host: target.host, port: target.port });
await bridge.up();
const databaseUrl = `postgres://${target.user}:${target.password ?? ''}@127.0.0.1:${bridge.port}/${target.database}`;
after(async () => {
  await bridge.down();
  await drop();
});

async function start(env: Record<string, string> = {}) {
  const port = await freePort();
  const muster = new Process({
    DATABASE_URL: databaseUrl,
    MUSTER_SECRET: 'x'.repeat(32),
    PORT: String(port),
    SIGN_UP: 'open',
    ...env,
  });
  return { muster, port, browser: new Client(`http://127.0.0.1:${port}`) };
}

const signUpBody = () => ({
  accountName: 'A',
  email: freshEmail(),
  password: goodPassword,
  firstName: 'A',
  lastName: 'A',
});

describe('starting Muster', () => {
  it('says in one line where to open it', async () => {
    const { muster, port, browser } = await start();
    await muster.says(new RegExp(`^Muster is ready: open http://localhost:${port}$`, 'm'));
    assert.equal((await browser.get('/readyz')).status, 200);
    assert.doesNotMatch(muster.output, /set-up code/);
    muster.child.kill('SIGTERM');
    assert.equal(await muster.exitCode(), 0);
  });

  it('prints the set-up code where others can reach it and nobody has an account', async () => {
    const empty = await copyDatabase();
    const own = new pg.Client(empty.connection);
    const url = databaseUrl.replace(/[^/]+$/, own.database ?? '');
    const { muster } = await start({
      HOST: '0.0.0.0',
      SMTP_URL: 'smtp://127.0.0.1:1',
      MAIL_FROM: 'm@example.org',
      DATABASE_URL: url,
    });
    await muster.says(/^The set-up code for the first account is [A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}\.$/m);
    muster.child.kill('SIGTERM');
    assert.equal(await muster.exitCode(), 0);
    await empty.drop();
  });

  it('refuses in one sentence when a port is taken, a setting is wrong, or the database does not answer', async () => {
    const { muster, port } = await start();
    await muster.says(/ready/);
    const cases: [Record<string, string>, RegExp][] = [
      [{ PORT: String(port) }, new RegExp(`^Port ${port} is taken: .+ PORT\\.$`, 'm')],
      [{ PORT: 'eighty' }, /^PORT must be a whole number from 0 to 65535\.$/m],
      [{ RATE_LIMITS: 'off', HOST: '0.0.0.0' }, /^RATE_LIMITS may be off only while HOST is loopback\.$/m],
      [
        { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' },
        /^The database cannot be used: .+ Check DATABASE_URL\.$/m,
      ],
      [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL must be one of silent, fatal, error, warn, info, debug, trace\.$/m],
      [{ SLOW_STATEMENT_MS: 'never' }, /^SLOW_STATEMENT_MS must be a whole number from 0 to 3600000\.$/m],
      [{ MUSTER_CATALOG: '/nowhere.json' }, /^MUSTER_CATALOG names a file that does not exist\.$/m],
    ];
    for (const [env, sentence] of cases) {
      const { muster: refused } = await start(env);
      assert.equal(await refused.exitCode(), 1);
      assert.match(refused.output, sentence);
      assert.doesNotMatch(refused.output, /\n\s+at /);
    }
    muster.child.kill('SIGTERM');
    assert.equal(await muster.exitCode(), 0);
  });
});

describe('stopping Muster', () => {
  it('answers the request that is under way, then ends', async () => {
    const { muster, port } = await start();
    await muster.says(/ready/);
    const body = JSON.stringify(signUpBody());
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.on('data', (data) => (answer += data));
    socket.write(
      `POST /v1/sign-up HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`,
    );
    socket.write(body.slice(0, 10));
    // Waits until the server has begun to read it.
    await new Client(`http://127.0.0.1:${port}`).get('/healthz');
    muster.child.kill('SIGTERM');
    await muster.says(/stopping/);
    socket.write(body.slice(10));
    await once(socket, 'close');
    assert.match(answer, /^HTTP\/1\.1 201 /);
    assert.equal(await muster.exitCode(), 0);
  });

  it('ends at once when told twice', async () => {
    const { muster, port } = await start();
    await muster.says(/ready/);
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write(
      'POST /v1/sign-up HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
    );
    await new Client(`http://127.0.0.1:${port}`).get('/healthz');
    muster.child.kill('SIGTERM');
    await muster.says(/stopping/);
    muster.child.kill('SIGTERM');
    assert.equal(await muster.exitCode(), 1);
    socket.destroy();
  });
});

describe('a database that goes away', () => {
  it('is told as 503 with Retry-After, and the server goes on when it is back', async () => {
    const { muster, browser } = await start();
    await muster.says(/ready/);
    assert.equal((await browser.post('/v1/sign-up', signUpBody())).status, 201);
    await bridge.down();
    const away = await browser.get('/v1/session');
    assertRefused(away, 503, 'database_unavailable');
    assert.ok(Number(away.headers.get('retry-after')) > 0);
    assertRefused(await browser.get('/readyz'), 503, 'database_unavailable');
    assert.equal((await browser.get('/healthz')).status, 200);
    await bridge.up();
    await waitUntil(async () => (await browser.get('/readyz')).status === 200 || null, 'the server to be ready again');
    assert.equal((await browser.get('/v1/session')).status, 200);
    muster.child.kill('SIGTERM');
    assert.equal(await muster.exitCode(), 0);
  });
});

describe('a database that goes away while a change is being saved', () => {
  it('is not told as if nothing was changed', async () => {
    const { muster, browser } = await start();
    await muster.says(/ready/);
    assert.equal((await browser.post('/v1/sign-up', signUpBody())).status, 201);
    const direct = new pg.Client(connection);
    await direct.connect();
    // Every commit that makes a group waits for this test.
    await direct.query(`create function wait_for_test() returns trigger language plpgsql as $$ begin perform pg_advisory_xact_lock(7); return null; end $$;
      create constraint trigger wait_for_test after insert on groups deferrable initially deferred for each row execute function wait_for_test();
      select pg_advisory_lock(7)`);
    const asking = browser.post('/v1/groups', { name: 'Sales' });
    await waitUntil(async () => {
      const { rows } = await direct.query("select from pg_locks where locktype = 'advisory' and not granted");
      return rows[0];
    }, 'the commit');
    await bridge.down();
    const lost = await asking;
    assertRefused(lost, 503, 'outcome_unknown');
    assert.ok(Number(lost.headers.get('retry-after')) > 0);
    await direct.query('select pg_advisory_unlock(7); drop trigger wait_for_test on groups');
    await direct.end();
    await bridge.up();
    await waitUntil(async () => (await browser.get('/readyz')).status === 200 || null, 'the server to be ready again');
    assert.equal((await browser.post('/v1/groups', { name: 'Legal' })).status, 201);
    muster.child.kill('SIGTERM');
    assert.equal(await muster.exitCode(), 0);
  });
});

describe('what the log holds', () => {
  it('is no token, no password and no query', async () => {
    const { muster, browser } = await start();
    await muster.says(/ready/);
    const body = signUpBody();
    await browser.post('/v1/sign-up', body);
    const token = browser.cookies.get('muster') ?? 'none';
    const { rows } = await queryDirect('select text from mailbox where recipient = $1', body.email);
    const link = /\/confirm\/([\w-]+)/.exec(rows[0]?.['text'] ?? '')?.[1] ?? 'none';
    await browser.get(`/v1/proofs/${link}`);
    await browser.get(`/confirm/${link}`);
    await browser.get('/v1/users?search=secret-word');
    await browser.post('/v1/session', { email: body.email, password: `${goodPassword}-wrong` });
    muster.child.kill('SIGTERM');
    assert.equal(await muster.exitCode(), 0);
    for (const secret of [token, link, goodPassword, 'secret-word']) assert.ok(!muster.output.includes(secret), secret);
    assert.match(muster.output, /\/v1\/proofs\/…/);
  });
});

/** Polls until the row is there. */
async function queryDirect(query: string, value: string) {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    return await waitUntil(async () => {
      const found = await client.query<Record<string, string>>(query, [value]);
      return found.rows.length > 0 ? found : null;
    }, 'the mail');
  } finally {
    await client.end();
  }
}
