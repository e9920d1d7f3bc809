import { sql } from 'kysely';
import { z } from 'zod';
import { requirePermission } from '../access/rules/permissions.ts';
import { lockChange } from '../changes/run/apply.ts';
import { detect } from '../csv/detect.ts';
import { type Dialect, separatorSchema } from '../csv/dialect.ts';
import { takeSample } from '../csv/sample.ts';
import type { Ctx } from '../kernel/context.ts';
import { Problem } from '../kernel/problem.ts';
import type { Tools } from '../tools.ts';
import { keepStoredFile, readPieces, readStoredFile, type StoredFile } from './import-file.ts';
import { planImport } from './import-plan.ts';
import { mappingSchema, withMapping } from './mapping.ts';
import { isLarge, planLater } from './upload-import.ts';

export const remapBody = z.strictObject({
  mapping: mappingSchema,
  header: z.boolean().optional().describe('Whether the first line names the columns.'),
  separator: separatorSchema.optional(),
});
remapBody.register(z.globalRegistry, { id: 'RemapImport' });

export const remapProblems = [
  'not_found',
  'change_not_planned',
  'csv_mapping',
  'csv_header_only',
  'csv_no_address',
  'csv_too_many_columns',
] as const;

/**
 * Plans an uploaded file again, read as the caller says.
 * @throws not_found (404), change_not_planned (409), csv_mapping and what planning throws (422); the plan then stays as it was.
 */
export async function remapImport(ctx: Ctx, tools: Tools, id: string, body: z.infer<typeof remapBody>): Promise<void> {
  requirePermission(ctx, 'users.edit', 'invitations.manage');
  const change = await lockChange(ctx, id);
  if (change.source !== 'csv') throw new Problem('not_found');
  if (change.state !== 'planned') throw new Problem('change_not_planned', { state: change.state });
  const stored = await readStoredFile(ctx, id);
  const dialect = withMapping(await dialectFor(ctx, id, stored, body), body.mapping);
  await keepStoredFile(ctx, id, { ...stored, ...dialect });
  const { kind, id: actorId } = ctx.actor;
  await sql`update changes set state = 'planning', plan = null, done = 0, total = 0,
      actor_kind = ${kind}, actor_id = ${actorId}, planned_by_kind = ${kind}, planned_by_id = ${actorId}
    where account_id = ${ctx.accountId} and id = ${id}`.execute(ctx.db);
  if (isLarge(stored)) await planLater(ctx, tools, id);
  else await planImport(ctx, tools, change);
}

/** The stored columns, or newly detected ones if the header or separator changes. */
async function dialectFor(ctx: Ctx, id: string, stored: StoredFile, body: z.infer<typeof remapBody>): Promise<Dialect> {
  const { header = stored.header, separator = stored.separator } = body;
  if (header === stored.header && separator === stored.separator) return stored;
  const { sample, complete } = await takeSample(readPieces(ctx, id));
  return detect(sample, { complete, header, separator });
}
