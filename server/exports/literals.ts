import type { CompiledQuery } from 'kysely';
import pg from 'pg';

/** A query with its parameters as literals, for COPY, which takes no parameters. Texts use the driver's escaper. */
export function withLiterals({ sql, parameters }: Pick<CompiledQuery, 'sql' | 'parameters'>): string {
  // One pass, so that a parameter's text is never taken for a placeholder.
  return sql.replace(/\$(\d+)/g, (_, place: string) => literal(parameters[Number(place) - 1]));
}

function literal(value: unknown): string {
  if (typeof value === 'string') return pg.escapeLiteral(value);
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  if (Array.isArray(value)) return `array[${value.map(literal).join(', ')}]`;
  throw new Error('no way is known to write this value into a query');
}
