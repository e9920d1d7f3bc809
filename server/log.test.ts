import assert from 'node:assert/strict';
import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { Client } from './testing/client.ts';
import { addressOf, copyDatabase } from './testing/database.ts';
import { freePort } from './testing/process.ts';
import { waitUntil } from './testing/wait-until.ts';

const { connection, drop } = await copyDatabase();
const databaseUrl = addressOf(connection);
after(drop);

type Muster = { child: ChildProcess; browser: Client };

/** Muster with its log going to the given place. */
async function start(stdio: StdioOptions): Promise<Muster> {
  const port = await freePort();
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    env: {
      PATH: process.env['PATH'],
      DATABASE_URL: databaseUrl,
      MUSTER_SECRET: 'x'.repeat(32),
      PORT: String(port),
      RATE_LIMITS: 'off',
    },
    stdio,
  });
  after(() => child.kill('SIGKILL'));
  return { child, browser: new Client(`http://127.0.0.1:${port}`) };
}

const ready = ({ browser }: Muster) =>
  waitUntil(
    async () => ((await browser.get('/readyz').catch(() => null))?.status === 200 ? true : null),
    'Muster to be ready',
  );

async function lost({ browser }: Muster): Promise<number> {
  const { body } = await browser.get<string>('/metrics');
  return Number(/^muster_log_lines_lost_total (\d+)$/m.exec(body)?.[1]);
}

/** Sends many requests, each of which logs a line. Every one is answered. */
async function ask({ browser }: Muster, n: number): Promise<void> {
  for (let asked = 0; asked < n; asked += 50) {
    const answers = await Promise.all(Array.from({ length: 50 }, () => browser.get('/healthz')));
    assert.ok(answers.every(({ status }) => status === 200));
  }
}

async function ends({ child }: Muster): Promise<void> {
  child.kill('SIGTERM');
  if (child.exitCode === null) await once(child, 'exit');
  assert.equal(child.exitCode, 0);
}

describe('a log that cannot be written', () => {
  it('to a full disk loses lines, which are counted, and no request', async () => {
    const full = openSync('/dev/full', 'w');
    const muster = await start(['ignore', full, full]);
    closeSync(full);
    await ready(muster);
    await ask(muster, 100);
    assert.ok((await lost(muster)) >= 100);
    await ends(muster);
  });

  it('because its reader left loses lines, which are counted, and no request', async () => {
    const muster = await start(['ignore', 'pipe', 'pipe']);
    muster.child.stdout?.destroy();
    muster.child.stderr?.destroy();
    await ready(muster);
    await ask(muster, 100);
    assert.ok((await lost(muster)) >= 100);
    await ends(muster);
  });

  it('because no one reads it keeps a few, counts the rest, and goes on once it is read', async () => {
    const muster = await start(['ignore', 'pipe', 'pipe']);
    await ready(muster);
    await ask(muster, 50);
    for (let before = await lost(muster); before === 0; before = await lost(muster)) await ask(muster, 1_000);
    const memory = async () => {
      const { body } = await muster.browser.get<string>('/metrics');
      return Number(/^process_resident_memory_bytes (\d+)$/m.exec(body)?.[1]);
    };
    const held = await memory();
    await ask(muster, 3_000);
    assert.ok((await memory()) - held < 50_000_000, 'what waits is bounded');
    let text = '';
    muster.child.stdout?.on('data', (data) => (text += data));
    const token = `/seen-${process.pid}`;
    await waitUntil(async () => {
      await muster.browser.get(token);
      return text.includes(token) || null;
    }, 'lines to come again');
    for (const line of text.split('\n').slice(0, -1)) if (!line.startsWith('Muster is ready')) JSON.parse(line);
    await ends(muster);
  });

  it('does not keep Muster from telling why it cannot start', async () => {
    const full = openSync('/dev/full', 'w');
    const { child } = await start(['ignore', full, full]);
    const bad = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
      env: { PORT: 'eighty' },
      stdio: ['ignore', full, full],
    });
    closeSync(full);
    if (bad.exitCode === null) await once(bad, 'exit');
    assert.equal(bad.exitCode, 1);
    child.kill('SIGKILL');
  });
});
