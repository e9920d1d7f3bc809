import { sql } from 'kysely';
import type { AuditEvent } from '../../audit/events.ts';
import { recordAudit } from '../../audit/record.ts';
import type { Ctx } from '../../kernel/context.ts';
import { newId } from '../../kernel/ids.ts';
import type { ProblemCode } from '../../kernel/problem.ts';
import type { Selection } from '../../users/selection.ts';
import type { Result } from './change.ts';

export type NewChange = {
  source: string;
  do: Record<string, unknown>;
  select?: Selection;
  options?: Record<string, unknown>;
  overflow?: 'refuse' | 'fill';
  state: 'planning' | 'planned' | 'applying';
  file?: { short: unknown; details: unknown; bytes: number };
  undoOf?: string;
  total?: number;
};

/** Ids of a selection that answers show. */
const idsShown = 10;

/** The selection as a change shows it. Its people are frozen in its chunks. */
function shownSelection(select: Selection): Record<string, unknown> {
  if ('ids' in select) {
    const { ids } = select;
    return ids.length > idsShown ? { ids: ids.slice(0, idsShown), count: ids.length } : select;
  }
  if ('missingFrom' in select) return select;
  const { where, except = [] } = select;
  if (except.length <= idsShown) return select;
  return { where, except: except.slice(0, idsShown), exceptCount: except.length };
}

/** Begins a change, planned by the actor. Its chunks record what it did, and finishChange its outcome. */
export function beginChange(ctx: Ctx, change: NewChange): string {
  const id = newId();
  ctx.db.post(sql`insert into changes (account_id, id, state, source, actor_kind, actor_id, planned_by_kind, planned_by_id, selection, operation, options, overflow, file, file_details, kept_bytes, undo_of, total, created_at)
    values (${ctx.accountId}, ${id}, ${change.state}, ${change.source}, ${ctx.actor.kind}, ${ctx.actor.id}, ${ctx.actor.kind}, ${ctx.actor.id},
      ${change.select === undefined ? null : JSON.stringify(shownSelection(change.select))}::jsonb, ${JSON.stringify(change.do)}::jsonb, ${JSON.stringify(change.options ?? {})}::jsonb,
      ${change.overflow ?? 'refuse'}, ${change.file ? JSON.stringify(change.file.short) : null}::jsonb, ${change.file ? JSON.stringify(change.file.details) : null}::jsonb,
      ${change.file?.bytes ?? 0}, ${change.undoOf ?? null}, ${change.total ?? 0}, muster_now())`);
  return id;
}

/** Marks a change applied, with its result and its audit line, in the transaction of its last step. */
export function finishChange(
  ctx: Ctx,
  changeId: string,
  end: {
    result: Result;
    state?: 'applied' | 'cancelled' | 'failed';
    failure?: ProblemCode;
    event: AuditEvent;
    userId?: string;
  },
): void {
  const done = end.result.create + end.result.update + end.result.remove;
  ctx.db.post(sql`update changes set state = ${end.state ?? 'applied'}, result = ${JSON.stringify(end.result)}::jsonb,
      failure = ${end.failure ?? null}, applied_at = muster_now(), done = greatest(done, total), reserved = null
    where account_id = ${ctx.accountId} and id = ${changeId}`);
  recordAudit(ctx, end.event, {
    changeId,
    count: done,
    ...(end.userId === undefined ? {} : { userId: end.userId }),
    details: { result: end.result },
  });
}

export function addResults(a: Result, b: Result): Result {
  return {
    create: a.create + b.create,
    update: a.update + b.update,
    remove: a.remove + b.remove,
    unchanged: a.unchanged + b.unchanged,
    refused: a.refused + b.refused,
  };
}
