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

export const forgetMailJob = defineJob({ name: 'mails.forget', kind: 'upkeep', priority: 'rest', data });
