import { type RawBuilder, sql } from 'kysely';
import { columnOf, type Field, fieldOf, textOf } from '../../users/rules/fields.ts';
import { isExpired } from '../../users/rules/user-sql.ts';
import type { Recorded, Value } from './proposal.ts';

type Sql = RawBuilder<unknown>;

const present = (field: Field): Sql => textOf(field, columnOf(field, 'u'));

/** The proposed value of a field for user u and row p: a text, or an array for a list. null leaves the field unchanged. */
export function proposedSql(field: Field, value: Value): Sql {
  if (fieldOf(field).form !== 'list') return sql`(${textSql(field, value)})::text`;
  if ('to' in value) return sql`${value.to}::text[]`;
  if ('from' in value) return sql`${sql.ref(`p.${value.from}`)}::text[]`;
  return 'before' in value ? sql`string_to_array((${textSql(field, value)}), ',')` : sql`null::text[]`;
}

/** The same for a key. */
export function proposedKeySql(value: Value): Sql {
  return sql`(${textSql('email', value)})::text`;
}

function textSql(field: Field, value: Value): Sql {
  if ('to' in value) return sql`${value.to}`;
  if ('from' in value) return sql.ref(`p.${value.from}`);
  if ('toExpired' in value) return sql`case when ${isExpired} then ${value.toExpired} ${opposite(value.others)} end`;
  if ('undoAdding' in value) return sql`case when not u.joined then 'removed' end`;
  if ('add' in value) return sql`null`;
  const before = recordedSql(value.before);
  if (field === 'status') return statusBack(before, recordedSql(value.after));
  return sql`case when ${isStill(value)} then ${before} end`;
}

/** The status of a column of the people, for those who have the opposite one. */
function opposite(column: string | undefined): Sql {
  if (column === undefined) return sql``;
  const asked = sql.ref(`p.${column}`);
  return sql`when (u.status, ${asked}) in (('active', 'deactivated'), ('deactivated', 'active')) then ${asked}`;
}

/** The verb that leads from the status after the change back to the one before. */
function statusBack(before: Sql, after: Sql): Sql {
  return sql`case when u.status <> ${after} or ${before} = ${after} then null
      when ${after} = 'removed' then 'restored' when ${before} = 'pending' then null else ${before} end`;
}

/** Are fields that belong together still what the recorded change made of them? */
function isStill({ together }: Extract<Value, { before: Recorded }>): Sql {
  if (together.length === 0) return sql`true`;
  const same = together.map(({ field, after }) => sql`${present(field)} = ${recordedSql(after)}`);
  return sql`(${sql.join(same, sql` and `)})`;
}

/** Did others change the field since the change that is undone? It is then listed and left. Null if that is impossible. */
export function conflictSql(field: Field, value: Value): Sql | null {
  if ('undoAdding' in value) return sql`(u.joined and u.status <> 'removed')`;
  if (!('before' in value)) return null;
  const [before, after] = [recordedSql(value.before), recordedSql(value.after)];
  if (field === 'status') return sql`(u.status <> ${after} and u.status <> ${before})`;
  return sql`(not ${isStill(value)} and ${before} is distinct from ${after} and ${present(field)} is distinct from ${before})`;
}

function recordedSql(recorded: Recorded): Sql {
  return 'all' in recorded ? sql`${recorded.all}::text` : sql`p.${sql.ref(recorded.column)}`;
}
