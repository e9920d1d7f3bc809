import { type RawBuilder, sql } from 'kysely';
import { rates } from '../../kernel/limits.ts';

/*
 * Rules about one user, as SQL over `users u`. Each is defined here only; layout.test.ts refuses other spellings. The clock is a subquery,
 * so a statement reads it once.
 */

type Sql<T = unknown> = RawBuilder<T>;

/** Days that a removed user stays in the trash, an expired invitation under Expired, and a change undoable. */
export const keepDays = 30;

/** What is kept for keepDays ends before this time. */
export const keptSince: Sql<string> = sql`(select muster_now()) - make_interval(days => ${sql.lit(keepDays)})`;

/** The account row names its Owner. The user row knows admin and member only. */
export const isOwner = (accountId: string): Sql<boolean> =>
  sql`(u.id = (select owner_id from accounts where id = ${accountId}))`;

export const roleNow = (accountId: string): Sql<string> =>
  sql`role_now(u.id, u.role, (select owner_id from accounts where id = ${accountId}))`;

/** The same if it is known already whether the user is the Owner. */
export const roleOf = (owner: Sql): Sql<string> => sql`case when ${owner} then 'owner' else u.role end`;

/** Expired is a state by the clock alone: a pending user whose time is over. */
export const isExpired: Sql<boolean> = sql`(u.status = 'pending' and u.expires_at <= (select muster_now()))`;

/** As isExpired, if the status is known to be pending. */
export const isOver: Sql<boolean> = sql`(u.expires_at <= (select muster_now()))`;

export const statusNow: Sql<string> = sql`status_now(u.status, u.expires_at, (select muster_now()))`;

/** The display name of a person: the name, or the address if there is no name. */
export function displayName(alias: string): Sql<string> {
  const of = (column: string) => sql.ref(`${alias}.${column}`);
  return sql`coalesce(display_name(${of('first_name')}, ${of('last_name')}), ${of('email')})`;
}

/** The same in TypeScript. */
export function shownName(user: { firstName: string; lastName: string; email: string }): string {
  return `${user.firstName} ${user.lastName}`.trim() || user.email;
}

/**
 * When an invitation that is sent at this moment expires: after the account's days, rounded up to a full minute. Counts and seats are kept
 * per expiry time, so they need few rows even if thousands are invited one by one.
 */
export const expiryFromNow = (accountId: string): Sql<string> =>
  sql`date_trunc('minute', (select muster_now()) + make_interval(days => (select invitation_days from accounts where id = ${accountId}), mins => 1))`;

const { most: mailsMost, seconds: mailsSeconds } = rates.invitationMails;
/** The start of the hour in which invitation mails are counted. The mail of the invitation itself is the first. */
export const mailsSince: Sql<string> = sql`coalesce(u.recent_mails_since, u.invited_at)`;
/** Did that hour start less than an hour ago, so that another mail counts in it? */
export const mailedLately: Sql<boolean> = sql`coalesce(${mailsSince} > (select muster_now()) - make_interval(secs => ${sql.lit(mailsSeconds)}), false)`;
/** Has the person had the most invitation mails of an hour? */
export const mailLimited: Sql<boolean> = sql`(coalesce(u.recent_mails, 1) >= ${sql.lit(mailsMost)} and ${mailedLately})`;
/** The time from which they may be mailed again. */
export const mailsAgainAt: Sql<string> = sql`${mailsSince} + make_interval(secs => ${sql.lit(mailsSeconds)})`;
