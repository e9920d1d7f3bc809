import type { Change, ChangePlan, ChangeResult } from '../api/change-types.ts';

/** The server is at work on it; more will come. */
export function isRunning({ state }: Pick<Change, 'state'>): boolean {
  return state === 'planning' || state === 'applying' || state === 'undoing';
}

/** How many people a plan would change, or a change has changed. */
export function affectedBy({ create, update, remove }: ChangeResult): number {
  return create + update + remove;
}

/** What came of a change; before that, what would. */
export function countsOf({
  result,
  plan,
}: {
  result: ChangeResult | null;
  plan: ChangeResult | null;
}): ChangeResult | null {
  return result ?? plan;
}

/** How many a change was to change and did not come to, because it was stopped or failed before its end. */
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
  // Some may have become what they were to be, or been refused, since the plan.
  const since = (kind: 'unchanged' | 'refused') => Math.max(0, result[kind] - plan[kind]);
  return Math.max(0, affectedBy(plan) - affectedBy(result) - since('unchanged') - since('refused'));
}

/** Nobody would be changed and no mail sent, so there is nothing to apply. */
export function changesNothing(plan: ChangePlan): boolean {
  return affectedBy(plan) === 0 && plan.mails === 0;
}

/** Nobody could be given what needs a seat, and everybody would need one. */
export function reachesNobody(plan: ChangePlan): boolean {
  return plan.seats.some(({ needed, free }) => free <= 0 && needed > 0 && needed >= affectedBy(plan));
}

/** Products whose free seats do not reach. */
export function shortSeats(plan: ChangePlan): ChangePlan['seats'] {
  return plan.seats.filter(({ needed, free }) => needed > free);
}

/** A mail cannot be called back, so sending invitations again is no matter for Undo. */
export function canUndo({ do: what, undoUntil }: Change, now = Date.now()): boolean {
  return !('resend' in what) && undoUntil !== null && new Date(undoUntil).getTime() > now;
}
