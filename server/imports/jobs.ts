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

/** How often people see how far the reading is. */
const TELL_MS = 500;

type Import = { accountId: string; changeId: string };

/** What makes planning give way: it begins anew when this server is up again. */
class Draining extends Error {}

/** Plans a large file, with the rights that the person who sent it has at that moment. */
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
    // Cancelled meanwhile, which is all there is to say; or a file that turned out to be none.
    if (error.code !== 'change_not_planned') await fail(tools, file, error.code);
  }
}

/** Notes how far the reading is, beside its transaction, and stops it when nobody wants it any more. */
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

/** Writes to the change as long as it is being planned. */
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
