import { z } from 'zod';
import { defineJob } from '../../jobs/job.ts';

/** Applies the chunks of a large change. An account has one such job at a time. */
export const applyChangeJob = defineJob({
  name: 'changes.apply',
  kind: 'long',
  priority: 'changes',
  data: z.object({ accountId: z.uuid(), changeId: z.uuid() }),
  serialKey: ({ accountId }) => `changes:${accountId}`,
});

/** Sends the invitations that changes have queued. One job does it, for all servers, and all accounts without a mail server of their own. */
export const mailInvitationsJob = defineJob({
  name: 'invitations.mail',
  kind: 'short',
  priority: 'invitations',
  data: z.object({}),
  serialKey: () => 'invitations.mail',
});

/** Sends the invitations of a change whose date has come. */
export const sendScheduledJob = defineJob({
  name: 'invitations.send',
  kind: 'long',
  priority: 'changes',
  data: z.object({ accountId: z.uuid(), changeId: z.uuid() }),
  serialKey: ({ accountId }) => `changes:${accountId}`,
});

/** Sends those of an account by its own mail server. */
export const mailOwnInvitationsJob = defineJob({
  name: 'invitations.carry',
  kind: 'carrier',
  priority: 'invitations',
  data: z.object({ accountId: z.uuid() }),
  serialKey: ({ accountId }) => `invitations.mail:${accountId}`,
});
