import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

export class NoChromium extends Error {
  override message =
    'The browser tests need Chromium: install it (on Debian and Ubuntu: sudo apt-get install chromium), or name it in MUSTER_CHROMIUM.';
}

/** The Chromium of this machine. A machine without one fails: skipped tests would look like passing ones. */
export function findChromium(): string {
  const found = chromiumHere();
  if (!found) throw new NoChromium();
  return found;
}

/** Installs a missing Chromium where packages may be installed without asking, as in a container. */
export function bringChromium(): void {
  const mayInstall = process.getuid?.() === 0 && onPath('apt-get');
  if (chromiumHere() || !mayInstall) return;
  console.log('Installing Chromium for the browser tests …');
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...words: string[]) => spawnSync('apt-get', ['-qq', ...words], { env: environment, stdio: 'ignore' });
  apt('update');
  apt('install', '-y', '--no-install-recommends', 'chromium');
}

function chromiumHere(): string | null {
  const named = process.env['MUSTER_CHROMIUM'];
  if (named) return runs(named) ? named : null;
  return names.map(onPath).find((path) => path !== null && runs(path)) ?? null;
}

function onPath(name: string): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find(mayRun) ?? null;
}

function mayRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Ubuntu's chromium-browser exists even without its snap, so its answer decides. */
function runs(path: string): boolean {
  try {
    execFileSync(path, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
