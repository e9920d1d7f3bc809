import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, it } from 'node:test';
import { Client } from '../../server/testing/client.ts';
import { freePort } from '../../server/testing/process.ts';

const folder = mkdtempSync(join(tmpdir(), 'muster-demo-'));
after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));

/** The demo in this folder, once it has printed its link. */
async function startDemo(people: number) {
  const port = await freePort();
  const words = [join(import.meta.dirname, 'run.ts'), join(folder, 'demo'), '--people', String(people)];
  const demo = spawn(process.execPath, words, {
    env: { ...process.env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  after(() => demo.kill());
  const said: string[] = [];
  for await (const line of createInterface({ input: demo.stdout })) {
    said.push(line);
    const [, link] = /^Open (\S+)$/.exec(line) ?? [];
    if (link) return { demo, port, link, said };
  }
  assert.fail(said.join('\n'));
}

/** A browser after it has opened the link. */
async function opened(link: string, port: number): Promise<Client> {
  const [, origin = '', path = ''] = /^(http:\/\/[^/]+)(.+)$/.exec(link) ?? [];
  const browser = new Client(origin.replace('localhost', '127.0.0.1'));
  const { status, headers } = await browser.get(path, { redirect: 'manual' });
  assert.deepEqual([status, headers.get('location')], [303, `http://localhost:${port}/`]);
  const inMuster = new Client(`http://127.0.0.1:${port}`);
  for (const [name, value] of browser.cookies) inMuster.cookies.set(name, value);
  return inMuster;
}

it('the demo has people of every status and signs its Owner in by a link, which is a secret of that run, and shows the plan of each golden statement', async () => {
  const first = await startDemo(60);
  const owner = await opened(first.link, first.port);
  const { body: session } = await owner.get<{ user: { role: string } }>('/v1/session');
  assert.equal(session.user.role, 'owner');
  let all = 0;
  for (const status of ['active', 'pending', 'expired', 'deactivated', 'removed']) {
    const { body } = await owner.get<{ count: number }>(`/v1/users?status=${status}&count=true&limit=1`);
    assert.ok(body.count > 0, status);
    all += body.count;
  }
  assert.equal(all, 60);
  const stranger = new Client(new URL(first.link).origin.replace('localhost', '127.0.0.1'));
  const wrong = await stranger.get('/wrong');
  assert.deepEqual([wrong.status, stranger.cookies.size], [404, 0]);
  first.demo.kill('SIGINT');
  await once(first.demo, 'exit');

  const second = await startDemo(60);
  assert.ok(!second.said.some((line) => line.startsWith('Making')), 'what was made stays');
  assert.notEqual(new URL(second.link).pathname, new URL(first.link).pathname);
  await opened(second.link, second.port);
  second.demo.kill('SIGINT');
  await once(second.demo, 'exit');

  const words = [join(import.meta.dirname, '../explain.ts'), '--folder', join(folder, 'demo')];
  const explain = (names: string[]) =>
    execFileSync(process.execPath, [...words, ...names], { encoding: 'utf8', stdio: 'pipe' });
  const golden = readdirSync(join(import.meta.dirname, '../../server/golden/generated')).map((file) =>
    file.replace('.sql', ''),
  );
  const plans = explain(golden);
  for (const name of golden) assert.match(plans, new RegExp(`^${name}: `, 'm'));
  assert.equal(plans.match(/^Execution Time: /gm)?.length, golden.length);
  assert.throws(() => explain(['nonsense']), /Name statements: edit-type/);
});
