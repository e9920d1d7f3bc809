import { z } from 'zod';
import type { Ctx } from '../kernel/context.ts';
import { idSchema } from '../kernel/schema.ts';
import { idsMax } from './filter.ts';
import { getUsers } from './read-users.ts';
import { userSchema } from './user.ts';

export const batchBody = z.strictObject({ ids: z.array(idSchema).min(1).max(idsMax) }).meta({ id: 'UserIds' });
export const batchSchema = z
  .object({
    data: z.array(userSchema),
    missing: z.array(z.string()).describe('Ids of no user of this account.'),
  })
  .meta({ id: 'UserBatch', description: 'Users in whatever state, in the order asked for, each once.' });

export async function batchOfUsers(ctx: Ctx, ids: readonly string[]): Promise<z.infer<typeof batchSchema>> {
  const asked = [...new Set(ids)];
  const data = await getUsers(ctx, asked);
  const found = new Set(data.map(({ id }) => id));
  return { data, missing: asked.filter((id) => !found.has(id)) };
}
