import { sql } from 'kysely';
import { may } from '../../access/rules/permissions.ts';
import type { AuditEvent } from '../../audit/events.ts';
import { maybe } from '../../database/database.ts';
import type { Ctx } from '../../kernel/context.ts';
import type { Tools } from '../../tools.ts';
import { type Do, doSchema, type Result } from '../engine/change.ts';
import { refusalsByRight } from '../engine/judge.ts';
import type { Seating } from '../engine/seating.ts';
import { chunksOf, wantsOfDo } from '../engine/wants.ts';
import { type Written, writeUsers } from '../engine/write-users.ts';
import type { Stored } from './apply.ts';
import { readRecord, wantsOfUndo } from './undo-wants.ts';

export type ChunkResult = { result: Result; mails: number; seatsTaken: Record<string, number> };

/** How one kind of change does one of its chunks. The table is small on purpose: everything else is shared. */
export type Kind = {
  event: AuditEvent;
  applyChunk: (ctx: Ctx, tools: Tools, change: Stored, seq: number, seating: Seating) => Promise<ChunkResult>;
  finished?: (ctx: Ctx, change: Stored, state: 'applied' | 'cancelled' | 'failed') => Promise<void>;
};

const kinds = new Map<string, Kind>();

/** Features that bring a kind of their own (an import) add it here, by the source of its changes. */
export function registerKind(source: string, kind: Kind): void {
  kinds.set(source, kind);
}

export function kindOf(change: Stored): Kind {
  if (change.undoOf !== null) return undo;
  const own = kinds.get(change.source);
  if (own) return own;
  return { event: eventOf(doSchema.parse(change.do)), applyChunk: applyDo };
}

function eventOf(what: Do): AuditEvent {
  if ('remove' in what) return 'users.removed';
  if ('restore' in what) return 'users.restored';
  return 'resend' in what ? 'invitation.resent' : 'users.changed';
}

async function applyDo(ctx: Ctx, tools: Tools, change: Stored, seq: number, seating: Seating): Promise<Written> {
  const what = doSchema.parse(change.do);
  const wants = wantsOfDo(await chunksOf(ctx, change.id, [seq]), what);
  const outcome = 'remove' in what ? 'remove' : 'update';
  return writeUsers(ctx, { changeId: change.id, seq, outcome }, wants, { rules: tools }, seating);
}

const undo: Kind = {
  event: 'users.undone',
  async applyChunk(ctx, tools, change, seq, seating) {
    const undone = change.undoOf ?? '';
    const { outcome, ...wants } = await wantsOfUndo(ctx, undone, await readRecord(ctx, undone, seq));
    return writeUsers(ctx, { changeId: change.id, seq, outcome }, wants, { rules: tools }, seating);
  },
  async finished(ctx, change, state) {
    // An undo that stopped half-way, or left people out for want of rights, can be asked for again: what is back already stays so.
    const isWhole = state === 'applied' && !(await leftForPermissions(ctx, change.id));
    const original = {
      state: isWhole ? 'undone' : change.options.stateBefore,
      undoneBy: state === 'applied' ? change.id : null,
    };
    await sql`update changes set state = ${original.state}, undone_by = ${original.undoneBy} where account_id = ${ctx.accountId} and id = ${change.undoOf}`.execute(
      ctx.db,
    );
  },
};

/** Did a change leave people out whom another actor may change? What even the Owner may not do stays undone for good. */
async function leftForPermissions(ctx: Ctx, changeId: string): Promise<boolean> {
  const codes = may(ctx, 'ownership.transfer')
    ? refusalsByRight.filter((code) => code !== 'owner_protected')
    : refusalsByRight;
  const left = await maybe(
    ctx.db,
    sql`select from change_chunks where account_id = ${ctx.accountId} and change_id = ${changeId} and refused ?| ${codes}::text[] limit 1`,
  );
  return left !== null;
}
