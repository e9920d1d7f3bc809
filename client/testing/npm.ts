import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

const readPackage = (path: string): { dependencies?: Record<string, string> } =>
  JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8'));

/** npm without a network. Answers what it printed. */
export function npm(words: string[], cwd: string): string {
  return execFileSync('npm', [...words, '--offline', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd,
    encoding: 'utf8',
  });
}

/** Packs a folder of the repository into another folder. */
export function pack(path: string, into: string): { filename: string; files: { path: string }[] } {
  const [packed] = JSON.parse(npm(['pack', '--json', `--pack-destination=${into}`], join(root, path)));
  return packed;
}

/** The packages that a package needs, and those that these need, in the repository's own copies. */
export function needed(path: string, found: Record<string, string> = {}): Record<string, string> {
  for (const name of Object.keys(readPackage(path).dependencies ?? {})) {
    if (found[name]) continue;
    found[name] = `file:${join(root, 'node_modules', name)}`;
    needed(`node_modules/${name}`, found);
  }
  return found;
}
