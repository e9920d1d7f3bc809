import { type Change, type Muster, MusterError } from '../../client/index.ts';
import { exit } from '../exit.ts';
import { type Io, say } from '../io.ts';
import { apply, dropPlan, exitCodeOf, tellRefused } from './follow.ts';
import type { SyncPlan } from './sync-plan.ts';

/** The changes that were applied. */
export type Done = { removal: Change | null; import: Change | null };

/**
 * Applies a plan: first the removal, because it frees seats for the people of the file; then the import. Sets the exit code.
 * @throws MusterError if nothing was done
 */
export async function applySync(io: Io, api: Muster, planned: SyncPlan): Promise<Done> {
  const { create, update, remove, refused } = planned.counts;
  const [toImport, toRemove] = [create + update > 0, remove > 0];
  if (!toImport) await dropPlan(api, planned.import.id);
  if (planned.removal && !toRemove) await dropPlan(api, planned.removal.id);
  const removal = planned.removal && toRemove ? await remover(io, api, planned.removal, planned.import) : null;
  if (removal && removal.state !== 'applied') {
    await dropPlan(api, planned.import.id);
    io.exitCode = exitCodeOf(removal);
    return { removal, import: null };
  }
  const done = { removal, import: toImport ? await importer(io, api, planned.import, removal) : null };
  io.exitCode = codeOf(done, (!toImport || done.import !== null) && refused === 0);
  return done;
}

async function remover(io: Io, api: Muster, removal: Change, next: Change): Promise<Change> {
  const drop = () => dropPlan(api, next.id);
  try {
    const done = await apply(io, api, removal.id, { onInterrupt: drop });
    if (lateRefusals(done) > 0) await tellRefused(io, api, done);
    return done;
  } catch (error) {
    await drop();
    throw error;
  }
}

/** null if it was refused after people were removed: the words say how to take that back. */
async function importer(io: Io, api: Muster, { id, overflow }: Change, removal: Change | null): Promise<Change | null> {
  try {
    const done = await apply(io, api, id, { overflow });
    await tellRefused(io, api, done);
    return done;
  } catch (error) {
    if (!removal || !(error instanceof MusterError)) throw error;
    say(io, `muster: the file was not imported: ${error.message}`);
    say(io, `Done before: ${removal.summary}. Undo it: muster changes undo ${removal.id}`);
    return null;
  }
}

/** People who could be removed when it was planned. Those who are protected from the start were never to be removed. */
const lateRefusals = ({ plan, result }: Change) => (result?.refused ?? 0) - (plan?.refused ?? 0);

function codeOf({ removal, import: imported }: Done, isWhole: boolean): number {
  const code = imported ? exitCodeOf(imported) : exit.done;
  if (isWhole && code === exit.done && (removal === null || lateRefusals(removal) <= 0)) return exit.done;
  return removal === null ? code || exit.refused : exit.partly;
}
