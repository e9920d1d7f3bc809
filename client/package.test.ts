import assert from 'node:assert/strict';
import { execFile, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { Webhook } from 'standardwebhooks';
import { startTestApp } from '../server/testing/app.ts';
import { freshAccount, goodPassword } from '../server/testing/fresh-account.ts';
import { freePort } from '../server/testing/process.ts';
import { waitUntil } from '../server/testing/wait-until.ts';
import { createMuster } from './index.ts';
import { needed, npm, pack } from './testing/npm.ts';

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'muster-client-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const app = await startTestApp();
const { email, owner } = await freshAccount(app);
const { data: made } = await createMuster(owner).POST('/v1/api-keys', {
  body: {
    name: 'Examples',
    permissions: ['users.read', 'users.edit', 'invitations.manage', 'groups.manage', 'account.manage'],
  },
});

const packed = pack('client', folder);
// Nothing is fetched: npm takes the libraries from the repository.
const dependencies = { 'muster-client': `file:${join(folder, packed.filename)}`, ...needed('client') };
writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module', dependencies }));
npm(['install', '--install-links', '--ignore-scripts'], folder);

/** The two versions of TypeScript that programs use today. */
type Compiler = 'typescript' | 'ts7';

function typeCheck(compiler: Compiler, programs: string, options: object): void {
  const compilerOptions = { strict: true, noEmit: true, target: 'es2022', ...options };
  const config = join(programs, 'tsconfig.json');
  writeFileSync(config, JSON.stringify({ compilerOptions, include: ['*.ts'] }));
  const words = [join(root, 'node_modules', compiler, 'bin/tsc'), '-p', config];
  execFileSync(process.execPath, words, { stdio: 'inherit' });
}

function programs(name: string, files: Record<string, string>): string {
  mkdirSync(join(folder, name));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, name, file), text);
  return join(folder, name);
}

describe('the package', () => {
  it('holds compiled code, its types, its licence and its README, and no tests', () => {
    const names = packed.files.map(({ path }) => path);
    const expected = /^(LICENSE|README\.md|package\.json|dist\/([a-z-]+|generated\/schema)\.(js|d\.ts))$/;
    assert.deepEqual(
      names.filter((name) => !expected.test(name)),
      [],
    );
    for (const name of ['LICENSE', 'README.md', 'dist/index.js', 'dist/index.d.ts'])
      assert.ok(names.includes(name), name);
  });

  it('runs in JavaScript', async () => {
    const source = `
      import { createMuster, MusterError } from 'muster-client';
      const error = await createMuster({ url: '${app.url}' }).GET('/v1/session').catch((error) => error);
      console.log(error instanceof MusterError, error.code);`;
    const program = join(programs('javascript', { 'program.js': source }), 'program.js');
    const { stdout } = await promisify(execFile)(process.execPath, [program]);
    assert.equal(stdout, 'true not_signed_in\n');
  });

  it('has types for programs of browsers, whatever the mode of TypeScript, and they refuse what the API does not know', () => {
    const source = `
      import { createMuster, type User } from 'muster-client';
      export const name = ({ firstName }: User): string => firstName ?? '';
      export const group = async () => (await createMuster({ url: location.origin }).GET('/v1/groups')).data.data[0]?.name;
      // @ts-expect-error
      void createMuster({ url: '' }).GET('/v1/grups');`;
    const browser = programs('browser', { 'program.ts': source });
    const options = { lib: ['es2022', 'dom', 'dom.iterable', 'dom.asynciterable'], types: [] };
    typeCheck('typescript', browser, { ...options, module: 'esnext', moduleResolution: 'bundler' });
    typeCheck('ts7', browser, { ...options, module: 'nodenext' });
  });
});

describe('the README', () => {
  const readme = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8');
  const examples = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, text = '']) => text);
  const folderOfExamples = programs('readme', Object.fromEntries(examples.map((text, i) => [`${i}.ts`, text])));
  writeFileSync(join(folderOfExamples, 'people.csv'), 'E-mail,First name\ncy@example.com,Cy\n');
  const secret = `whsec_${Buffer.from('a secret of 24 bytes ...').toString('base64')}`;

  function start(i: number, env: Record<string, string>) {
    const own = {
      PATH: process.env['PATH'],
      MUSTER_URL: app.url,
      MUSTER_API_KEY: made.key,
      MUSTER_WEBHOOK_SECRET: secret,
    };
    const words = [join(folderOfExamples, `${i}.ts`)];
    const example = spawn(process.execPath, words, {
      cwd: folderOfExamples,
      env: { ...own, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    after(() => example.kill());
    return example;
  }

  it('has examples that TypeScript takes', () => {
    const typeRoots = [join(root, 'node_modules/@types')];
    typeCheck('typescript', folderOfExamples, { lib: ['es2024'], module: 'nodenext', types: ['node'], typeRoots });
  });

  const said = [
    /^Example Company\nSales\n$/,
    new RegExp(`^${email}\n$`),
    /^is needed\n$/,
    new RegExp(`^${email} \\w+\n$`),
    /^plan(ning|ned)\n$/,
    /^1\n$/,
  ];
  for (const [i, expected] of said.entries())
    it(`has an example that runs, no. ${i + 1} of ${said.length + 1}`, async () => {
      const signIn = { MUSTER_EMAIL: email, MUSTER_PASSWORD: goodPassword };
      const example = start(i, signIn);
      assert.match(await text(example.stdout), expected);
    });

  it('has an example that takes the deliveries of a webhook, and no others', async () => {
    assert.equal(examples.length, said.length + 1);
    const port = await freePort();
    const example = start(said.length, { PORT: String(port) });
    const body = JSON.stringify({ id: 'e1', type: 'user.created', timestamp: new Date().toISOString(), data: {} });
    const deliver = (signature: string) =>
      fetch(`http://127.0.0.1:${port}`, {
        method: 'POST',
        headers: {
          'webhook-id': 'm1',
          'webhook-timestamp': String(Math.floor(Date.now() / 1_000)),
          'webhook-signature': signature,
        },
        body,
      }).then(({ status }) => status);
    const unsigned = await waitUntil(() => deliver('v1,bm8=').catch(() => null), 'the example listens');
    assert.equal(unsigned, 400);
    assert.equal(await deliver(new Webhook(secret).sign('m1', new Date(), body)), 204);
    example.kill();
    assert.equal(await text(example.stdout), 'user.created e1\n');
  });
});
