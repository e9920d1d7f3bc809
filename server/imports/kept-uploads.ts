import { sql } from 'kysely';
import { dropPlans, forgetFiles } from '../changes/run/open-changes.ts';
import { all, inAccount } from '../database/database.ts';
import { enqueueNow, type Run } from '../jobs/job.ts';
import { asSystem, type Ctx } from '../kernel/context.ts';
import { bounds } from '../kernel/limits.ts';
import type { Tools } from '../tools.ts';
import { forgetLinesJob } from './import-jobs.ts';

type Kept = { id: string; state: string; bytes: number; lines: number };

/** Lines deleted per transaction. */
const linesMax = 20_000;

/**
 * Makes room for an upload: the oldest uploads of the account are dropped. An applied one keeps its result, record and undo; a plan is
 * dropped.
 */
export async function makeRoom(ctx: Ctx, tools: Tools, more: { bytes: number; files: number }): Promise<void> {
  const kept = await all(
    ctx.db,
    sql<Kept>`select id, state, kept_bytes as bytes, kept_lines as lines from changes
      where account_id = ${ctx.accountId} and (kept_bytes > 0 or kept_lines > 0)
      order by id desc`,
  );
  let room: Record<'files' | 'bytes' | 'lines', number> = {
    files: bounds.keptFilesMax - more.files,
    bytes: bounds.keptFileBytesMax - more.bytes,
    lines: bounds.keptLinesMax,
  };
  const over: Over = { files: [], lines: [], plans: [] };
  for (const { id, state, bytes, lines } of kept) {
    room = { files: room.files - (bytes > 0 ? 1 : 0), bytes: room.bytes - bytes, lines: room.lines - lines };
    const [noFile, noLines] = [bytes > 0 && (room.files < 0 || room.bytes < 0), lines > 0 && room.lines < 0];
    if (state === 'applying') continue;
    if (noFile || noLines) over.plans.push(id);
    if (noFile) over.files.push(id);
    if (noLines) over.lines.push(id);
  }
  await forget(ctx, tools, over);
}

type Over = { files: string[]; lines: string[]; plans: string[] };

async function forget(ctx: Ctx, tools: Tools, over: Over): Promise<void> {
  if (over.plans.length > 0) await dropPlans(ctx, sql`id = any(${over.plans}::uuid[])`);
  if (over.files.length > 0) forgetFiles(ctx, over.files);
  if (over.lines.length === 0) return;
  ctx.db.post(
    sql`update changes set kept_lines = 0 where account_id = ${ctx.accountId} and id = any(${over.lines}::uuid[])`,
  );
  enqueueNow(ctx, tools.worker, forgetLinesJob, { accountId: ctx.accountId });
}

/** Deletes the lines of dropped uploads, in small transactions. */
export async function forgetLines(tools: Tools, { accountId }: { accountId: string }, run: Run): Promise<void> {
  const bite = (ctx: Ctx) =>
    sql`delete from import_lines where account_id = ${accountId} and ctid = any(array(select l.ctid from import_lines l
      join changes c on c.account_id = l.account_id and c.id = l.change_id
      where l.account_id = ${accountId} and c.kept_lines = 0 and c.state not in ('planning', 'planned', 'applying') limit ${linesMax}))`.execute(
      ctx.db,
    );
  for (;;) {
    if (run.draining()) return run.putOff(0);
    const { numAffectedRows } = await inAccount(tools.database, asSystem(accountId), bite);
    if (Number(numAffectedRows) < linesMax) return;
  }
}
