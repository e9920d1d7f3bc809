import { z } from 'zod';
import { defineJob } from '../jobs/job.ts';

/** Known and unknown addresses leave the same job. */
export const mailResetJob = defineJob({
  name: 'resets.mail',
  kind: 'short',
  priority: 'mail',
  data: z.object({ emailKey: z.string() }),
});
