import type { ChangePlan } from '../../client/index.ts';
import { printable } from '../io.ts';

const numbers = new Intl.NumberFormat('en');
export const number = (n: number): string => numbers.format(n);
export const people = (n: number): string => (n === 1 ? '1 person' : `${number(n)} people`);

export const seats = (n: number, product: string): string => `${number(n)} ${n === 1 ? 'seat' : 'seats'} of ${product}`;

const verbs = {
  create: 'to create',
  update: 'to update',
  remove: 'to remove',
  unchanged: 'unchanged',
  refused: 'refused',
} as const;

const doneVerbs = { ...verbs, create: 'created', update: 'updated', remove: 'removed' } as const;

/** "3 to create, 2 to update, 1 refused"; of what is done "3 created" */
export function counted(counts: Partial<Record<keyof typeof verbs, number>>, isDone = false): string {
  const parts = Object.entries(isDone ? doneVerbs : verbs).flatMap(([name, words]) => {
    const n = Object.entries(counts).find(([key]) => key === name)?.[1] ?? 0;
    return n > 0 ? [`${number(n)} ${words}`] : [];
  });
  return parts.join(', ') || 'nothing to do';
}

/** What a plan says besides its people. */
export function planNotes(plan: Pick<ChangePlan, 'seats' | 'mails' | 'addOnsLost' | 'apiKeys'>): string[] {
  return [
    ...plan.seats.map(({ product, needed, free }) =>
      needed < 0 ? `Frees ${seats(-needed, product)}.` : `Needs ${seats(needed, product)}; free: ${number(free)}.`,
    ),
    ...(plan.mails > 0 ? [`Mails to send: ${number(plan.mails)}.`] : []),
    ...(plan.addOnsLost > 0 ? [`${people(plan.addOnsLost)} would lose an add-on that the new type cannot hold.`] : []),
    ...(plan.apiKeys ?? []).map(({ name, prefix }) => printable(`The API key ${name} (${prefix}…) would stop.`)),
  ];
}

/** A plan in a few lines. */
export function planLines(plan: ChangePlan): string[] {
  const refused = plan.refusals.map(({ count, detail, people: named }) => {
    const names = named.map(({ name }) => name).join(', ');
    return printable(
      `  ${number(count)} refused: ${detail}${names ? ` (${names}${count > named.length ? ', …' : ''})` : ''}`,
    );
  });
  return [`${counted(plan)}`, ...refused, ...planNotes(plan)];
}
