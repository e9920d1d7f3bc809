import { sql } from 'kysely';
import { may } from '../../access/rules/permissions.ts';
import type { AuditEvent } from '../../audit/events.ts';
import { maybe } from '../../database/database.ts';
import type { Ctx } from '../../kernel/context.ts';
import type { Tools } from '../../tools.ts';
import { type Operation, operationSchema, type Result } from '../engine/change.ts';
import { peopleOfChunks } from '../engine/people.ts';
import { proposalOf } from '../engine/proposal.ts';
import { refusalsByRight } from '../engine/rules.ts';
import type { SeatPolicy } from '../engine/seat-policy.ts';
import { type Written, writeUsers } from '../engine/write-users.ts';
import { readChange, type Stored } from './apply.ts';
import { proposalOfUndo, readRecord } from './undo-proposal.ts';

export type ChunkResult = { result: Result; mails: number; seatsTaken: Record<string, number> };

/** How changes of one source apply one of their chunks. Everything else is shared. */
export type ChangeHandler = {
  event: AuditEvent;
  applyChunk: (ctx: Ctx, tools: Tools, change: Stored, seq: number, policy: SeatPolicy) => Promise<ChunkResult>;
  /** What must be there before its first chunk is applied, in the transaction that begins to apply it. */
  started?: (ctx: Ctx, change: Stored) => Promise<void>;
  finished?: (ctx: Ctx, change: Stored, state: 'applied' | 'cancelled' | 'failed', tools: Tools) => Promise<void>;
  /** Takes back what else it made, once its people are undone. */
  undone?: (ctx: Ctx, changeId: string) => Promise<void>;
};

/** Handlers that features bring, by the source of their changes. */
export type ChangeHandlers = Record<string, ChangeHandler>;

export function handlerOf({ changeHandlers }: Tools, change: Stored): ChangeHandler {
  if (change.undoOf !== null) return undo;
  const own = Object.hasOwn(changeHandlers, change.source) ? changeHandlers[change.source] : undefined;
  if (own) return own;
  return { event: eventOf(operationSchema.parse(change.do)), applyChunk: applyOperation };
}

function eventOf(operation: Operation): AuditEvent {
  if ('remove' in operation) return 'users.removed';
  if ('restore' in operation) return 'users.restored';
  return 'resend' in operation ? 'invitation.resent' : 'users.changed';
}

async function applyOperation(
  ctx: Ctx,
  tools: Tools,
  change: Stored,
  seq: number,
  policy: SeatPolicy,
): Promise<Written> {
  const operation = operationSchema.parse(change.do);
  const proposal = proposalOf(await peopleOfChunks(ctx, change.id, [seq]), operation);
  const outcome = 'remove' in operation ? 'remove' : 'update';
  return writeUsers(ctx, { changeId: change.id, seq, outcome }, proposal, { rules: tools }, policy);
}

const undo: ChangeHandler = {
  event: 'users.undone',
  async applyChunk(ctx, tools, change, seq, policy) {
    const undone = change.undoOf ?? '';
    const { outcome, ...proposal } = await proposalOfUndo(ctx, undone, await readRecord(ctx, undone, seq));
    return writeUsers(ctx, { changeId: change.id, seq, outcome }, proposal, { rules: tools }, policy);
  },
  async finished(ctx, change, state, tools) {
    // An undo that stopped half-way, or left people out for lack of rights or seats, can be repeated. What it restored stays restored.
    const isWhole = state === 'applied' && !(await leftForLater(ctx, change.id));
    const original = {
      state: isWhole ? 'undone' : change.options.stateBefore,
      undoneBy: state === 'applied' ? change.id : null,
    };
    await sql`update changes set state = ${original.state}, undone_by = ${original.undoneBy} where account_id = ${ctx.accountId} and id = ${change.undoOf}`.execute(
      ctx.db,
    );
    if (isWhole && change.undoOf !== null)
      await undoneHandler(tools, await readChange(ctx, change.undoOf))(ctx, change.undoOf);
  },
};

/** What takes back the rest of a change. An undo that is undone has no more to take back. */
function undoneHandler({ changeHandlers }: Tools, { source, undoOf }: Stored): NonNullable<ChangeHandler['undone']> {
  const own = undoOf === null && Object.hasOwn(changeHandlers, source) ? changeHandlers[source] : undefined;
  return own?.undone ?? (async () => {});
}

/**
 * Did a change leave people out who can be changed later: by another actor, or once there are seats? What even the Owner may not do
 * can never be undone.
 */
async function leftForLater(ctx: Ctx, changeId: string): Promise<boolean> {
  const byRight = may(ctx, 'ownership.transfer')
    ? refusalsByRight.filter((code) => code !== 'owner_protected')
    : refusalsByRight;
  const codes = [...byRight, 'seats_short'];
  const left = await maybe(
    ctx.db,
    sql`select from change_chunks where account_id = ${ctx.accountId} and change_id = ${changeId} and refused ?| ${codes}::text[] limit 1`,
  );
  return left !== null;
}
