import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';
import { migrationFiles } from './database/migrate.ts';
import { functions, isMixed, unnamedIn } from './testing/statements/statement-rules.ts';

/** Statements that may name tables of the directory and of a cell, with the reason. */
const mixed: Record<string, string> = {};

const root = import.meta.dirname;
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.ts') && !/\.test\.ts$|^(testing|contracts)\//.test(name),
);

/** Functions that read rows of several accounts, with the reason. All others name the account. */
const acrossAccounts: Record<string, string> = {
  accounts_existing: 'the sweep goes from account to account',
  accounts_any: 'the first sign-up asks whether there is any account',
  mail_turn: 'one queue orders the mail of all accounts of a cell',
  mail_small_changes: 'one queue orders the mail of all accounts of a cell',
  api_key_by_hash: 'the hash of a key tells the account',
  expiries_due: 'one clock ends the invitations of all accounts',
  webhooks_due: 'each server brings the events of all accounts',
};

test('every function of the database is read', () => {
  const named = migrationFiles().flatMap(({ text }) => text.match(/^create function/gm) ?? []);
  assert.equal(functions.size, named.length);
});

test('no statement names tables of the directory and of a cell, which may lie in two databases', () => {
  const statements = [
    ...sources.flatMap((file) => statementsIn(file).map(({ line, text }) => ({ where: `${file}:${line}`, text }))),
    ...[...functions].map(([name, text]) => ({ where: `${name}()`, text })),
  ];
  const found = statements.filter(({ text }) => isMixed(text)).map(({ where }) => where);
  assert.deepEqual(found, Object.keys(mixed));
});

test('a function of the database names the account in each table of an account, or stands here with the reason', () => {
  const found = [...functions].filter(([, text]) => unnamedIn(text).length > 0).map(([name]) => name);
  assert.deepEqual(found, Object.keys(acrossAccounts));
});

/** The texts of the sql templates of a file, including nested ones; other values read $0. */
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

/** All templates of a choice: each may be sent. */
function innerText(expression: ts.Expression): string {
  const inner: string[] = [];
  const visit = (node: ts.Node): void => {
    if (isSql(node)) inner.push(textOf(node));
    else ts.forEachChild(node, visit);
  };
  visit(expression);
  return inner.length === 0 ? '$0' : inner.join(' ');
}
