import { sql } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import { makeLink } from './links.ts';
import { mailPerson, type Post } from './mail-person.ts';

export type EmailChange = {
  identityId: string;
  accountId: string;
  accountName: string;
  userId: string;
  /** The address signed in with now, and the one asked for. */
  before: string;
  after: string;
};

/**
 * Asks for another sign-in address: nothing changes until it is confirmed by the link mailed to the new address. The old one is
 * told, and of several such links only the newest works.
 */
export async function askEmailChange(
  ctx: Pick<Ctx, 'db' | 'afterCommit'>,
  post: Post,
  change: EmailChange,
): Promise<void> {
  const { identityId, accountId, accountName, userId, before, after } = change;
  const data = { before, after, accountName };
  await mailPerson(ctx, post, {
    template: 'confirm-new-address',
    recipient: after,
    accountId,
    rate: 'mailsStrangersAsk',
    data: () => {
      ctx.db.post(
        sql`update links set used_at = muster_now() where identity_id = ${identityId} and kind = 'email' and used_at is null`,
      );
      return { ...data, linkId: makeLink(ctx.db, 'email', { identityId, accountId, userId, email: after }) };
    },
  });
  await mailPerson(ctx, post, {
    template: 'address-change-asked',
    recipient: before,
    accountId,
    rate: 'notices',
    data: () => data,
  });
}
