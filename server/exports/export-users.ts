import type { FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import { z } from 'zod';
import { requirePermission } from '../access/rules/permissions.ts';
import { checkAgain } from '../access/sessions/check-again.ts';
import { recordAudit } from '../audit/record.ts';
import { BOM, defusedBlocks } from '../csv/write.ts';
import { copyInAccount, inAccount, readInAccount } from '../database/database.ts';
import { caller, requesterOf } from '../http/route.ts';
import type { Ctx } from '../kernel/context.ts';
import { bounds } from '../kernel/limits.ts';
import { Slots } from '../kernel/slots.ts';
import type { Tools } from '../tools.ts';
import { filterFields, isPersonalFilter, joinConditions } from '../users/filter.ts';
import { orderBy, orderOf, sortSchema } from '../users/orders.ts';
import { filterConditions } from '../users/selection.ts';
import { requireSortable } from '../users/sort-users.ts';
import { columnSql, type ExportColumn, exportColumns, isFilled } from './export-columns.ts';
import { withLiterals } from './literals.ts';

const isColumn = (name: string): name is ExportColumn => exportColumns.some((column) => column === name);

// An array parameter is one text with commas.
export const exportQuery = z.strictObject({
  ...filterFields,
  columns: z
    .string()
    .max(1000)
    .transform((list, issues) => {
      const names = [...new Set(list.split(','))];
      if (names.every(isColumn)) return names;
      issues.addIssue({ code: 'custom', message: `are names of ${exportColumns.join(', ')}, separated by commas` });
      return z.NEVER;
    })
    .optional()
    // Described as the array it stands for, so that programs know the names.
    .meta({
      description: 'Names separated by commas. All of them if left out.',
      type: 'array',
      items: { type: 'string', enum: [...exportColumns] },
      minItems: 1,
      uniqueItems: true,
      maxLength: undefined,
    }),
  sort: sortSchema.optional().describe('As in the list. Left out: in no particular order, which is fastest.'),
});
exportQuery.register(z.globalRegistry, { style: 'form', explode: false });
type ExportQuery = z.infer<typeof exportQuery>;

const slots = new Slots('exports', { each: bounds.exportsAtOnceMax, all: bounds.exportsOfAllMax });

/**
 * The matching users as a CSV file that an import understands, block by block. Stops if its reader may no longer read it.
 * @throws too_many_at_once (429)
 */
export async function* exportUsers(tools: Tools, request: FastifyRequest, query: ExportQuery): AsyncGenerator<Buffer> {
  const giveBack = slots.take(caller(request).accountId);
  try {
    yield* exported(tools, request, query);
  } finally {
    giveBack();
  }
}

async function* exported(tools: Tools, request: FastifyRequest, query: ExportQuery): AsyncGenerator<Buffer> {
  // The requester as of the start, so that the export is recorded even if their access ends.
  const who = requesterOf(request);
  const { accountId } = who;
  const { columns = [...exportColumns], sort, ...filter } = query;
  const copy = await readInAccount(tools.database, who, (ctx) => copyQuery(ctx, { columns, sort, filter }));
  const quoted = columns.filter(isFilled);
  const blocks = defusedBlocks(copyInAccount(tools.database, accountId, { query: copy, quoted }));
  // Nothing is sent before the first block, so that an early error gets a proper answer.
  let block = await blocks.next();
  try {
    yield Buffer.from(`${BOM}${columns.join(',')}\n`);
    while (!block.done) {
      yield block.value;
      // Sessions are cached for a moment, so this costs almost nothing.
      await checkAgain(tools, request);
      block = await blocks.next();
    }
  } finally {
    await blocks.return(0);
    await inAccount(tools.database, who, (ctx) => recordExport(ctx, query, block.done ? block.value : null));
  }
}

async function copyQuery(
  ctx: Ctx,
  {
    columns,
    sort,
    filter,
  }: { columns: ExportColumn[]; sort: ExportQuery['sort']; filter: Omit<ExportQuery, 'columns' | 'sort'> },
): Promise<string> {
  requirePermission(ctx, 'users.read');
  const known = columnSql(ctx);
  const conditions = await filterConditions(ctx, filter);
  const order = sort === undefined ? null : orderOf(sort);
  if (order) await requireSortable(ctx, conditions, order);
  const query = sql`select ${sql.join(columns.map((column) => sql`${known[column]} as ${sql.id(column)}`))}
    from users u join groups g on g.account_id = u.account_id and g.id = u.group_id
    where ${joinConditions(conditions)} ${order === null ? sql`` : sql`and ${order.named} ${orderBy(order)}`}`;
  return withLiterals(query.compile(ctx.db));
}

/** Records who exported which people's data. Of texts that may be about a person it says only that there were some. */
async function recordExport(ctx: Ctx, { columns, sort: _, ...filter }: ExportQuery, rows: number | null) {
  const said = Object.entries(filter).filter(([, value]) => value !== undefined);
  recordAudit(ctx, 'users.exported', {
    ...(rows === null ? {} : { count: rows }),
    details: {
      filter: Object.fromEntries(said.map(([name, value]) => [name, isPersonalFilter(name) ? true : value])),
      columns: columns ?? [...exportColumns],
      complete: rows !== null,
    },
  });
}
