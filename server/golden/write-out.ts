import { DefaultQueryExecutor, PostgresAdapter, PostgresQueryCompiler, type RawBuilder } from 'kysely';
import { format } from 'sql-formatter';

const executor = new DefaultQueryExecutor(new PostgresQueryCompiler(), new PostgresAdapter(), {
  provideConnection: () => {
    throw new Error('these statements are only written out');
  },
});

/** The SQL text for PostgreSQL and its parameters. */
export function compiled(query: RawBuilder<unknown>): { sql: string; parameters: readonly unknown[] } {
  return query.compile({ getExecutor: () => executor });
}

/** A statement in readable form: one clause per line, with its parameters below. */
export function writtenOut({ about, query }: { about: string; query: RawBuilder<unknown> }): string {
  const { sql, parameters } = compiled(query);
  const text = format(sql, { language: 'postgresql', keywordCase: 'preserve', expressionWidth: 100, tabWidth: 2 });
  // Removes quotes and blanks that readers do not need.
  const plain = text.replace(/"([a-z_]+)"/g, '$1').replace(/\b(muster_now|iso|ordered_id) \(/g, '$1(');
  const values = parameters.map((value, i) => `-- $${i + 1} = ${JSON.stringify(value)}`);
  return [`-- ${about}`, plain, '', ...values, ''].join('\n');
}
