import { z } from 'zod';
import { defineJob } from '../jobs/job.ts';

/** A known and an unknown address leave the same job behind. */
export const mailResetJob = defineJob({
  name: 'resets.mail',
  kind: 'short',
  priority: 'mail',
  data: z.object({ emailKey: z.string() }),
});
