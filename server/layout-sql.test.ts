import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';
import { migrationFiles } from './database/migrate.ts';
import { type TableKind, tables } from './database/tables.ts';
import { callsOf, tablesOf } from './testing/statement.ts';

/** Statements that name tables of the directory and of a cell all the same, with the reason. */
const mixed: Record<string, string> = {};

const root = import.meta.dirname;
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.ts') && !/\.test\.ts$|^(testing|promises)\//.test(name),
);

type Side = 'directory' | 'cell';
const sidesOfKind: Record<TableKind, Side[]> = { directory: ['directory'], account: ['cell'], cell: ['cell'], any: [] };

/** Each function of the database and its body. */
const functions = new Map(
  migrationFiles()
    .flatMap(({ text }) => [
      ...text.matchAll(/create function (\w+)[\s\S]*?(?:as \$\$([\s\S]*?)\$\$|return ([^;]*));/g),
    ])
    .map(([, name = '', body, expression]) => [name, body ?? expression ?? '']),
);

function sidesOf(text: string, seen: string[] = []): Set<Side> {
  const called = callsOf(text, [...functions.keys()]).filter((name) => !seen.includes(name));
  return new Set([
    ...tablesOf(text).flatMap(({ table }) => sidesOfKind[tables[table]]),
    ...called.flatMap((name) => [...sidesOf(functions.get(name) ?? '', [...seen, name])]),
  ]);
}

test('every function of the database is read', () => {
  const named = migrationFiles().flatMap(({ text }) => text.match(/^create function/gm) ?? []);
  assert.equal(functions.size, named.length);
});

test('no statement names tables of the directory and of a cell, which may lie in two databases', () => {
  const statements = [
    ...sources.flatMap((file) => statementsIn(file).map(({ line, text }) => ({ where: `${file}:${line}`, text }))),
    ...[...functions].map(([name, text]) => ({ where: `${name}()`, text })),
  ];
  const found = statements.filter(({ text }) => sidesOf(text).size > 1).map(({ where }) => where);
  assert.deepEqual(found, Object.keys(mixed));
});

/** The texts of the sql templates of a file, with those in them; what else is filled in reads $0. */
function statementsIn(file: string): { line: number; text: string }[] {
  const source = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest, true);
  const found: { line: number; text: string }[] = [];
  const visit = (node: ts.Node): void => {
    if (isSql(node))
      found.push({ line: source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1, text: textOf(node) });
    else ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isSql(node: ts.Node): node is ts.TaggedTemplateExpression {
  return ts.isTaggedTemplateExpression(node) && node.tag.getText() === 'sql';
}

function textOf({ template }: ts.TaggedTemplateExpression): string {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return template.text;
  return (
    template.head.text +
    template.templateSpans.map(({ expression, literal }) => innerText(expression) + literal.text).join('')
  );
}

/** Of a choice between templates, all: each may be sent. */
function innerText(expression: ts.Expression): string {
  const inner: string[] = [];
  const visit = (node: ts.Node): void => {
    if (isSql(node)) inner.push(textOf(node));
    else ts.forEachChild(node, visit);
  };
  visit(expression);
  return inner.length === 0 ? '$0' : inner.join(' ');
}
