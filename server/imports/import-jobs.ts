import { z } from 'zod';
import { defineJob } from '../jobs/job.ts';

/** An account plans one import at a time: each reads a whole file and judges it against all users. */
export const planImportJob = defineJob({
  name: 'imports.plan',
  kind: 'long',
  priority: 'changes',
  data: z.object({ accountId: z.uuid(), changeId: z.uuid() }),
  serialKey: ({ accountId }) => `plan:${accountId}`,
});

/** Deletes the lines of imports that made room for later ones. */
export const forgetLinesJob = defineJob({
  name: 'imports.forget',
  kind: 'upkeep',
  priority: 'rest',
  data: z.object({ accountId: z.uuid() }),
  serialKey: ({ accountId }) => `forget:${accountId}`,
});
