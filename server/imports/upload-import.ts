import { Readable } from 'node:stream';
import { setTimeout as rest } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { checkAgain } from '../access/callers/check-again.ts';
import { requirePermission } from '../access/rules/permissions.ts';
import { overflowSchema } from '../changes/engine/change.ts';
import { inviteSchema, requireInviteDate } from '../changes/engine/invite.ts';
import { beginChange } from '../changes/engine/record.ts';
import { requireKnown } from '../changes/engine/valid-settings.ts';
import { makeRoomForPlan } from '../changes/run/open-changes.ts';
import { changeStatus, type PlanBody } from '../changes/show/answer-change.ts';
import { getChange } from '../changes/show/show-changes.ts';
import { fileProblems } from '../csv/text/dialect.ts';
import { caller } from '../http/route.ts';
import { write } from '../http/write.ts';
import { enqueueNow } from '../jobs/job.ts';
import type { Ctx } from '../kernel/context.ts';
import { bounds } from '../kernel/limits.ts';
import { Problem, type ProblemCode } from '../kernel/problem.ts';
import { idSchema, upTo } from '../kernel/schema.ts';
import { Slots } from '../kernel/slots.ts';
import { line } from '../kernel/text.ts';
import type { Catalog } from '../seats/catalog.ts';
import type { Tools } from '../tools.ts';
import { partsOf, type StoredFile, storePieces } from './import-file.ts';
import { planImportJob } from './import-jobs.ts';
import { planImport } from './import-plan.ts';
import { makeRoom } from './kept-uploads.ts';
import { type Choices, choiceParameters, requireChoices } from './lines/choices.ts';
import { mappingPattern, mappingSchema, withMapping } from './mapping.ts';
import { receiveUpload, type Upload } from './receive-upload.ts';

/** A file up to this size is planned before the answer; a larger one by a job. */
const INLINE_BYTES_MAX = 2 * 1024 * 1024;

const key = upTo(40).min(1);
const uploadQuery = z.strictObject({
  source: z.literal('csv').optional().describe('csv for a text/csv body; left out for a JSON body.'),
  type: key.optional().describe('For every row that names no type, of new and present users.'),
  groupId: idSchema.optional().describe('For every row that names no group.'),
  addOns: upTo(1000).optional().describe('Keys separated by commas, for every row that names no add-ons.'),
  ...choiceParameters,
  overflow: overflowSchema.default('refuse'),
  invite: inviteSchema.default('now'),
  fileName: line(255).default('import.csv'),
  mapping: upTo(10_000)
    .regex(mappingPattern, 'is not JSON like {"0": "email", "3": null}')
    .optional()
    .describe('Which column fills which field, as JSON: {"0": "email", "3": null}.'),
});
/**
 * While other accounts send requests, an upload pauses this long after every megabyte, so that they are answered however fast it arrives.
 */
const restMs = 80;
const uploads = new Slots('uploads', { each: bounds.uploadsAtOnceMax });

type UploadQuery = z.infer<typeof uploadQuery>;

const uploadProblems: readonly ProblemCode[] = [
  'too_many_at_once',
  'type_unknown',
  'group_unknown',
  'add_on_unknown',
  'invite_date',
  'csv_mapping',
  'dry_run_too_large',
  ...fileProblems,
];

/** POST /v1/changes?source=csv with a file. */
export const csvBody: PlanBody = {
  source: 'csv',
  query: uploadQuery,
  body: z.unknown().meta({ type: 'string', format: 'binary', description: 'The file, up to 256 MB.' }),
  problems: uploadProblems,
  plan: (tools, request, reply) =>
    uploadImport(tools, request, reply, z.object(uploadQuery.shape).parse(request.query)),
};

/**
 * Receives a CSV file, stores it as it was sent and plans its import: a small one before the answer (201), a larger one by a job (202).
 * Nothing of a refused file is stored.
 * @throws too_many_at_once (429), csv_… (422), type_unknown, group_unknown, add_on_unknown (422)
 */
async function uploadImport(tools: Tools, request: FastifyRequest, reply: FastifyReply, query: UploadQuery) {
  const { body } = request;
  if (!(body instanceof Readable)) throw new Problem('unsupported_media_type', { expected: 'text/csv' });
  const giveBack = takePlace(request, body);
  try {
    const announced = request.headers['content-length'];
    const bytes = announced === undefined ? null : Number(announced);
    const upload = await receiveUpload(body, bytes, { isType: isTypeOf(tools.catalog) }, async () => {
      if (tools.foreground.holdsOthersThan(caller(request).accountId)) await rest(restMs);
    });
    return await keepUpload(tools, request, reply, { upload, query }).finally(() => upload.close());
  } finally {
    giveBack();
  }
}

/** @throws too_many_at_once (429) */
function takePlace(request: FastifyRequest, body: Readable): () => void {
  try {
    return uploads.take(caller(request).accountId);
  } catch (error) {
    // Drains the body. Otherwise the sender would never read the answer.
    body.resume();
    throw error;
  }
}

async function keepUpload(
  tools: Tools,
  request: FastifyRequest,
  reply: FastifyReply,
  { upload, query }: { upload: Upload; query: UploadQuery },
) {
  // The upload may have taken long.
  await checkAgain(tools, request);
  // The content that an Idempotency-Key identifies.
  request.body = { sha256: upload.sha256 };
  return write(tools, request, reply, async (ctx) => {
    const id = await beginImport(ctx, tools, upload, query);
    const change = await getChange(ctx, tools.catalog, id);
    return { status: changeStatus(change.state, 201), body: change };
  });
}

async function beginImport(ctx: Ctx, tools: Tools, upload: Upload, query: UploadQuery): Promise<string> {
  requirePermission(ctx, 'users.edit', 'invitations.manage');
  const { type, groupId, invite } = query;
  const addOns = query.addOns?.split(',').flatMap((name) => name.trim() || []);
  await requireKnown(ctx, tools.catalog, { type, groupId, addOns });
  await requireChoices(ctx, tools.catalog, choicesOf(query));
  await requireInviteDate(ctx, invite);
  const options = {
    ...(type === undefined ? {} : { type }),
    ...(groupId === undefined ? {} : { groupId }),
    ...(addOns === undefined || addOns.length === 0 ? {} : { addOns: [...new Set(addOns)].sort() }),
    ...(invite === 'now' ? {} : { invite }),
  };
  await makeRoomForPlan(ctx);
  await makeRoom(ctx, tools, { bytes: upload.bytes, files: 1 });
  const id = beginChange(ctx, {
    source: 'csv',
    do: { import: options },
    options,
    overflow: query.overflow,
    state: 'planning',
    file: partsOf(fileOf(upload, query)),
  });
  await storePieces(ctx, id, upload.pieces());
  if (isLarge(upload) && ctx.dryRun) throw new Problem('dry_run_too_large');
  if (isLarge(upload)) await planLater(ctx, tools, id);
  else await planImport(ctx, tools, { id, options });
  return id;
}

function fileOf({ dialect, bytes }: Upload, query: UploadQuery): StoredFile {
  const mapped =
    query.mapping === undefined ? dialect : withMapping(dialect, mappingSchema.parse(JSON.parse(query.mapping)));
  if (!mapped.columns.some(({ field }) => field === 'email')) throw new Problem('csv_no_address');
  const nothingRead = { rows: 0, sample: [], filled: [], newGroups: [], findings: null };
  const header = mapped.headerLine !== null;
  return { name: query.fileName || 'import.csv', bytes, ...nothingRead, choices: choicesOf(query), ...mapped, header };
}

function choicesOf({ unknownGroups, switchedOff, deactivated }: UploadQuery): Choices {
  return { unknownGroups, switchedOff, deactivated };
}

/** Tells the keys and names of user types. */
export function isTypeOf({ types }: Catalog): (text: string) => boolean {
  const known = new Set(types.flatMap(({ key, name: typeName }) => [key.toLowerCase(), typeName.toLowerCase()]));
  return (text) => known.has(text.toLowerCase());
}

/** Is it planned by a job, after the answer? */
export function isLarge({ bytes }: { bytes: number }): boolean {
  return bytes > INLINE_BYTES_MAX;
}

export async function planLater(ctx: Ctx, tools: Tools, changeId: string): Promise<void> {
  enqueueNow(ctx, tools.worker, planImportJob, { accountId: ctx.accountId, changeId });
}
