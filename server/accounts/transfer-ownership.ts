import { sql } from 'kysely';
import { mailPerson, type Post } from '../access/mails/mail-person.ts';
import { requirePermission } from '../access/rules/permissions.ts';
import { forgetCallers } from '../access/sessions/remembered.ts';
import { recordAudit } from '../audit/record.ts';
import { all, one } from '../database/database.ts';
import type { Ctx } from '../kernel/context.ts';
import { Problem } from '../kernel/problem.ts';
import type { MailTemplates } from '../mail/mail-queue.ts';

/**
 * Hands the account to another active user, in one step. The old Owner becomes an Admin. The caller has checked the Owner's password
 * before.
 * @throws Problem forbidden (403), transfer_target (409), unknown_user (404)
 */
export async function transferOwnership(ctx: Ctx, post: Post, userId: string): Promise<void> {
  requirePermission(ctx, 'ownership.transfer');
  const people = await all(
    ctx.db,
    sql<{ id: string; email: string; status: string }>`select id, email, status from users
      where account_id = ${ctx.accountId} and id in (${userId}, ${ctx.actor.id}) order by id for update`,
  );
  const account = await one(
    ctx.db,
    sql<{ name: string; owner_id: string }>`select name, owner_id from accounts where id = ${ctx.accountId} for update`,
  );
  // A concurrent request of this Owner has handed it over already.
  if (account.owner_id !== ctx.actor.id) throw new Problem('forbidden');
  const target = people.find((person) => person.id === userId);
  if (!target) throw new Problem('unknown_user');
  if (target.status !== 'active' || userId === ctx.actor.id) throw new Problem('transfer_target');
  await sql`update users set role = 'admin', updated_at = muster_now()
    where account_id = ${ctx.accountId} and id in (${userId}, ${ctx.actor.id})`.execute(ctx.db);
  await sql`update accounts set owner_id = ${userId} where id = ${ctx.accountId}`.execute(ctx.db);
  recordAudit(ctx, 'account.ownership_transferred', { userId, details: { before: ctx.actor.id, after: userId } });
  for (const { id, email } of people) {
    const template = id === userId ? 'ownership-received' : 'ownership-given';
    await mailPerson(ctx, post, {
      template,
      recipient: email,
      accountId: ctx.accountId,
      ofAccount: true,
      rate: 'notices',
      data: () => ({ accountName: account.name }),
    });
  }
  ctx.afterCommit(forgetCallers);
}

export const accountMails: MailTemplates = {
  'ownership-received': ({ accountName }, { config }) => ({
    subject: `You are now the Owner of ${accountName}`,
    heading: `You are now the Owner of ${accountName}`,
    paragraphs: [
      'The Owner before you handed the account over to you. You alone can make Admins and hand it over again.',
    ],
    button: { label: 'Open Muster', url: config.publicUrl },
    footnote: 'If that surprises you, talk to the Owner before you.',
  }),
  'ownership-given': ({ accountName }, { config }) => ({
    subject: `You handed over ${accountName}`,
    heading: `You are no longer the Owner of ${accountName}`,
    paragraphs: ['You handed the account over, confirmed with your password. You are an Admin now.'],
    button: { label: 'Open Muster', url: config.publicUrl },
    footnote: 'If it was not you, change your password and talk to the new Owner at once.',
  }),
};
