import { sql } from 'kysely';
import { mailPerson } from '../../access/mails/mail-person.ts';
import { accountName } from '../../accounts/read-account.ts';
import { all } from '../../database/database.ts';
import type { Ctx } from '../../kernel/context.ts';
import type { MailTemplates } from '../../mail/mail-queue.ts';
import type { Tools } from '../../tools.ts';

/** Tells people who become an Admin, or no longer are one. */
export async function announceRoles(ctx: Ctx, tools: Tools, changeId: string, seq: number): Promise<void> {
  const people = await all(
    ctx.db,
    sql<{ email: string; role: string }>`select u.email, u.role from change_chunks c
      cross join lateral unnest(c.ids) as t (id) join users u on u.account_id = c.account_id and u.id = t.id
      where c.account_id = ${ctx.accountId} and c.change_id = ${changeId} and c.seq = ${seq} and c.before ? 'role' and u.status = 'active'`,
  );
  const name = await accountName(ctx);
  for (const { email, role } of people) {
    await mailPerson(ctx, tools, {
      template: 'roleChanged',
      recipient: email,
      accountId: ctx.accountId,
      ofAccount: true,
      rate: 'notices',
      data: () => ({ role, accountName: name }),
    });
  }
}

export const changeMails: MailTemplates = {
  roleChanged: ({ role, accountName }, { config }) => ({
    subject:
      role === 'admin' ? `You are now an Admin of ${accountName}` : `You are no longer an Admin of ${accountName}`,
    heading:
      role === 'admin' ? `You are now an Admin of ${accountName}.` : `You are no longer an Admin of ${accountName}.`,
    paragraphs: [
      role === 'admin'
        ? 'You can now manage people, groups and billing.'
        : 'You keep your own profile and everything you had as a Member.',
    ],
    button: { label: 'Open Muster', url: config.publicUrl },
    footnote: 'You get this because your role was changed. If that surprises you, ask the Owner of the account.',
  }),
};
