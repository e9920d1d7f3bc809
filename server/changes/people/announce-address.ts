import { sql } from 'kysely';
import { linkUrl, makeLink } from '../../access/mails/links.ts';
import { mailPerson } from '../../access/mails/mail-person.ts';
import { accountName } from '../../accounts/read-account.ts';
import { maybe } from '../../database/database.ts';
import type { Ctx } from '../../kernel/context.ts';
import type { MailTemplates } from '../../mail/mail-queue.ts';
import type { Tools } from '../../tools.ts';

/**
 * An Admin changed where someone's mail goes, not how they sign in: the old address is told, and the new one is asked to confirm
 * that it shall be the sign-in from now on. Who signs in with the new address already confirmed it themselves.
 */
export async function announceAddress(
  ctx: Ctx,
  tools: Tools,
  { userId, before }: { userId: string; before: string },
): Promise<void> {
  const person = await maybe(
    ctx.db,
    sql<{ email: string; identityId: string }>`select u.email, m.identity_id as "identityId" from users u
      join memberships m on m.account_id = u.account_id and m.user_id = u.id
      join identities i on i.id = m.identity_id and i.email_key <> u.email_key
      where u.account_id = ${ctx.accountId} and u.id = ${userId}`,
  );
  if (!person || person.email === before) return;
  const { email, identityId } = person;
  const data = { email, accountName: await accountName(ctx) };
  const { accountId } = ctx;
  await mailPerson(ctx, tools, {
    template: 'addressChanged',
    recipient: before,
    accountId,
    rate: 'notices',
    data: () => data,
  });
  await mailPerson(ctx, tools, {
    template: 'addressToConfirm',
    recipient: email,
    accountId,
    rate: 'mailsStrangersAsk',
    data: () => ({ ...data, linkId: makeLink(ctx.db, 'email', { identityId, accountId, userId, email }) }),
  });
}

export const addressMails: MailTemplates = {
  addressChanged: ({ email, accountName }, { config }) => ({
    subject: `Your e-mail address in ${accountName} was changed`,
    heading: 'Your e-mail address was changed',
    paragraphs: [
      `An Admin of ${accountName} changed where your mail goes to ${email}. You still sign in with this address until the new one is confirmed.`,
    ],
    button: { label: 'Open Muster', url: config.publicUrl },
    footnote: 'If that surprises you, ask an Owner or Admin of the account.',
  }),
  addressToConfirm: ({ linkId, accountName }, { config, seals }) => ({
    subject: 'Confirm your new e-mail address',
    heading: 'Confirm your new e-mail address',
    paragraphs: [
      `An Admin of ${accountName} gave this as your address. Confirm it to sign in with it from now on. The link is valid for 24 hours.`,
    ],
    button: { label: 'Confirm this address', url: linkUrl(config.publicUrl, seals, 'email', linkId ?? '') },
    footnote: 'If you do not know the sender, do nothing: nothing changes until you confirm.',
  }),
};
