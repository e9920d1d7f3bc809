import { z } from 'zod';
import { moment } from '../kernel/schema.ts';

/** The invitations of an account that are not mailed yet, and their progress. */
export const mailQueueSchema = z.object({
  waiting: z
    .number()
    .describe('Invitations still to be handed over. One that a mail server has put off is not among them.'),
  perSecond: z
    .number()
    .nullable()
    .describe(
      'How fast they go: the pace the operator has set, or what is reached of it. null when it is not known yet.',
    ),
  secondsLeft: z.number().nullable().describe('How long they take at that pace, as if nothing stood still.'),
  pausedAt: moment.nullable().describe('Since when the account’s queue stands still; null when it moves.'),
  silence: z
    .object({ since: moment, refused: z.boolean(), detail: z.string() })
    .nullable()
    .describe(
      'Since when the mail server takes no mail, and why: refused when it says so in its own words, as where it does not know the sender; else it is away. All mail waits for it, resets and confirmations as well; it is tried again at least every minute. null while it takes mail, or when none waits.',
    ),
});
mailQueueSchema.register(z.globalRegistry, { id: 'MailQueue' });
export type MailQueue = z.infer<typeof mailQueueSchema>;

export const mailQueuePatch = z.strictObject({ paused: z.boolean() }).meta({ id: 'UpdateMailQueue' });

/** If the measured pace is this close to the set pace, the set one is shown: 50 rather than 49.2. */
const nearly = 0.85;

export function estimate(
  waiting: number,
  pace: number | null,
  reached: number | null,
): Pick<MailQueue, 'perSecond' | 'secondsLeft'> {
  const perSecond = pace !== null && (reached === null || reached >= nearly * pace) ? pace : rounded(reached);
  return { perSecond, secondsLeft: perSecond ? Math.ceil(waiting / perSecond) : null };
}

function rounded(perSecond: number | null): number | null {
  if (perSecond === null) return null;
  return perSecond >= 10 ? Math.round(perSecond) : Math.max(0.1, Math.round(perSecond * 10) / 10);
}
