import type { ChangePlan } from '../../client/index.ts';
import type { DryRun } from '../connect.ts';
import { type Io, write } from '../io.ts';
import { planLines } from './plan-lines.ts';
import { json } from './show.ts';

/** What a write would do. */
export async function showDryRun(io: Io, { answer: { plan, answer } }: DryRun, asJson: boolean): Promise<void> {
  if (asJson) return write(io, json({ dryRun: true, plan, answer }));
  const lines = isPlan(plan) ? planLines(plan) : ['This would be done. It changes no people.'];
  await write(io, `${lines.join('\n')}\n`);
}

function isPlan(plan: unknown): plan is ChangePlan {
  return typeof plan === 'object' && plan !== null && 'refusals' in plan;
}
