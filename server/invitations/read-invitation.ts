import { sql } from 'kysely';
import { inAccount, maybe, one } from '../database/database.ts';
import { asInvited, type Ctx } from '../kernel/context.ts';
import { Problem } from '../kernel/problem.ts';
import type { Tools } from '../tools.ts';
import { displayName, isOver } from '../users/rules/user-sql.ts';
import { type Invitation, openInvitation, type Standing } from './invitation.ts';

export type Invited = Standing & {
  email: string;
  emailKey: string;
  firstName: string;
  lastName: string;
  invitedBy: string | null;
  expiresAt: string;
};

/** Runs work in the account of an invitation, as the invited person. @throws invitation_unknown (404) */
export function byInvitation<T>(
  tools: Tools,
  token: string,
  requestId: string,
  work: (ctx: Ctx, invitation: Invitation) => Promise<T>,
): Promise<T> {
  const invitation = openInvitation(tools.signer, token);
  const invited = asInvited(invitation.accountId, invitation.userId, requestId);
  return inAccount(tools.database, invited, (ctx) => work(ctx, invitation));
}

/** @throws invitation_unknown (404) if the person was erased. */
export async function readInvited(ctx: Ctx, userId: string, lock: boolean): Promise<Invited> {
  const invited = await maybe(
    ctx.db,
    sql<Invited>`select u.status, u.invitation_version as "invitationVersion", coalesce(${isOver}, false) as expired, a.name as "accountName", u.email, u.email_key as "emailKey",
        u.first_name as "firstName", u.last_name as "lastName", iso(u.expires_at) as "expiresAt",
        (select ${displayName('i')} from users i where i.account_id = u.account_id and i.id = u.invited_by) as "invitedBy"
      from users u join accounts a on a.id = u.account_id
      where u.account_id = ${ctx.accountId} and u.id = ${userId} ${lock ? sql`for update of u` : sql``}`,
  );
  if (!invited) throw new Problem('invitation_unknown');
  return invited;
}

/** Notes that the link was opened. It says no more than that, because mail scanners open links too. */
export async function noteOpened(ctx: Ctx, { userId, invitationVersion, via }: Invitation): Promise<void> {
  if (via !== 'mail') return;
  await sql`update users set mail_state = 'opened', mail_at = muster_now(), mail_detail = null
    where account_id = ${ctx.accountId} and id = ${userId} and invitation_version = ${invitationVersion} and status = 'pending' and mail_state in ('queued', 'handed_over', 'mailbox', 'delayed')`.execute(
    ctx.db,
  );
}

export async function presentVersion(ctx: Ctx, userId: string): Promise<number> {
  return (
    await one(
      ctx.db,
      sql<{
        invitationVersion: number;
      }>`select invitation_version as "invitationVersion" from users where account_id = ${ctx.accountId} and id = ${userId}`,
    )
  ).invitationVersion;
}
