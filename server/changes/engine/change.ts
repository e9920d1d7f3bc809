import { z } from 'zod';
import { actorSchema } from '../../audit/actor.ts';
import { bounds } from '../../kernel/limits.ts';
import { recordOf } from '../../kernel/records.ts';
import { idSchema, moment, notEmpty, reference, upTo } from '../../kernel/schema.ts';
import { bulkTextFields } from '../../users/rules/fields.ts';
import { selectionSchema } from '../../users/selection.ts';
import { textSchemas } from '../../users/user.ts';

/** A change of up to this many users is applied before the answer; a larger one by a job. */
export const inlineMax = 1_000;
/** Users per transaction of a large change, and per row of its record. */
export const chunkSize = 10_000;

const keySchema = upTo(40).min(1);
export const states = [
  'planning',
  'planned',
  'applying',
  'applied',
  'undoing',
  'undone',
  'cancelled',
  'failed',
] as const;
export const stateSchema = z.enum(states).meta({ id: 'ChangeState' });
export const outcomes = ['create', 'update', 'remove', 'unchanged', 'refused', 'skipped'] as const;
export const outcomeSchema = z.enum(outcomes).meta({ id: 'RowOutcome' });
export const overflowSchema = z
  .enum(['refuse', 'fill'])
  .meta({ id: 'Overflow', description: 'When seats are short: nothing happens, or as far as it fits.' });

const addOnsSchema = z
  .union([
    z.array(keySchema).max(50),
    z.strictObject({ add: z.array(keySchema).max(50).optional(), remove: z.array(keySchema).max(50).optional() }),
  ])
  .meta({ id: 'AddOnSettings', description: 'A list replaces; {add, remove} adds and takes away.' });

export const settingsSchema = z.strictObject({
  ...recordOf(bulkTextFields, (field) => textSchemas[field].optional()),
  type: keySchema.optional(),
  groupId: idSchema.optional(),
  managerId: idSchema.nullable().optional().describe('A person of the account; null for none.'),
  addOns: addOnsSchema.optional(),
  role: z.enum(['admin', 'member']).optional(),
  status: z.enum(['active', 'deactivated']).optional(),
});

export const operationSchema = z
  .union([
    z.strictObject({ set: notEmpty(settingsSchema, 'sets nothing').meta({ id: 'UserSettings' }) }),
    z.strictObject({ remove: z.literal(true) }),
    z.strictObject({ restore: z.literal(true) }),
    z.strictObject({ resend: z.literal(true) }),
  ])
  .meta({ id: 'ChangeOperation', description: 'What a change does to each user of the selection.' });
export type Operation = z.infer<typeof operationSchema>;

export const planBody = z.strictObject({
  select: selectionSchema,
  do: operationSchema,
  overflow: overflowSchema.default('refuse'),
  apply: z.boolean().default(false).describe('Plan and apply in one.'),
});
planBody.register(z.globalRegistry, { id: 'PlanChange' });

const refusalSchema = z.object({
  code: z.string(),
  count: z.number(),
  detail: z.string(),
  people: z.array(reference).describe('The first few of them.'),
  nextAt: moment.nullish().describe('Of mail_limited: when the first of them can be mailed again.'),
});
refusalSchema.register(z.globalRegistry, { id: 'Refusal', description: 'Whom a change refuses for one reason.' });
const refusalEntrySchema = refusalSchema.omit({ people: true }).meta({ id: 'RefusalEntry' });
const seatNeedSchema = z
  .object({ product: z.string(), needed: z.number().describe('Negative when seats are freed.'), free: z.number() })
  .meta({ id: 'SeatNeed' });

export const planSchema = z.object({
  create: z.number(),
  update: z.number(),
  remove: z.number(),
  unchanged: z.number(),
  refused: z.number(),
  refusals: z.array(refusalSchema),
  seats: z.array(seatNeedSchema),
  mails: z.number(),
  mailsAt: moment.nullish().describe('When they go out, if at a date.'),
  addOnsLost: z.number().describe('People who lose an add-on because their new type cannot hold it.'),
  apiKeys: z
    .array(z.object({ id: z.string(), name: z.string(), prefix: z.string() }).meta({ id: 'StoppedApiKey' }))
    .optional()
    .describe('API keys that stop with their makers. Another Admin can take them over.'),
});
planSchema.register(z.globalRegistry, { id: 'ChangePlan' });
export type Plan = z.infer<typeof planSchema>;

export const resultSchema = z.object({
  create: z.number(),
  update: z.number(),
  remove: z.number(),
  unchanged: z.number(),
  refused: z.number(),
});
resultSchema.register(z.globalRegistry, { id: 'ChangeResult', description: 'How many people became what.' });
export type Result = z.infer<typeof resultSchema>;
export const noResult: Result = { create: 0, update: 0, remove: 0, unchanged: 0, refused: 0 };

const nameCount = z.object({ name: z.string(), count: z.number() }).meta({ id: 'NameCount' });
const columnSchema = z
  .object({
    index: z.number(),
    header: z.string().nullable(),
    field: z.string().nullable(),
    familyFirst: z.boolean().optional().describe('Of a whole name: the family name comes first.'),
    note: z
      .string()
      .optional()
      .describe('How a whole name is split, or why the column is not used as its header says.'),
  })
  .meta({ id: 'CsvColumn' });
/** What reading a file found besides its rows. */
export const findingsSchema = z
  .object({
    notPeople: z
      .object({ count: z.number(), first: z.array(z.object({ line: z.number(), text: z.string() })) })
      .describe('Lines about no person, such as titles. They are left out.'),
    switchedOff: z.array(nameCount).describe('What the file says of people who are switched off.'),
    leftOut: z.number().describe('People left out because they are switched off.'),
    deactivated: z.number().describe('People of the file who are here, and deactivated.'),
    unknownGroups: z.array(nameCount),
    unknownTypes: z.array(nameCount),
    newGroups: z.array(nameCount).describe('Groups that the import creates.'),
  })
  .meta({ id: 'ImportFindings' });

export const fileSchema = z.object({
  name: z.string(),
  bytes: z.number(),
  format: z.enum(['text', 'xlsx']),
  encoding: z.string(),
  separator: z.string(),
  header: z.boolean(),
  headerLine: z.number().nullable().describe('The line of the header, from 1; null if there is none.'),
  rows: z.number().describe('Rows about people.'),
  columns: z.array(columnSchema).max(bounds.fileColumnsMax).describe('Long headers are cut.'),
  sample: z.array(z.array(z.string())).describe('The first rows; long cells are cut.'),
  sheets: z.array(z.string()).describe('The sheets of a workbook.'),
  sheet: z.number().describe('The place of the sheet that is read, from 0.'),
  choices: z.looseObject({}).describe('As of ImportChoices.'),
  findings: findingsSchema.nullable().describe('null until it is read.'),
});
fileSchema.register(z.globalRegistry, { id: 'CsvFile' });

const progressSchema = z
  .object({ done: z.number(), total: z.number() })
  .meta({ id: 'ChangeProgress', description: 'How many people it is done with, of how many.' });
const failureSchema = z
  .object({ code: z.string(), detail: z.string() })
  .meta({ id: 'ChangeFailure', description: 'Why it failed.' });

export const changeSchema = z.object({
  id: z.string(),
  state: stateSchema,
  source: z.string().describe('console, csv, undo, invitation, …'),
  actor: actorSchema.describe('Who applied it; until then, who planned it.'),
  plannedBy: actorSchema,
  summary: z.string().describe('What it does, in a sentence.'),
  do: z.looseObject({}).describe('As it was asked: set, remove, restore, resend; else add, edit, import or undo.'),
  select: z
    .looseObject({})
    .nullable()
    .describe('As it was asked; of more than 10 ids the first 10, and `count` or `exceptCount`.'),
  overflow: overflowSchema,
  plan: planSchema.nullable(),
  outdated: z
    .boolean()
    .describe('Of a plan: people, groups, seats or settings of the account have changed since it was made.'),
  progress: progressSchema,
  result: resultSchema.nullable(),
  file: fileSchema.nullable(),
  failure: failureSchema.nullable(),
  undoOf: z.string().nullable(),
  undoneBy: z
    .string()
    .nullable()
    .describe('The newest undo. While the state is not undone, that undo left people out for want of rights.'),
  createdAt: moment,
  appliedAt: moment.nullable(),
  undoUntil: moment.nullable().describe('null when it cannot be undone.'),
});
changeSchema.register(z.globalRegistry, {
  id: 'Change',
  description: 'A write to users, of one or of many: planned, applied, recorded, undone.',
});
export type Change = z.infer<typeof changeSchema>;

/** A change in a list and in progress events. Long parts are only in its details. */
export const changeEntrySchema = changeSchema
  .omit({ outdated: true })
  .extend({
    plan: planSchema
      .extend({ refusals: z.array(refusalEntrySchema) })
      .meta({ id: 'ChangePlanEntry' })
      .nullable()
      .describe('The people it refuses stand in GET /v1/changes/{id}.'),
    file: fileSchema
      .omit({
        format: true,
        headerLine: true,
        sheet: true,
        columns: true,
        sample: true,
        sheets: true,
        choices: true,
        findings: true,
      })
      .meta({ id: 'CsvFileEntry' })
      .nullable()
      .describe('Its columns and first rows are told there, too.'),
  })
  .meta({ id: 'ChangeEntry', description: 'A change as a list shows it.' });
export type ChangeEntry = z.infer<typeof changeEntrySchema>;
