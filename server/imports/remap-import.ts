import { sql } from 'kysely';
import { z } from 'zod';
import { requirePermission } from '../access/rules/permissions.ts';
import { lockChange } from '../changes/run/apply.ts';
import { detect, detectWorkbook } from '../csv/detect.ts';
import { wholeOf } from '../csv/read.ts';
import { takeSample } from '../csv/sample.ts';
import { type Dialect, encodingSchema, separatorSchema } from '../csv/text/dialect.ts';
import type { Ctx } from '../kernel/context.ts';
import { Problem } from '../kernel/problem.ts';
import type { Tools } from '../tools.ts';
import { keepStoredFile, readPieces, readStoredFile, type StoredFile } from './import-file.ts';
import { planImport } from './import-plan.ts';
import { choicesSchema, requireChoices } from './lines/choices.ts';
import { mappingSchema, withMapping } from './mapping.ts';
import { isLarge, isTypeOf, planLater } from './upload-import.ts';

export const remapBody = z.strictObject({
  mapping: mappingSchema.default({}),
  header: z.boolean().optional().describe('Whether a line names the columns.'),
  headerLine: z.int().min(1).max(1_000).optional().describe('The line that names the columns.'),
  separator: separatorSchema.optional(),
  encoding: encodingSchema.optional(),
  sheet: z.int().min(0).max(199).optional().describe('Of a workbook: the place of the sheet to read, from 0.'),
  choices: choicesSchema.optional().describe('All choices. Those left out are treated as their first value says.'),
});
remapBody.register(z.globalRegistry, { id: 'RemapImport' });

export const remapProblems = [
  'not_found',
  'change_not_planned',
  'dry_run_too_large',
  'csv_mapping',
  'csv_header_only',
  'csv_no_address',
  'csv_too_many_columns',
  'csv_binary',
  'csv_empty',
  'group_unknown',
  'type_unknown',
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
  const choices = body.choices ?? stored.choices;
  await requireChoices(ctx, tools.catalog, choices);
  const dialect = withMapping(await dialectFor(ctx, tools, { id, stored }, body), body.mapping);
  await keepStoredFile(ctx, id, { ...stored, ...dialect, choices, header: dialect.headerLine !== null });
  const { kind, id: actorId } = ctx.actor;
  await sql`update changes set state = 'planning', plan = null, planned_at = muster_now(), done = 0, total = 0,
      actor_kind = ${kind}, actor_id = ${actorId}, planned_by_kind = ${kind}, planned_by_id = ${actorId}
    where account_id = ${ctx.accountId} and id = ${id}`.execute(ctx.db);
  if (isLarge(stored) && ctx.dryRun) throw new Problem('dry_run_too_large');
  if (isLarge(stored)) await planLater(ctx, tools, id);
  else await planImport(ctx, tools, change);
}

type Body = z.infer<typeof remapBody>;

/** The stored columns, or newly detected ones if the file is to be read in another way. */
async function dialectFor(
  ctx: Ctx,
  { catalog }: Tools,
  { id, stored }: { id: string; stored: StoredFile },
  body: Body,
): Promise<Dialect> {
  const { separator = stored.separator, encoding = stored.encoding, sheet = stored.sheet } = body;
  const headerLine = headerLineOf(stored, body);
  const same = headerLine === stored.headerLine && separator === stored.separator && encoding === stored.encoding;
  if (same && sheet === stored.sheet) return stored;
  const given = {
    isType: isTypeOf(catalog),
    // Another separator, encoding or sheet may have its header elsewhere.
    ...(headerLine === stored.headerLine && headerLine !== null ? {} : { headerLine }),
  };
  if (stored.format === 'xlsx') return detectWorkbook(await wholeOf(readPieces(ctx, id)), { ...given, sheet });
  const { sample, complete } = await takeSample(readPieces(ctx, id));
  return detect(sample, { ...given, complete, separator, ...(body.encoding ? { encoding } : {}) });
}

/** The line of the header that is asked for; null: there is none. Where none was found, a header is the first line. */
function headerLineOf(stored: StoredFile, { header, headerLine }: Body): number | null {
  if (headerLine !== undefined) return headerLine;
  if (header === undefined || header === stored.header) return stored.headerLine;
  return header ? 1 : null;
}
