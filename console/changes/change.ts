import type { Change, Plan } from '../api/change-types.ts';

/** The server is at work on it; more will come. */
export function isRunning({ state }: Pick<Change, 'state'>): boolean {
  return state === 'planning' || state === 'applying' || state === 'undoing';
}

/** How many people the plan changes. */
export function affectedBy(plan: Plan): number {
  return plan.create + plan.update + plan.remove;
}

/** Products whose free seats do not reach. */
export function shortSeats(plan: Plan): Plan['seats'] {
  return plan.seats.filter(({ needed, free }) => needed > free);
}

export function canUndo(change: Change, now = Date.now()): boolean {
  return (
    change.state === 'applied' &&
    !change.undoneBy &&
    change.undoUntil !== null &&
    new Date(change.undoUntil).getTime() > now
  );
}
