import { z } from 'zod';
import { defineJob } from '../../jobs/job.ts';

/** One permanent job for the whole server. It reschedules itself by an hour. */
export const sweepJob = defineJob({
  name: 'trash.sweep',
  kind: 'upkeep',
  priority: 'rest',
  data: z.object({}),
});
