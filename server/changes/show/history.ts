import { sql } from 'kysely';
import { z } from 'zod';
import { actorSchema, type ShownActor, shownActor } from '../../audit/actor.ts';
import { all, maybe } from '../../database/database.ts';
import { decodeCursor, isMoment, pageQuery, toPage } from '../../http/page.ts';
import type { Ctx } from '../../kernel/context.ts';
import { isId } from '../../kernel/ids.ts';
import { Problem } from '../../kernel/problem.ts';
import { moment } from '../../kernel/schema.ts';
import { sliceOf, valuesAt } from './recorded-rows.ts';
import { type FieldChange, fieldChangeSchema, fieldChanges, idsNamed, type Values } from './row.ts';
import { namesOf } from './show-changes.ts';

export const historyQuery = z.strictObject(pageQuery);
export const historyEntrySchema = z.object({
  changeId: z.string(),
  at: moment,
  actor: actorSchema,
  source: z.string().describe('By which way: console, csv, undo, invitation, …'),
  action: z.string().describe('added, changed, removed, restored, joined, invited again, undone, …'),
  fields: z.array(fieldChangeSchema),
});
historyEntrySchema.register(z.globalRegistry, { id: 'HistoryEntry' });
export type HistoryEntry = z.infer<typeof historyEntrySchema>;

type Found = {
  changeId: string;
  seq: number;
  at: string;
  actor: ShownActor;
  source: string;
  outcome: 'create' | 'update' | 'remove';
  before: Parameters<typeof valuesAt>[0];
  after: Parameters<typeof valuesAt>[0];
};

/** What was done to one person, newest first. @throws unknown_user (404) for people who are not, or no longer, in this account */
export async function listHistory(ctx: Ctx, userId: string, query: z.infer<typeof historyQuery>) {
  await requireUser(ctx, userId);
  const rows = await findRecords(ctx, userId, readCursor(query.cursor), query.limit + 1);
  const recorded = rows.map((row) => ({ ...row, before: valuesAt(row.before, 0), after: valuesAt(row.after, 0) }));
  const names = await namesOf(ctx, idsNamed(recorded));
  return toPage(
    recorded,
    query.limit,
    ({ changeId, at, actor, source, outcome, before, after }): HistoryEntry => {
      const fields = fieldChanges(before, after, names);
      return { changeId, at, actor, source, action: actionOf({ source, outcome, before, after, fields }), fields };
    },
    (row) => [row.at, row.changeId, String(row.seq)],
  );
}

async function requireUser(ctx: Ctx, id: string): Promise<void> {
  const known = isId(id)
    ? await maybe(ctx.db, sql`select 1 from users where account_id = ${ctx.accountId} and id = ${id}`)
    : null;
  if (!known) throw new Problem('unknown_user');
}

type Position = { at: string; changeId: string; seq: number };

function readCursor(cursor: string | undefined): Position | null {
  const [at, changeId, seq] = decodeCursor(cursor, 3) ?? [];
  if (at === undefined || changeId === undefined || seq === undefined) return null;
  if (!isMoment(at) || !isId(changeId) || !/^\d{1,9}$/.test(seq)) throw new Problem('invalid_cursor');
  return { at, changeId, seq: Number(seq) };
}

/** Records of one person are found by id. Records of many are found by the range of their ids, then checked inside. */
function findRecords(ctx: Ctx, userId: string, from: Position | null, most: number): Promise<Found[]> {
  const older =
    from === null
      ? sql``
      : sql`and (c.at, c.change_id, c.seq) < (${from.at}::timestamptz, ${from.changeId}::uuid, ${from.seq})`;
  const place = sql`array_position(r.ids, ${userId}::uuid)`;
  return all(
    ctx.db,
    sql<Found>`with found as (
        select * from (
          select c.* from change_chunks c where c.account_id = ${ctx.accountId} and c.first_id = c.last_id and c.first_id = ${userId} ${older}
          union all
          select c.* from change_chunks c where c.account_id = ${ctx.accountId} and c.first_id < c.last_id
            and c.last_id >= ${userId} and c.first_id <= ${userId} and ${userId}::uuid = any(c.ids) ${older}
        ) c order by c.at desc, c.change_id desc, c.seq desc limit ${most})
      select r.change_id as "changeId", r.seq, iso(r.at) as at, ${shownActor(ctx.accountId, sql`h.actor_kind`, sql`h.actor_id`)} as actor,
        h.source, r.outcome, ${sliceOf(sql`r.before`, place, place)} as before, ${sliceOf(sql`r.after`, place, place)} as after
      from found r join changes h on h.account_id = r.account_id and h.id = r.change_id
      order by r.at desc, r.change_id desc, r.seq desc`,
  );
}

type Recorded = { source: string; outcome: Found['outcome']; before: Values; after: Values; fields: FieldChange[] };

/** What happened, in everyday words. */
export function actionOf({ source, outcome, before, after, fields }: Recorded): string {
  if (source === 'undo') return 'undone';
  if (outcome === 'create') return 'added';
  if (outcome === 'remove') return 'removed';
  const [was, is] = [before['status'], after['status']];
  if (was === is) return is === 'pending' && fields.length === 0 ? 'invited again' : 'changed';
  if (was === 'removed') return 'restored';
  if (was === 'pending' && is === 'active') return 'joined';
  if (is === 'deactivated') return 'deactivated';
  return is === 'active' ? 'reactivated' : 'changed';
}
