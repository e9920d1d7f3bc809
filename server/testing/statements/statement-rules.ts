import { migrationFiles } from '../../database/migrate.ts';
import { type TableKind, tables } from '../../database/tables.ts';
import { callsOf, tablesOf } from './statement.ts';

/** Each function of the database and its body. */
export const functions = new Map(
  migrationFiles()
    .flatMap(({ text }) => [
      ...text.matchAll(/create function (\w+)[\s\S]*?(?:as \$\$([\s\S]*?)\$\$|return ([^;]*));/g),
    ])
    .map(([, name = '', body, expression]) => [name, body ?? expression ?? '']),
);

type Side = 'directory' | 'cell';
const sidesOfKind: Record<TableKind, Side[]> = { directory: ['directory'], account: ['cell'], cell: ['cell'], any: [] };

/** Does a statement use tables of the directory and of a cell, directly or through functions that it calls? */
export function isMixed(text: string): boolean {
  return sidesOf(text).size > 1;
}

function sidesOf(text: string, seen: string[] = []): Set<Side> {
  const called = callsOf(text, [...functions.keys()]).filter((name) => !seen.includes(name));
  return new Set([
    ...tablesOf(text).flatMap(({ table }) => sidesOfKind[tables[table]]),
    ...called.flatMap((name) => [...sidesOf(functions.get(name) ?? '', [...seen, name])]),
  ]);
}

/** The tables of accounts whose account the statement does not name. */
export function unnamedIn(text: string): string[] {
  return tablesOf(text)
    .filter(({ table, named }) => tables[table] === 'account' && !named)
    .map(({ table, alias }) => (alias === table ? table : `${table} ${alias}`));
}
