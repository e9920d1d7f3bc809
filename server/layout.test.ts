import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';

/** A feature imports only from those before it; leaves do not know each other. */
const order = ['kernel', 'audit', 'access', 'seats', 'accounts', 'users', 'changes', 'invitations', 'groups', 'csv'];
const leaves = ['sign-up', 'billing', 'profile', 'mailbox', 'views'];
/** What a feature keeps to itself. */
const inner = /\/(queries|routes|jobs|[a-z-]+-routes)\.ts$/;
/** The rooms that put features together. */
const rooms = ['app', 'testing', 'promises'];

const root = import.meta.dirname;
const console_ = join(root, '../console');

type Import = { from: string; to: string };

function files(folder: string, ending: RegExp): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name) && !name.startsWith('dist/') && !name.includes('node_modules'))
    .map((name) => join(folder, name));
}

function imports(file: string): Import[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map((match) => ({
    from: file,
    to: resolve(dirname(file), match[1] ?? ''),
  }));
}

const shown = ({ from, to }: Import) => `${relative(root, from)} → ${relative(root, to)}`;
const featureOf = (file: string) => relative(root, file).split('/')[0] ?? '';
const sources = files(root, /\.ts$/).filter((file) => relative(root, file).includes('/') && !file.endsWith('.test.ts'));
const inFeatures = sources.filter((file) => !rooms.includes(featureOf(file)));

test('every folder of the server has its place in the order', () => {
  const folders = new Set(sources.map(featureOf));
  assert.deepEqual(
    [...folders].filter((folder) => ![...order, ...leaves, ...rooms].includes(folder)),
    [],
  );
});

test('a feature imports only features before it, and a leaf no other leaf', () => {
  const rank = (feature: string) => (leaves.includes(feature) ? order.length : order.indexOf(feature));
  const wrong = inFeatures.flatMap(imports).filter(({ from, to }) => {
    const [a, b] = [featureOf(from), featureOf(to)];
    return a !== b && (rank(b) < 0 || rank(b) >= rank(a));
  });
  assert.deepEqual(wrong.map(shown), []);
});

test('nobody imports another feature’s queries, routes or jobs', () => {
  const wrong = inFeatures
    .flatMap(imports)
    .filter(({ from, to }) => featureOf(from) !== featureOf(to) && featureOf(to) !== 'kernel' && inner.test(to));
  assert.deepEqual(wrong.map(shown), []);
});

test('passwords are hashed and compared in one place, which counts each try', () => {
  const users = (pattern: RegExp) =>
    sources.filter((file) => pattern.test(readFileSync(file, 'utf8'))).map((file) => relative(root, file));
  assert.deepEqual(users(/from '@node-rs\/argon2'/), ['access/passwords.ts']);
  assert.deepEqual(users(/import [^;]*\bisSame\b/).sort(), ['access/join-identity.ts']);
});

test('the console imports nothing from the server', () => {
  const wrong = files(console_, /\.tsx?$/)
    .filter((file) => !file.includes('/e2e/'))
    .flatMap(imports)
    .filter(({ to }) => to.startsWith(`${root}/`));
  assert.deepEqual(wrong.map(shown), []);
});

test('the console’s ui knows no router, no API and no product', () => {
  const ui = files(join(console_, 'ui'), /\.tsx?$/);
  const wrong = ui.filter(
    (file) =>
      /@tanstack|openapi-fetch/.test(readFileSync(file, 'utf8')) ||
      imports(file).some(({ to }) => !to.startsWith(join(console_, 'ui')) && !/i18n|messages/.test(to)),
  );
  assert.deepEqual(
    wrong.map((file) => relative(console_, file)),
    [],
  );
});

test('what becomes of a typed address is decided in access/email.ts alone', () => {
  const own = /(e-?mail|address)\w*(\s*\??\.\s*\w+\([^()]*\))*\s*\??\.\s*(trim|normalize|toLowerCase|replace)\w*\(/i;
  // The operator's own address is nothing that people type, mail servers repeat addresses in any case, and a text is searched for some.
  const elsewhere = ['access/email.ts', 'kernel/mail.ts', 'kernel/unlinked.ts', 'changes/forget-addresses.ts'];
  const wrong = sources
    .filter((file) => !elsewhere.includes(relative(root, file)) && !['testing', 'promises'].includes(featureOf(file)))
    .filter((file) => own.test(readFileSync(file, 'utf8')));
  assert.deepEqual(
    wrong.map((file) => relative(root, file)),
    [],
  );
});

test('no file is longer than 300 lines', () => {
  const all = [...files(root, /\.ts$/), ...files(console_, /\.tsx?$/)].filter(
    (file) => !file.endsWith('api/schema.ts'),
  );
  const long = all
    .map((file) => ({ file: relative(root, file), lines: readFileSync(file, 'utf8').split('\n').length - 1 }))
    .filter(({ lines }) => lines > 300);
  assert.deepEqual(long, []);
});

test('no code casts past the compiler, and nothing is any', () => {
  const all = [...files(root, /\.ts$/), ...files(console_, /\.tsx?$/)].filter(
    (file) => !file.endsWith('api/schema.ts'),
  );
  assert.deepEqual(all.flatMap(casts), []);
});

/** Every `as` but `as const`, every `any`, every switched-off check. */
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
