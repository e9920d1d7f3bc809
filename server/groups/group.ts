import { z } from 'zod';
import { versionSchema } from '../http/version.ts';
import { lineNeeded, withoutUnseen } from '../kernel/text.ts';

export const groupNameSchema = lineNeeded(100);

export const groupSchema = z.object({
  id: z.string(),
  version: versionSchema,
  name: z.string(),
  isDefault: z.boolean().describe('New users get it unless another is chosen.'),
  members: z.number().describe('Pending, active and deactivated users.'),
});
groupSchema.register(z.globalRegistry, { id: 'Group' });
export type Group = z.infer<typeof groupSchema>;

/** Names that look the same have the same key: NFKC, lower case, single spaces, no invisible characters. */
export function groupNameKey(name: string): string {
  return withoutUnseen(name).normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
}
