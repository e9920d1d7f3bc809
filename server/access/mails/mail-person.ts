import type { Worker } from '../../jobs/jobs.ts';
import type { Config } from '../../kernel/config.ts';
import type { Ctx } from '../../kernel/context.ts';
import type { RateLimits } from '../../kernel/rate-limits.ts';
import { type NewMail, queueMail } from '../../mail/mail-queue.ts';
import { emailKey } from '../rules/email.ts';

/** What queueing a mail needs besides the transaction. */
export type Post = { config: Config; worker: Pick<Worker, 'nudge'>; rateLimits: RateLimits };

/** Mails one person at their stored address, within the limits of that address. */
export async function mailPerson(
  ctx: Pick<Ctx, 'db' | 'afterCommit'>,
  post: Post,
  mail: Omit<NewMail, 'recipientKey'>,
): Promise<void> {
  const recipientKey = emailKey(mail.recipient);
  if (recipientKey === null) throw new Error('a stored address is an address');
  await queueMail(ctx, post, { ...mail, recipientKey });
}

/** Tells a person that the password of their sign-in was changed, in whatever way. */
export function mailPasswordChanged(ctx: Pick<Ctx, 'db' | 'afterCommit'>, post: Post, email: string): Promise<void> {
  const data = () => ({ email });
  return mailPerson(ctx, post, {
    template: 'password-changed',
    recipient: email,
    accountId: null,
    rate: 'notices',
    data,
  });
}
