import { sql } from 'kysely';
import { requirePermission } from '../access/rules/permissions.ts';
import { permissionsToGoOn } from '../changes/engine/needed-permissions.ts';
import { readChange } from '../changes/run/apply.ts';
import { asRequester } from '../changes/run/as-requester.ts';
import { forgetFiles } from '../changes/run/open-changes.ts';
import { inAccount, maybe } from '../database/database.ts';
import type { Run } from '../jobs/job.ts';
import { asSystem, type Ctx } from '../kernel/context.ts';
import { Problem, type ProblemCode } from '../kernel/problem.ts';
import type { Tools } from '../tools.ts';
import { planImport } from './import-plan.ts';

/** Milliseconds between two updates of the progress. */
const TELL_MS = 500;

type Import = { accountId: string; changeId: string };

/** Thrown to stop planning when this server drains. Planning starts again on the next run. */
class Draining extends Error {}

/** Plans a large file, with the current rights of the person who sent it. */
export async function planLargeImport(tools: Tools, file: Import, run: Run): Promise<void> {
  try {
    await asRequester(tools, file.accountId, file.changeId, async (ctx) => {
      const change = await readChange(ctx, file.changeId);
      if (change.state !== 'planning') return;
      requirePermission(ctx, ...permissionsToGoOn(change));
      await planImport(ctx, tools, change, teller(tools, file, run));
    });
  } catch (error) {
    if (error instanceof Draining) return run.putOff(0);
    if (!(error instanceof Problem) || error.status >= 500) throw error;
    // The change was cancelled, which needs no note; or the file is not a valid list.
    if (error.code !== 'change_not_planned') await fail(tools, file, error.code);
  }
}

/** Stores the progress outside the reading's transaction, and stops the reading if the change was cancelled. */
function teller(tools: Tools, file: Import, run: Run) {
  let next = performance.now() + TELL_MS;
  return async (done: number, total: number) => {
    if (run.draining()) throw new Draining();
    if (performance.now() < next) return;
    next = performance.now() + TELL_MS;
    if (!(await note(tools, file, sql`done = ${done}, total = ${total}`)))
      throw new Problem('change_not_planned', { state: 'cancelled' });
  };
}

async function fail(tools: Tools, file: Import, code: ProblemCode): Promise<void> {
  await inAccount(tools.database, asSystem(file.accountId), async (ctx) => {
    const failed = sql`state = 'failed', failure = ${code}, done = 0, total = 0`;
    if (await noteIn(ctx, file, failed)) forgetFiles(ctx, [file.changeId]);
  });
}

/** Updates the change while it is being planned. */
async function note(tools: Tools, file: Import, set: ReturnType<typeof sql>): Promise<boolean> {
  return inAccount(tools.database, asSystem(file.accountId), (ctx) => noteIn(ctx, file, set));
}

async function noteIn(ctx: Ctx, { accountId, changeId }: Import, set: ReturnType<typeof sql>): Promise<boolean> {
  const noted = await maybe(
    ctx.db,
    sql`update changes set ${set} where account_id = ${accountId} and id = ${changeId} and state = 'planning' returning 1`,
  );
  return noted !== null;
}
