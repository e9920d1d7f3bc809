import { sql } from 'kysely';
import type { Ctx } from '../kernel/context.ts';
import type { Worker } from '../kernel/jobs.ts';
import { queueMail } from '../kernel/mail-queue.ts';
import { makeLink } from './links.ts';

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
  worker: Pick<Worker, 'nudge'>,
  change: EmailChange,
): Promise<void> {
  const { identityId, accountId, accountName, userId, before, after } = change;
  await sql`update links set used_at = muster_now() where identity_id = ${identityId} and kind = 'email' and used_at is null`.execute(
    ctx.db,
  );
  const linkId = makeLink(ctx.db, 'email', { identityId, accountId, userId, email: after });
  const data = { linkId, before, after, accountName };
  queueMail(ctx, worker, { template: 'confirm-new-address', recipient: after, accountId, data });
  queueMail(ctx, worker, {
    template: 'address-change-asked',
    recipient: before,
    accountId,
    data: { before, after, accountName },
  });
}
