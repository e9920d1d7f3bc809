import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';
import { cli, client, console_, files, root } from './testing/layout/sources.ts';

const filesMax = 24;
/** The code that people write, of the rooms that have rules about its form. */
const written = [root, console_, client, cli]
  .flatMap((base) => files(base, /\.tsx?$/))
  .filter((file) => !file.includes('/generated/'));

test('no folder holds more than 24 source files of its own', () => {
  const all = [root, console_, client, cli, join(root, '../bench'), join(root, '../torture')].flatMap((base) =>
    files(base, /\.(tsx?|css)$/),
  );
  const folders = Map.groupBy(
    all.filter((file) => !file.includes('/generated/')),
    (file) => relative(root, dirname(file)),
  );
  const large = [...folders].filter(([, { length }]) => length > filesMax);
  assert.deepEqual(
    large.map(([folder, { length }]) => `${folder}: ${length}`),
    [],
  );
});

test('no file is longer than 300 lines', () => {
  const long = written
    .map((file) => ({ file: relative(root, file), lines: readFileSync(file, 'utf8').split('\n').length - 1 }))
    .filter(({ lines }) => lines > 300);
  assert.deepEqual(long, []);
});

test('no code casts past the compiler, and nothing is any', () => {
  assert.deepEqual(written.flatMap(casts), []);
});

/** Every `as` except `as const`, every `any`, every disabled check. */
function casts(file: string): string[] {
  const source = ts.createSourceFile(
    file,
    readFileSync(file, 'utf8'),
    ts.ScriptTarget.Latest,
    true,
    file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
  );
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const cast = ts.isAsExpression(node) && node.type.getText(source) !== 'const';
    if (cast || node.kind === ts.SyntaxKind.AnyKeyword) {
      found.push(
        `${relative(root, file)}:${source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1} ${node.getText(source).slice(0, 60)}`,
      );
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
