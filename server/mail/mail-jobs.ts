import { z } from 'zod';
import { defineJob } from '../jobs/job.ts';

const data = z.object({ mailId: z.uuid() });

/** One at a time: a mail server that hangs then holds one worker's place and no other work. */
export const sendMailJob = defineJob({
  name: 'mails.send',
  kind: 'short',
  priority: 'mail',
  data,
  serialKey: () => 'mail',
});

/** Sends a notice by the account's own mail server, one at a time for each account. */
export const sendOwnMailJob = defineJob({
  name: 'mails.carry',
  kind: 'carrier',
  priority: 'mail',
  data: data.extend({ accountId: z.uuid() }),
  serialKey: ({ accountId }) => `mail:${accountId}`,
});

export const forgetMailJob = defineJob({ name: 'mails.forget', kind: 'upkeep', priority: 'rest', data });
