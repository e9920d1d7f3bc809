import { sql } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import { makeLink } from './links.ts';
import { mailPerson, type Post } from './mail-person.ts';

export type EmailChange = {
  identityId: string;
  accountId: string;
  accountName: string;
  userId: string;
  /** The current sign-in address, and the requested one. */
  before: string;
  after: string;
};

/**
 * Asks for another sign-in address. Nothing changes until the link mailed to the new address confirms it. The old address is told. Only the
 * newest of several such links works.
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
