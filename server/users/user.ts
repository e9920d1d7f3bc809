import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { rates } from '../kernel/limits.ts';
import { line, lineNeeded } from '../kernel/text.ts';

export const nameMax = 100;
export const departmentMax = 100;
/** Days a removed user stays in the trash, an expired invitation under Expired, and a change undoable. */
export const keepDays = 30;

export const statuses = ['pending', 'active', 'deactivated', 'expired', 'removed'] as const;
export const roles = ['owner', 'admin', 'member'] as const;

export const nameSchema = line(nameMax);
/** The first name of a person who types it themselves. */
export const ownNameSchema = lineNeeded(nameMax);
export const departmentSchema = line(departmentMax);
export const idSchema = z.uuid().toLowerCase();

export const mailSchema = z
  .object({
    state: z.enum(['queued', 'handed_over', 'delayed', 'bounced', 'opened', 'accepted']),
    at: z.string(),
    detail: z.string().nullable().describe('The mail server’s words.'),
  })
  .describe('What happened to the last invitation mail.');

export const userSchema = z.object({
  id: z.string(),
  email: z.string(),
  emailDomain: z
    .string()
    .nullable()
    .describe('The domain as it really is (ASCII), where the typed one has other letters.'),
  firstName: z.string(),
  lastName: z.string(),
  department: z.string(),
  type: z.string(),
  addOns: z.array(z.string()),
  group: z.object({ id: z.string(), name: z.string() }),
  role: z.enum(roles),
  status: z.enum(statuses),
  invitedAt: z.string().nullable(),
  invitedBy: z.object({ id: z.string(), name: z.string() }).nullable(),
  expiresAt: z.string().nullable().describe('When the invitation ends; null once joined.'),
  mail: mailSchema.nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
  lastSignInAt: z.string().nullable(),
  removedAt: z.string().nullable(),
  purgeAt: z.string().nullable().describe('When a removed user’s data is erased.'),
});

export type User = z.infer<typeof userSchema>;
export type Status = (typeof statuses)[number];

/**
 * When an invitation that is sent now expires: after the account's days, at the next full minute. What is kept per moment of expiry,
 * counts and seats, has then few moments, also where thousands are invited one by one.
 */
export const expiryFromNow = (accountId: string): RawBuilder<string> =>
  sql`date_trunc('minute', (select muster_now()) + make_interval(days => (select invitation_days from accounts where id = ${accountId}), mins => 1))`;

/** Expired is a state by the clock alone: a pending user whose time is over, whether or not anybody has looked. */
export const statusNow: RawBuilder<Status> = sql`case when u.status = 'pending' and u.expires_at <= (select muster_now()) then 'expired' else u.status end`;

const { most: mailsMost, seconds: mailsSeconds } = rates.invitationMails;
/** Since when the invitation mails of `users u` are counted: the one that invited them is the first. */
export const mailsSince: RawBuilder<string> = sql`coalesce(u.recent_mails_since, u.invited_at)`;
/** Is that less than an hour ago, so that another mail is one more of the same hour? */
export const mailedLately: RawBuilder<boolean> = sql`coalesce(${mailsSince} > (select muster_now()) - make_interval(secs => ${sql.lit(mailsSeconds)}), false)`;
/** Has `users u` had as many invitation mails as one person gets within an hour? */
export const mailLimited: RawBuilder<boolean> = sql`(coalesce(u.recent_mails, 1) >= ${sql.lit(mailsMost)} and ${mailedLately})`;
/** When they may be mailed again. */
export const mailsAgainAt: RawBuilder<string> = sql`${mailsSince} + make_interval(secs => ${sql.lit(mailsSeconds)})`;

/** The account row names its Owner; the user row knows admin and member only. */
export const roleNow: RawBuilder<string> = sql`case when u.id = (select owner_id from accounts where id = u.account_id) then 'owner' else u.role end`;

export function shownName(user: { firstName: string; lastName: string; email: string }): string {
  return `${user.firstName} ${user.lastName}`.trim() || user.email;
}
