import { sql } from 'kysely';
import { linkUrl, makeLink } from '../../access/mails/links.ts';
import { mailPerson } from '../../access/mails/mail-person.ts';
import { accountName } from '../../accounts/read-account.ts';
import { maybe, one } from '../../database/database.ts';
import type { Ctx } from '../../kernel/context.ts';
import type { MailTemplates } from '../../mail/mail-queue.ts';
import type { Tools } from '../../tools.ts';

/**
 * An Admin changed where a person's mail goes, not how they sign in. The old address is told, and the new one is asked to confirm that it
 * becomes the sign-in. A person who signs in with the new address has confirmed it already.
 */
export async function announceAddress(
  ctx: Ctx,
  tools: Tools,
  { userId, before }: { userId: string; before: string },
): Promise<void> {
  const finding = one(
    ctx.db,
    sql<{
      email: string;
      key: string;
    }>`select email, email_key as key from users where account_id = ${ctx.accountId} and id = ${userId}`,
  );
  const signIn = await maybe(
    ctx.db,
    sql<{ identityId: string; key: string }>`select i.id as "identityId", i.email_key as key
      from memberships m join identities i on i.id = m.identity_id
      where m.account_id = ${ctx.accountId} and m.user_id = ${userId}`,
  );
  const { email, key } = await finding;
  if (!signIn || signIn.key === key || email === before) return;
  const { identityId } = signIn;
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
  addressToConfirm: ({ linkId, accountName }, { config, signer }) => ({
    subject: 'Confirm your new e-mail address',
    heading: 'Confirm your new e-mail address',
    paragraphs: [
      `An Admin of ${accountName} gave this as your address. Confirm it to sign in with it from now on. The link is valid for 24 hours.`,
    ],
    button: { label: 'Confirm this address', url: linkUrl(config.publicUrl, signer, 'email', linkId ?? '') },
    footnote: 'If you do not know the sender, do nothing: nothing changes until you confirm.',
  }),
};
