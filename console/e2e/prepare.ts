import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { bringChromium } from './chromium.ts';

const root = join(import.meta.dirname, '../..');
const console_ = join(root, 'console');
const notSources = ['dist', 'e2e'];

/** What browser tests need, done once before they start: a console built from the current sources, and a Chromium. */
export function prepareBrowserTests(): void {
  if (newestSource() > changedAt(join(console_, 'dist/index.html'))) build();
  bringChromium();
}

function build(): void {
  console.log('Building the console …');
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const config = join(console_, 'vite.config.ts');
  const words = [vite, 'build', '--logLevel', 'warn', '--config', config];
  const { status } = spawnSync(process.execPath, words, { cwd: root, stdio: 'inherit' });
  if (status === 0) return;
  console.error('The console could not be built, so no test was run.');
  process.exit(1);
}

/** A folder's time changes when files are added or deleted, so deleted ones count too. */
function newestSource(): number {
  const sources = readdirSync(console_, { recursive: true, encoding: 'utf8' }).filter(
    (name) => !notSources.some((folder) => name === folder || name.startsWith(`${folder}/`)),
  );
  return Math.max(
    ...sources.map((name) => changedAt(join(console_, name))),
    changedAt(join(root, 'package-lock.json')),
  );
}

function changedAt(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
