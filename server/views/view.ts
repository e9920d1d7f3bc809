import { z } from 'zod';
import { groupNameKey, groupNameSchema } from '../groups/group.ts';
import { moment, notEmpty, reference } from '../kernel/schema.ts';
import { filterSchema } from '../users/filter.ts';
import { sortSchema } from '../users/orders.ts';

/** The most views per person, and the most shared views per account. All of them are one answer, and one menu. */
export const ownMax = 100;
export const sharedMax = 200;

const columnSchema = z.string().regex(/^[a-zA-Z]{1,40}$/, 'is not the name of a column');

/** A configuration of the list of users. The client defines which columns exist. */
const fields = {
  name: groupNameSchema,
  filter: filterSchema,
  sort: sortSchema,
  columns: z.array(columnSchema).max(30).describe('After the name, which is always there.'),
  shared: z.boolean().describe('Seen by everyone who may manage users, not only by whoever made it.'),
};
export const viewBody = z.strictObject({
  ...fields,
  filter: fields.filter.default({}),
  sort: fields.sort.default('name'),
  shared: fields.shared.default(false),
});
viewBody.register(z.globalRegistry, { id: 'CreateView' });
export const viewPatch = notEmpty(z.strictObject(fields).partial(), 'changes nothing').meta({ id: 'UpdateView' });

export const viewSchema = z.object({
  id: z.string(),
  ...fields,
  madeBy: reference.nullable().describe('null once the data of whoever made it is erased.'),
  mine: z.boolean().describe('Whether you made it: only then may you change it.'),
  mayDelete: z.boolean().describe('Whoever made it may, and the Owner what is shared.'),
  updatedAt: moment,
});
viewSchema.register(z.globalRegistry, { id: 'View', description: 'A saved way of looking at the list of users.' });
export type View = z.infer<typeof viewSchema>;

/** Names that look the same have the same key, as for groups. */
export const viewNameKey = groupNameKey;
