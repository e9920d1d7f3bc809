import { z } from 'zod';
import { defineJob } from '../jobs/job.ts';

/** One permanent job for the whole server. It reschedules itself by some seconds. */
export const announceExpiriesJob = defineJob({
  name: 'events.expiries',
  kind: 'short',
  priority: 'rest',
  data: z.object({}),
});
