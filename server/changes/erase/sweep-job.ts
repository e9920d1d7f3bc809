import { z } from 'zod';
import { defineJob } from '../../jobs/job.ts';

/** One job for the whole server, kept for ever: it puts itself off until the next hour. */
export const sweepJob = defineJob({
  name: 'trash.sweep',
  kind: 'upkeep',
  priority: 'rest',
  data: z.object({}),
});
