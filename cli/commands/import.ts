import type { Command } from '@commander-js/extra-typings';
import type { Change, Muster } from '../../client/index.ts';
import { connect } from '../connect.ts';
import { apply, dropPlan, rowsOf, tellRefused, tellResult } from '../files/follow.ts';
import { addChoices, choicesOf, planFile } from '../files/plan-file.ts';
import { PlanTable } from '../files/plan-table.ts';
import { type Io, write } from '../io.ts';
import { confirm } from '../show/ask.ts';
import { counted, people, planNotes } from '../show/plan-lines.ts';
import { dryRunOption, json, jsonOption, yesOption } from '../show/show.ts';

export function importCommand(muster: Command, io: Io): void {
  const command = muster
    .command('import <file>')
    .description('add and update the people of a CSV file or workbook; - reads standard input')
    .option(...yesOption)
    .option(...dryRunOption)
    .option(...jsonOption);
  addChoices(command).action(async (file, { yes, dryRun, ...options }, self) => {
    const api = connect(io);
    const change = await planFile(io, api, { file, ...(await choicesOf(api, self)) });
    try {
      // The plan is the answer of a dry run only.
      if (!options.json || !dryRun) await showPlan(dryRun ? io : { stdout: io.stderr }, api, change);
      if (dryRun && options.json) await write(io, json(change));
      if (!dryRun) await confirm(io, question(change), { yes });
    } catch (error) {
      await dropPlan(api, change.id);
      throw error;
    }
    if (dryRun) await dropPlan(api, change.id);
    if (dryRun) return tellRefused(io, api, change);
    await tellResult(io, api, await apply(io, api, change.id, { overflow: change.overflow }), options);
  });
}

const question = ({ plan }: Change) => `Add ${people(plan?.create ?? 0)} and update ${people(plan?.update ?? 0)}?`;

async function showPlan(io: Pick<Io, 'stdout'>, api: Muster, { id, file, plan }: Change): Promise<void> {
  if (!plan) return;
  const table = new PlanTable();
  for await (const row of rowsOf(api, id, 'create', 'update')) table.add(row);
  await write(io, `${file?.name ?? 'The file'}: ${counted(plan)}\n`);
  await table.write(io);
  for (const note of planNotes(plan)) await write(io, `${note}\n`);
}
