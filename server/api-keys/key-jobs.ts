import { z } from 'zod';
import { defineJob } from '../jobs/job.ts';

/** Warns the maker of a key that it expires at this time. */
export const warnOfExpiryJob = defineJob({
  name: 'keys.warn',
  kind: 'short',
  priority: 'rest',
  data: z.object({ accountId: z.string(), keyId: z.string(), expiresAt: z.string() }),
});
