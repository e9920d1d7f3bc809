import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** The folders of the source, for tests of its layout. */
export const root = join(import.meta.dirname, '../..');
export const console_ = join(root, '../console');
export const client = join(root, '../client');
export const cli = join(root, '../cli');

type Import = { from: string; to: string };

export function files(folder: string, ending: RegExp): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name) && !name.startsWith('dist/') && !name.includes('node_modules'))
    .map((name) => join(folder, name));
}

export function imports(file: string): Import[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map((match) => ({
    from: file,
    to: resolve(dirname(file), match[1] ?? ''),
  }));
}

export const shown = ({ from, to }: Import) => `${relative(root, from)} → ${relative(root, to)}`;
