import { setTimeout as sleep } from 'node:timers/promises';
import { type Change, type ChangeRow, type Muster, MusterError, type RowOutcome } from '../../client/index.ts';
import { CommandError, exit } from '../exit.ts';
import { type Io, say, write } from '../io.ts';
import { people } from '../show/plan-lines.ts';
import { Progress } from '../show/progress.ts';
import { json as jsonText, tell } from '../show/show.ts';

const running: Partial<Record<Change['state'], string>> = {
  planning: 'Reading',
  applying: 'Applying',
  undoing: 'Undoing',
};
const [firstWaitMs, longestWaitMs] = [100, 1_000];
const refusedShown = 100;

/** The change once no job continues it. If the person interrupts, it goes on without this program. */
export async function follow(io: Io, api: Muster, change: Pick<Change, 'id' | 'state'>): Promise<Change> {
  const bar = new Progress(io, running[change.state] ?? 'Waiting');
  io.onInterrupt ??= () => sayHowToLook(io, change.id);
  try {
    for (let wait = firstWaitMs; ; wait = Math.min(longestWaitMs, wait * 1.5)) {
      const asked = api.GET('/v1/changes/{id}', { params: { path: { id: change.id } } });
      const { data } = await orSayHowToLook(io, change.id, asked);
      if (!running[data.state]) return data;
      bar.show(data.progress.done, data.progress.total);
      await sleep(wait);
    }
  } finally {
    bar.end();
  }
}

/** Without an answer a change may go on. */
async function orSayHowToLook<T>(io: Io, id: string, asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof MusterError && error.status === 0) sayHowToLook(io, id);
    throw error;
  }
}

function sayHowToLook(io: Io, id: string): void {
  say(io, `The change goes on in Muster. Look at it: muster changes show ${id}`);
  say(io, `Wait for it: muster changes wait ${id}. Stop it: muster changes cancel ${id}`);
}

type Applying = { overflow?: Change['overflow'] | undefined; onInterrupt?: () => Promise<void> };

/** Applies a plan of this command and waits for its end. A plan that is refused is dropped. */
export async function apply(
  io: Io,
  api: Muster,
  id: string,
  { overflow, onInterrupt }: Applying = {},
): Promise<Change> {
  io.onInterrupt = async () => {
    sayHowToLook(io, id);
    await onInterrupt?.();
  };
  const params = { path: { id } };
  const asked = api.POST('/v1/changes/{id}/apply', { params, body: overflow ? { overflow } : {} });
  const { data } = await orSayHowToLook(io, id, asked).catch(async (error: unknown) => {
    // Without an answer it may be under way, and dropping would stop it.
    if (error instanceof MusterError && error.status > 0) await dropPlan(api, id);
    throw error;
  });
  return follow(io, api, data);
}

/** Drops a plan. One that is not there any more needs no dropping. */
export async function dropPlan(api: Muster, id: string): Promise<void> {
  await api.POST('/v1/changes/{id}/cancel', { params: { path: { id } } }).catch(() => {});
}

export async function* rowsOf(api: Muster, id: string, ...outcomes: RowOutcome[]): AsyncGenerator<ChangeRow> {
  for (const outcome of outcomes)
    yield* api.each('/v1/changes/{id}/rows', { params: { path: { id }, query: { outcome, limit: 500 } } });
}

/** Tells what a change did: the answer on stdout, who was left out on stderr; and sets the exit code. */
export async function tellResult(
  io: Io,
  api: Muster,
  change: Change,
  options: { json?: true | undefined },
): Promise<void> {
  if (options.json) await write(io, jsonText(change));
  else await tell(io, `${sentence(change)} Change ${change.id}.`, options);
  await tellRefused(io, api, change);
  io.exitCode = exitCodeOf(change);
}

function sentence({ summary, state, failure }: Change): string {
  if (state === 'failed') return `${summary}: failed. ${failure?.detail ?? ''}`;
  return state === 'cancelled' ? `${summary}: stopped.` : `${summary}.`;
}

/** Who was left out, with the line of the file and the reason. */
export async function tellRefused(io: Io, api: Muster, { id, plan, result }: Change): Promise<void> {
  const count = (result ?? plan)?.refused ?? 0;
  if (count === 0) return;
  let shown = 0;
  for await (const row of rowsOf(api, id, 'refused')) {
    if (shown++ === refusedShown) break;
    say(io, refusedLine(row));
  }
  if (count > refusedShown) say(io, `… ${people(count)} in all: muster changes show ${id} --rows refused`);
}

export function refusedLine({ line, email, name, code, detail }: ChangeRow): string {
  const who = [line === null ? '' : `line ${line}`, email || name].filter(Boolean).join(', ');
  return `refused: ${who}: ${detail ?? code}`;
}

/** Done, partly done, or refused as a whole. */
export function exitCodeOf({ state, result, progress }: Change): number {
  const done = result ? result.create + result.update + result.remove : progress.done;
  if (state === 'failed' || state === 'cancelled') return done > 0 ? exit.partly : exit.refused;
  if ((result?.refused ?? 0) === 0) return exit.done;
  return done > 0 ? exit.partly : exit.refused;
}

/** @throws CommandError if a file could not be read */
export function requirePlanned({ state, failure }: Change): void {
  if (state !== 'planned') throw new CommandError(failure?.detail ?? `The plan is ${state}.`);
}
