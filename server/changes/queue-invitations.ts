import type { Ctx } from '../kernel/context.ts';
import { enqueueNow } from '../kernel/jobs.ts';
import type { Tools } from '../seats/catalog.ts';

/** One walker of mails per account at a time, so that nobody is told twice; a few people go ahead of a crowd. */
export async function queueInvitations(
  ctx: Ctx,
  tools: Tools,
  what: { changeId: string; seq?: number; mails: number },
): Promise<void> {
  if (what.mails === 0) return;
  const { changeId, seq, mails } = what;
  const data = seq === undefined ? { changeId } : { changeId, seq };
  await enqueueNow(ctx, tools.worker, {
    name: 'invitations.send',
    accountId: ctx.accountId,
    data,
    serialKey: `mail:${ctx.accountId}`,
    priority: mails <= 10 ? 5 : 0,
  });
}
