import type { Command } from '@commander-js/extra-typings';
import type { Muster } from '../../client/index.ts';
import { connect } from '../connect.ts';
import { CommandError, exit } from '../exit.ts';
import { applySync, type Done } from '../files/apply-sync.ts';
import { refusedLine, rowsOf, tellRefused } from '../files/follow.ts';
import { readLimit, requireWithin } from '../files/max-change.ts';
import { addChoices, choicesOf } from '../files/plan-file.ts';
import { PlanTable } from '../files/plan-table.ts';
import { SyncPlan } from '../files/sync-plan.ts';
import { type Io, say, write } from '../io.ts';
import { confirm } from '../show/ask.ts';
import { counted, people, planNotes } from '../show/plan-lines.ts';
import { dryRunOption, json, jsonOption, tell, writeArray, yesOption } from '../show/show.ts';

const pruneOption = ['--prune', 'also remove people that the file does not name; never the Owner'] as const;
const maxChangeOption = ['--max-change <limit>', 'stop if more people would change: 20, or 5% of the account'] as const;

export function syncCommands(muster: Command, io: Io): void {
  const plan = muster
    .command('plan <file>')
    .description('what sync would do; exits with 10 if something would change, and with 0 if nothing would')
    .option(...pruneOption)
    .option(...maxChangeOption)
    .option(...jsonOption);
  addChoices(plan).action(async (file, options, self) => {
    const { api, planned } = await begin(io, file, options, self);
    await planOnly(io, api, planned, options).finally(() => planned.drop());
  });
  const sync = muster
    .command('sync <file>')
    .description('make the people of the account as the file says')
    .option(...pruneOption)
    .option(...maxChangeOption)
    .option('--plan <hash>', 'only if the plan has this hash: neither account nor file has changed it since')
    .option(...yesOption)
    .option(...dryRunOption)
    .option(...jsonOption);
  addChoices(sync).action(async (file, { plan: hash, yes, dryRun, ...options }, self) => {
    const { api, planned } = await begin(io, file, options, self);
    if (dryRun) return planOnly(io, api, planned, options).finally(() => planned.drop());
    await syncNow(io, api, planned, { ...options, hash, yes });
  });
}

type Options = { prune?: true | undefined; maxChange?: string | undefined; json?: true | undefined };
type Self = Parameters<typeof choicesOf>[1];

async function begin(io: Io, file: string, { prune, maxChange }: Options, self: Self) {
  // A limit that cannot be read stops before anything is sent.
  if (maxChange !== undefined) readLimit(maxChange);
  const api = connect(io);
  const asked = { file, ...(await choicesOf(api, self)), prune: prune === true };
  return { api, planned: await SyncPlan.make(io, api, asked) };
}

async function planOnly(io: Io, api: Muster, planned: SyncPlan, options: Options): Promise<void> {
  if (options.json) await writePlan(io, planned);
  else await showPlan(io, planned);
  await sayLeftOut(io, api, planned);
  if (options.maxChange !== undefined) await requireWithin(api, readLimit(options.maxChange), planned.changed);
  io.exitCode = planned.changed > 0 ? exit.wouldChange : exit.done;
}

/** One document. The people come first, because only after the last of them the hash is known. */
async function writePlan(io: Io, planned: SyncPlan): Promise<void> {
  const rows = planned.rows();
  let hash = '';
  await write(io, '{\n"people": ');
  await writeArray(
    io,
    withResult(rows, (result) => (hash = result)),
  );
  await write(io, `, ${json({ hash, ...planned.counts, ...planned.notes }).slice(1)}`);
}

async function* withResult<T, R>(rows: AsyncGenerator<T, R>, take: (result: R) => void): AsyncGenerator<T> {
  take(yield* rows);
}

/** For people. Answers the hash. */
async function showPlan(to: Pick<Io, 'stdout'>, planned: SyncPlan): Promise<string> {
  const table = new PlanTable();
  let hash = '';
  for await (const row of withResult(planned.rows(), (result) => (hash = result))) table.add(row);
  await write(to, `${planned.import.file?.name ?? 'The file'}: ${counted(planned.counts)}\n`);
  await table.write(to);
  for (const note of planNotes(planned.notes)) await write(to, `${note}\n`);
  await write(to, `Plan ${hash}\n`);
  return hash;
}

/** Lines that are refused, and people that --prune may not remove. */
async function sayLeftOut(io: Io, api: Muster, planned: SyncPlan): Promise<void> {
  await tellRefused(io, api, planned.import);
  if (!planned.removal) return;
  for await (const row of rowsOf(api, planned.removal.id, 'refused'))
    say(io, refusedLine(row).replace('refused', 'stays'));
}

type SyncOptions = Options & { hash?: string | undefined; yes?: true | undefined };

async function syncNow(io: Io, api: Muster, planned: SyncPlan, options: SyncOptions): Promise<void> {
  const hash = await check(io, api, planned, options).catch(async (error: unknown) => {
    await planned.drop();
    throw error;
  });
  const done = await applySync(io, api, planned);
  if (options.json) await write(io, json({ hash, ...planned.counts, ...done }));
  else await tell(io, summaryOf(done), options);
}

/** Shows the plan, and refuses what the options forbid. Answers the hash. */
async function check(io: Io, api: Muster, planned: SyncPlan, options: SyncOptions): Promise<string> {
  const hash = await showPlan({ stdout: io.stderr }, planned);
  await sayLeftOut(io, api, planned);
  if (options.hash !== undefined && options.hash !== hash)
    throw new CommandError(`The plan is ${hash} and not ${options.hash}: the account or the file has changed since.`);
  if (options.maxChange !== undefined) await requireWithin(api, readLimit(options.maxChange), planned.changed);
  planned.requireSeats();
  if (planned.changed > 0) await confirm(io, `Do this to ${people(planned.changed)}?`, options);
  return hash;
}

const summaryOf = ({ removal, import: imported }: Done) =>
  [removal, imported].flatMap((change) => (change ? [`${change.summary}. Change ${change.id}.`] : [])).join('\n') ||
  'Nothing to change.';
