import { sql } from 'kysely';
import { z } from 'zod';
import { requirePermission } from '../../access/rules/permissions.ts';
import { maybe } from '../../database/database.ts';
import type { Ctx } from '../../kernel/context.ts';
import { Problem } from '../../kernel/problem.ts';
import { idSchema, upTo } from '../../kernel/schema.ts';
import type { Catalog } from '../../seats/catalog.ts';
import { type FileField, fileFields } from '../../users/rules/fields.ts';

/** Fields that an empty cell can empty. A type and a group are never empty. */
export const clearableFields = fileFields.filter(
  (field): field is Exclude<FileField, 'email' | 'type' | 'groupId' | 'managerId'> =>
    !['email', 'type', 'groupId', 'managerId'].includes(field),
);

const unknownGroups = z
  .enum(['refuse', 'create', 'default'])
  .describe('People whose group does not exist: refused, put into a new group, or into the default group.');
const switchedOff = z
  .enum(['leaveOut', 'deactivate', 'include'])
  .describe(
    'People that the file calls inactive or gone: left out; added as deactivated without a mail, or deactivated; or treated like others.',
  );
const deactivated = z
  .enum(['leave', 'reactivate'])
  .describe('People of the file who are deactivated: stay so, or are reactivated, which takes seats.');

/** How an import treats what its file leaves open. What is left out is treated as the first value of each says. */
export const choicesSchema = z
  .strictObject({
    unknownGroups: unknownGroups.optional(),
    switchedOff: switchedOff.optional(),
    deactivated: deactivated.optional(),
    groups: z.record(upTo(200), idSchema).optional().describe('Groups for names of the file: {"Berlin": id}.'),
    types: z.record(upTo(200), upTo(40)).optional().describe('Types for words of the file: {"Licensed": "pro"}.'),
    clear: z
      .array(z.enum(clearableFields))
      .max(clearableFields.length)
      .optional()
      .describe('Fields that an empty cell empties.'),
  })
  .meta({ id: 'ImportChoices' });
export type Choices = z.infer<typeof choicesSchema>;

/** The choices that an upload may name as parameters. */
export const choiceParameters = {
  unknownGroups: unknownGroups.optional(),
  switchedOff: switchedOff.optional(),
  deactivated: deactivated.optional(),
};

/**
 * @throws group_unknown, type_unknown (422) if a name is mapped to what does not exist
 * @throws forbidden (403) if groups are to be created by an actor who may not
 */
export async function requireChoices(ctx: Ctx, catalog: Catalog, choices: Choices): Promise<void> {
  if (choices.unknownGroups === 'create') requirePermission(ctx, 'groups.manage');
  for (const type of Object.values(choices.types ?? {}))
    if (!catalog.types.some(({ key }) => key === type)) throw new Problem('type_unknown', { type });
  const ids = [...new Set(Object.values(choices.groups ?? {}))];
  const missing = await maybe(
    ctx.db,
    sql`select from unnest(${ids}::uuid[]) as w (id)
      where not exists (select from groups g where g.account_id = ${ctx.accountId} and g.id = w.id) limit 1`,
  );
  if (missing) throw new Problem('group_unknown');
}
