import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The steps that a change must pass, up to the first failure, with the time of each at the end. With --fast only the steps that need no
 * database and no browser, which take less than half a minute.
 */
const root = join(import.meta.dirname, '..');
const tsc = 'node_modules/ts7/bin/tsc';
const tests = globSync('{server,console,client,cli,workshop}/**/*.test.ts', {
  cwd: root,
  exclude: ['**/node_modules'],
}).sort();
/** layout-tests.test.ts checks which tests these are. */
const unit = tests.filter((file) => /(\.unit|\/layout[a-z-]*)\.test\.ts$/.test(file));

/** The output of talkative steps is shown while they run; that of others only if they fail. */
type Step = { name: string; run: string[]; talkative?: true };

const fast: Step[] = [
  { name: 'types of the server', run: [process.execPath, tsc, '-p', 'tsconfig.json'] },
  { name: 'types of the console', run: [process.execPath, tsc, '-p', 'console/tsconfig.json'] },
  { name: 'types of the client', run: [process.execPath, tsc, '-p', 'client/tsconfig.json'] },
  { name: 'types of the command line', run: [process.execPath, tsc, '-p', 'cli/tsconfig.json'] },
  { name: 'form and lint', run: [process.execPath, 'node_modules/@biomejs/biome/bin/biome', 'check', '.'] },
  { name: 'layout and unit tests', run: [process.execPath, '--test', '--test-concurrency=2', ...unit] },
];
const torture = (...words: string[]) => [process.execPath, 'torture/run.ts', ...words];
const slow: Step[] = [
  {
    name: 'tests on PostgreSQL and in Chromium',
    run: [process.execPath, 'server/testing/run.ts', ...tests.filter((file) => !unit.includes(file))],
    talkative: true,
  },
  {
    name: 'torture of two servers',
    run: torture('--minutes', '1.3', '--rows', '20000'),
    talkative: true,
  },
  { name: 'torture that oversells seats is caught', run: torture('--minutes', '2', '--break', 'seats') },
  { name: 'torture that spoils the audit log is caught', run: torture('--minutes', '2', '--break', 'audit') },
];

type Done = { name: string; seconds: number; passed: boolean };

async function perform({ name, run, talkative }: Step): Promise<Done> {
  console.log(`▶ ${name}`);
  const began = performance.now();
  const [program = '', ...words] = run;
  const child = spawn(program, words, { cwd: root, stdio: talkative ? 'inherit' : ['ignore', 'pipe', 'pipe'] });
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => said.push(data));
  const passed = await new Promise<boolean>((resolve) => child.once('close', (code) => resolve(code === 0)));
  if (!passed) process.stdout.write(Buffer.concat(said));
  return { name, seconds: (performance.now() - began) / 1_000, passed };
}

const steps = process.argv.includes('--fast') ? fast : [...fast, ...slow];
const done: Done[] = [];
for (const step of steps) {
  done.push(await perform(step));
  if (!done.at(-1)?.passed) break;
}
console.log(`\n${table(done)}`);
process.exitCode = done.every(({ passed }) => passed) ? 0 : 1;

function table(rows: Done[]): string {
  const all = { name: 'all', seconds: rows.reduce((sum, { seconds }) => sum + seconds, 0) };
  const width = Math.max(...steps.map(({ name }) => name.length)) + 2;
  const line = (mark: string, { name, seconds }: Omit<Done, 'passed'>) =>
    `${mark} ${name.padEnd(width)}${clock(seconds).padStart(8)}`;
  return [...rows.map((row) => line(row.passed ? '✔' : '✖', row)), line(' ', all)].join('\n');
}

function clock(seconds: number): string {
  return seconds < 60
    ? `${seconds.toFixed(1)} s`
    : `${Math.floor(seconds / 60)}:${String(Math.round(seconds % 60)).padStart(2, '0')} min`;
}
