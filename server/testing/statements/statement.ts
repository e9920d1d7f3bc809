import { isTable, type Table, tables } from '../../database/tables.ts';

/** A table in a statement. named: the statement names the account of its rows. */
export type Named = { table: Table; alias: string; named: boolean };

/**
 * The tables that a statement names after from, join, update, into and using, and whether it names the account of each: by an equation with
 * something that is no table, with a row that was found without an account, or with a table whose account is named. It reads the SQL that
 * Muster sends, not all of SQL.
 */
export function tablesOf(text: string): Named[] {
  const statement = new Statement(text);
  return statement.references.map((reference) => ({
    table: reference.table,
    alias: reference.alias,
    named: statement.names(reference),
  }));
}

/** The functions that a statement calls, among those that the caller knows. */
export function callsOf(text: string, known: readonly string[]): string[] {
  const tokens = tokensOf(text);
  return known.filter((name) => tokens.some((token, i) => token === name && tokens[i + 1] === '('));
}

/** A query within a statement, or the statement itself. It knows the tables of the queries around it. */
type Scope = { around: Scope | null };
type Reference = { table: Table; alias: string; scope: Scope; isInsert: boolean; given: boolean };
/** A bracket: a query, the arguments of the function before it, or neither. inFrom: a comma is followed by another table. */
type Bracket = { scope: Scope; before: string; inFrom: boolean };
/** One side of an equation: the account column of a table, by its alias or of the only possible table. */
type Side = { alias: string | null; column: string };

const token = /'(?:[^']|'')*'|"[^"]*"|\$\d+|[a-z_]\w*|[<>=!~]+|\d+|[^\s\w]/gi;
const queries = ['select', 'with', 'insert', 'update', 'delete', 'values'];
const ofFunctions = ['extract', 'trim', 'substring', 'overlay', 'position'];
const noAlias =
  /^(where|set|on|join|left|right|inner|cross|full|group|order|limit|offset|returning|using|values|select|union|for|overriding|default|having|tablesample)$/;
const endsFrom = /^(where|group|order|limit|offset|union|returning|set|having|values|select|for)$/;

function tokensOf(text: string): string[] {
  return text.replaceAll(/--.*$/gm, '').toLowerCase().match(token) ?? [];
}

class Statement {
  readonly references: Reference[] = [];
  readonly #tokens: string[];
  readonly #parts: Set<string>;
  readonly #equations: { scope: Scope; sides: [Side, Side | null] }[] = [];
  #brackets: Bracket[] = [{ scope: { around: null }, before: '', inFrom: false }];

  constructor(text: string) {
    this.#tokens = tokensOf(text);
    this.#parts = new Set(text.toLowerCase().match(/\w+(?=\s+as\s+(not\s+)?(materialized\s+)?\()/g));
    for (let i = 0; i < this.#tokens.length; i++) this.#read(i);
  }

  /** Follows equations as far as they lead. */
  names(reference: Reference, seen: Reference[] = []): boolean {
    if (reference.given) return true;
    return this.#equations.some(({ scope, sides: [left, right] }) => {
      const pairs: [Side | null, Side | null][] = [
        [left, right],
        [right, left],
      ];
      return pairs.some(([own, other]) => {
        if (own === null || this.#meant(own, scope) !== reference) return false;
        const next = other && this.#meant(other, scope);
        return (
          !next || tables[next.table] !== 'account' || (!seen.includes(next) && this.names(next, [...seen, reference]))
        );
      });
    });
  }

  /** The table of a column; null if it is not a table of ours, or one without an account. */
  #meant({ alias, column }: Side, scope: Scope): Reference | null {
    for (let at: Scope | null = scope; at; at = at.around) {
      const here = this.references.filter((reference) => reference.scope === at);
      const found = here.find((reference) =>
        alias === null
          ? column === keyOf(reference) && (column !== 'id' || here.length === 1)
          : reference.alias === alias,
      );
      if (found) return column === keyOf(found) ? found : null;
    }
    return null;
  }

  get #bracket(): Bracket {
    const bracket = this.#brackets.at(-1);
    if (bracket === undefined) throw new Error('a bracket is closed that was not opened');
    return bracket;
  }

  #read(i: number): void {
    const [word = '', before = '', next = ''] = [this.#tokens[i], this.#tokens[i - 1], this.#tokens[i + 1]];
    if (word === ';') this.#brackets = [{ scope: { around: null }, before: '', inFrom: false }];
    else if (word === '(') this.#open(next, before);
    else if (word === ')') this.#brackets.pop();
    else if (word === ',' && this.#bracket.inFrom) this.#readTable(i + 1);
    else if (word === '=' || word === 'in') this.#readEquation(i);
    else if (endsFrom.test(word) && before !== '.') this.#bracket.inFrom = false;
    // Each part of a union has its own tables, and so has the source of an insert.
    if (word === 'union' || (word === 'select' && this.#inserts()))
      this.#bracket.scope = { around: this.#bracket.scope.around };
    this.#readKeyword(word, i, before, next);
  }

  #inserts(): boolean {
    return this.references.some(({ scope, isInsert }) => isInsert && scope === this.#bracket.scope);
  }

  #open(next: string, before: string): void {
    const { scope } = this.#bracket;
    const inner = queries.includes(next) ? { around: scope } : scope;
    this.#brackets.push({ scope: inner, before, inFrom: false });
  }

  #readKeyword(word: string, i: number, before: string, next: string): void {
    if (word === 'from' && before !== 'distinct' && !ofFunctions.includes(this.#bracket.before)) this.#startFrom(i);
    else if (word === 'using' && next !== '(') this.#startFrom(i);
    else if (word === 'using') this.#readSharedColumns(i);
    else if (word === 'join' || (word === 'update' && !['for', 'key', 'do', 'or'].includes(before)))
      this.#readTable(i + 1);
    else if (word === 'into' && before === 'insert') this.#readTable(i + 1, true);
  }

  #startFrom(i: number): void {
    this.#bracket.inFrom = true;
    this.#readTable(i + 1);
  }

  #readTable(start: number, isInsert = false): void {
    let i = start;
    while (['lateral', 'only', 'public', '.'].includes(this.#tokens[i] ?? '')) i++;
    const name = this.#tokens[i] ?? '';
    if (!isTable(name) || this.#parts.has(name) || (this.#tokens[i + 1] === '(' && !isInsert)) return;
    const after = this.#tokens[i + 1] === 'as' ? i + 2 : i + 1;
    const hasAlias = /^[a-z_]/.test(this.#tokens[after] ?? '') && !noAlias.test(this.#tokens[after] ?? '');
    const alias = hasAlias ? (this.#tokens[after] ?? name) : name;
    const reference = { table: name, alias, scope: this.#bracket.scope, isInsert, given: false };
    reference.given = isInsert && this.#columnsAt(hasAlias ? after + 1 : after).includes(keyOf(reference));
    this.references.push(reference);
  }

  #columnsAt(i: number): string[] {
    const end = this.#tokens.indexOf(')', i);
    return this.#tokens[i] === '(' ? this.#tokens.slice(i, end) : [];
  }

  /** join t using (account_id): the account is the same as in the table before it. */
  #readSharedColumns(i: number): void {
    const { scope } = this.#bracket;
    const [last, ...others] = this.references.filter((reference) => reference.scope === scope).reverse();
    if (!last || !this.#columnsAt(i + 1).includes('account_id')) return;
    const sides = [last, ...others].map(({ alias }): Side => ({ alias, column: 'account_id' }));
    for (const side of sides.slice(1))
      this.#equations.push({ scope, sides: [{ alias: last.alias, column: 'account_id' }, side] });
  }

  #readEquation(i: number): void {
    const before = this.#side(i - 1, i - 3);
    const after = this.#side(this.#tokens[i + 2] === '.' ? i + 3 : i + 1, i + 1);
    const { scope } = this.#bracket;
    if (before) this.#equations.push({ scope, sides: [before, after] });
    else if (after) this.#equations.push({ scope, sides: [after, null] });
  }

  #side(column: number, alias: number): Side | null {
    const name = this.#tokens[column] ?? '';
    if (name !== 'account_id' && name !== 'id') return null;
    const isQualified = this.#tokens[column - 1] === '.';
    return { alias: isQualified ? (this.#tokens[alias] ?? null) : null, column: name };
  }
}

const keyOf = ({ table }: Pick<Reference, 'table'>): string => (table === 'accounts' ? 'id' : 'account_id');
