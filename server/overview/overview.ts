import { z } from 'zod';

export const expiringDays = 3;

export const overviewSchema = z
  .object({
    expiring: z.int().describe(`Invitations that end within ${expiringDays} days.`),
    failedMails: z
      .object({
        bounced: z.int(),
        delayed: z.int(),
        checked: z.int().describe('How many of the pending people were looked at: those whose invitations end last.'),
      })
      .describe('Invitations that did not arrive.'),
    secondAdmin: z.boolean().describe('Is there an active or invited Admin besides the Owner?'),
  })
  .meta({ id: 'Overview' });

export type Overview = z.infer<typeof overviewSchema>;
