import type { Change, ChangeEntry, ChangePlan, ChangeResult, RowOutcome } from '../api/change-types.ts';

/** The server is working on it, and its state will change. */
export function isRunning({ state }: Pick<Change, 'state'>): boolean {
  return state === 'planning' || state === 'applying' || state === 'undoing';
}

/** The number of people that a plan would change, or a change has changed. */
export function affectedBy({ create, update, remove }: ChangeResult): number {
  return create + update + remove;
}

/** The result of a change, or its plan while there is no result. */
export function countsOf({
  result,
  plan,
}: {
  result: ChangeResult | null;
  plan: ChangeResult | null;
}): ChangeResult | null {
  return result ?? plan;
}

/** The number of rows of a kind. Lines that an import leaves out are in no count of people. */
export function rowsOf({ file, ...change }: Pick<Change, 'result' | 'plan' | 'file'>, kind: RowOutcome): number {
  if (kind !== 'skipped') return countsOf(change)?.[kind] ?? 0;
  const { notPeople, leftOut = 0 } = file?.findings ?? {};
  return leftOut + (notPeople?.count ?? 0);
}

/** The number of people that a change did not reach, because it was stopped or failed. */
export function notReached({
  state,
  plan,
  result,
  progress,
}: Pick<Change, 'state' | 'plan' | 'result' | 'progress'>): number {
  if (!result || (state !== 'cancelled' && state !== 'failed')) return 0;
  const settled = affectedBy(result) + result.unchanged + result.refused;
  // Stopped before it was planned.
  if (!plan) return Math.max(0, progress.total - settled);
  // Since the plan, some may have become unchanged or refused.
  const since = (kind: 'unchanged' | 'refused') => Math.max(0, result[kind] - plan[kind]);
  return Math.max(0, affectedBy(plan) - affectedBy(result) - since('unchanged') - since('refused'));
}

/** No person would be changed and no mail sent, so there is nothing to apply. */
export function changesNothing(plan: ChangePlan): boolean {
  return affectedBy(plan) === 0 && plan.mails === 0;
}

/** All people would need a seat, and none is free. */
export function reachesNobody(plan: ChangePlan): boolean {
  return plan.seats.some(({ needed, free }) => free <= 0 && needed > 0 && needed >= affectedBy(plan));
}

/**
 * How many people a plan reaches as far as the free seats go; null if that cannot be told before, because several products are short. A
 * person may need seats of more than one.
 */
export function reachOf(plan: ChangePlan): number | null {
  const short = shortSeats(plan);
  const [only] = short;
  if (only === undefined) return affectedBy(plan);
  return short.length > 1 ? null : Math.max(0, affectedBy(plan) - (only.needed - Math.max(0, only.free)));
}

/** Products without enough free seats. */
export function shortSeats(plan: ChangePlan): ChangePlan['seats'] {
  return plan.seats.filter(({ needed, free }) => needed > free);
}

/** A mail cannot be recalled, so resending invitations cannot be undone. */
export function canUndo({ do: what, undoUntil }: Pick<ChangeEntry, 'do' | 'undoUntil'>, now = Date.now()): boolean {
  return !('resend' in what) && undoUntil !== null && new Date(undoUntil).getTime() > now;
}
