import { z } from 'zod';
import { isPlainText } from '../users/name.ts';

export const groupNameSchema = z
  .string()
  .trim()
  .min(1, 'is needed')
  .max(100, 'is longer than 100 characters')
  .refine(isPlainText, 'holds characters that cannot be kept');

export const groupSchema = z.object({
  id: z.string(),
  name: z.string(),
  isDefault: z.boolean().describe('New users get it unless another is chosen.'),
  members: z.number().describe('Pending, active and deactivated users.'),
});
export type Group = z.infer<typeof groupSchema>;

/** Two names that look the same are the same: NFKC, lower case, single spaces. */
export function groupNameKey(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
}
