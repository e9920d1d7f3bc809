import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { all } from '../database/database.ts';
import { decodeCursor, pageQuery, toPage } from '../http/page.ts';
import type { Ctx } from '../kernel/context.ts';
import { isId } from '../kernel/ids.ts';
import { Problem } from '../kernel/problem.ts';
import { dayOrTimeSchema, moment } from '../kernel/schema.ts';
import { actorSchema, personName, type ShownActor, shownActor } from './actor.ts';
import { auditEventSchema } from './events.ts';
import { summarise } from './summary.ts';

const filterFields = {
  event: auditEventSchema.optional(),
  userId: z.uuid().toLowerCase().optional().describe('Lines about this person.'),
  actorId: z.uuid().toLowerCase().optional().describe('What this person or API key did.'),
  since: dayOrTimeSchema.optional(),
  before: dayOrTimeSchema.optional(),
};
export const auditFilter = z.strictObject(filterFields);
export const auditQuery = z.strictObject({ ...pageQuery, ...filterFields });

export const auditLineSchema = z.object({
  id: z.string(),
  at: moment,
  event: z.string(),
  actor: actorSchema,
  channel: z.string().describe('By which way into Muster: console, csv, system, …'),
  changeId: z.string().nullable(),
  userId: z.string().nullable().describe('Whom it is about, when it is about one person.'),
  count: z.number().describe('How many people it is about.'),
  summary: z.string().describe('What happened, in a sentence.'),
  details: z.record(z.string(), z.unknown()).describe('Ids and numbers; never a name or an address.'),
});
auditLineSchema.register(z.globalRegistry, { id: 'AuditLine' });
type AuditLine = z.infer<typeof auditLineSchema>;

/** Words of later features that the log needs. */
export type Wording = {
  /** What changes do, in a sentence, by id. */
  summariesOf: (ctx: Ctx, changeIds: string[]) => Promise<Map<string, string>>;
  productName: (key: string) => string;
};

type Row = Omit<AuditLine, 'summary' | 'actor'> & { actor: ShownActor; person: string | null };

/** Newest first. Lines can never be changed or deleted. */
export async function listAudit(ctx: Ctx, wording: Wording, query: z.infer<typeof auditQuery>) {
  const [before] = decodeCursor(query.cursor, 1) ?? [];
  if (before !== undefined && !isId(before)) throw new Problem('invalid_cursor');
  const conditions = [sql`e.account_id = ${ctx.accountId}`];
  if (before !== undefined) conditions.push(sql`e.id < ${before}`);
  if (query.event !== undefined) conditions.push(sql`e.event = ${query.event}`);
  if (query.userId !== undefined) conditions.push(sql`e.user_id = ${query.userId}`);
  if (query.actorId !== undefined) conditions.push(sql`e.actor_id = ${query.actorId}`);
  if (query.since !== undefined) conditions.push(sql`e.at >= ${new Date(query.since).toISOString()}::timestamptz`);
  if (query.before !== undefined) conditions.push(sql`e.at < ${new Date(query.before).toISOString()}::timestamptz`);
  const rows = await all(
    ctx.db,
    sql<Row>`select e.id, iso(e.at) as at, e.event, ${shownActor(ctx.accountId, sql`e.actor_kind`, sql`e.actor_id`)} as actor, e.channel,
        e.change_id as "changeId", e.user_id as "userId", coalesce(e.count, (e.user_id is not null)::int) as count, e.details,
        ${personName(ctx.accountId, sql`e.user_id`)} as person
      from audit_events e where ${sql.join(conditions, sql` and `)} order by e.id desc limit ${query.limit + 1}`,
  );
  const changes = await wording.summariesOf(
    ctx,
    rows.flatMap(({ changeId }) => changeId ?? []),
  );
  const groups = await namesIn(ctx, rows, ['groupId', 'before', 'after'], sql`groups`);
  const keys = await namesIn(ctx, rows, ['keyId'], sql`api_keys`);
  const told = ({ person, ...row }: Row): AuditLine => {
    const change = changes.get(row.changeId ?? '') ?? null;
    return { ...row, summary: summarise({ ...row, person, change, groups, keys, productName: wording.productName }) };
  };
  return toPage(rows, query.limit, told, (row) => [row.id]);
}

/** The names of today of what lines name by id in these details. */
async function namesIn(
  ctx: Ctx,
  rows: Row[],
  fields: string[],
  table: RawBuilder<unknown>,
): Promise<Map<string, string>> {
  const named = rows.flatMap(({ details }) => fields.map((field) => details[field]));
  const ids = named.filter((value) => typeof value === 'string').filter(isId);
  if (ids.length === 0) return new Map();
  const found = await all(
    ctx.db,
    sql<{ id: string; name: string }>`select t.id, t.name from ${table} t
      where t.account_id = ${ctx.accountId} and t.id = any(${ids}::uuid[])`,
  );
  return new Map(found.map(({ id, name }) => [id, name]));
}
