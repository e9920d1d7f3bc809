import type { FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import { checkAgain } from '../access/callers/check-again.ts';
import { requirePermission } from '../access/rules/permissions.ts';
import { recordAudit } from '../audit/record.ts';
import { copyInAccount, inAccount, readInAccount } from '../database/database.ts';
import { caller, requesterOf } from '../http/route.ts';
import type { Ctx } from '../kernel/context.ts';
import { bounds } from '../kernel/limits.ts';
import { Slots } from '../kernel/slots.ts';
import type { Tools } from '../tools.ts';
import { type Filter, isPersonalFilter, joinConditions } from '../users/filter.ts';
import { orderBy, orderOf, type Sort } from '../users/orders.ts';
import { filterConditions } from '../users/selection.ts';
import { requireSortable } from '../users/sort-users.ts';
import { columnSql } from './export-columns.ts';
import type { Format } from './formats.ts';
import { withLiterals } from './literals.ts';

/** Whom the file holds, in which order; in no order, which is fastest, without a sort. */
export interface People {
  filter: Filter;
  sort: Sort | undefined;
}

const slots = new Slots('exports', { each: bounds.exportsAtOnceMax, all: bounds.exportsOfAllMax });

/**
 * The matching users as a file that an import understands, block by block. Stops if its reader may no longer read it.
 * @throws too_many_at_once (429)
 */
export async function* exportUsers(
  tools: Tools,
  request: FastifyRequest,
  people: People,
  format: Format,
): AsyncGenerator<Buffer> {
  const giveBack = slots.take(caller(request).accountId);
  try {
    yield* exported(tools, request, people, format);
  } finally {
    giveBack();
  }
}

async function* exported(
  tools: Tools,
  request: FastifyRequest,
  people: People,
  format: Format,
): AsyncGenerator<Buffer> {
  // The requester as of the start, so that the export is recorded even if their access ends.
  const who = requesterOf(request);
  const copy = await readInAccount(tools.database, who, (ctx) => copyQuery(ctx, people, format));
  let rows = 0;
  let complete = false;
  async function* counted(): AsyncGenerator<Buffer> {
    rows = yield* copyInAccount(tools.database, who.accountId, { query: copy, options: format.copyOptions });
  }
  const blocks = counted();
  // Nothing is sent before the first block, so that an early error gets a proper answer.
  const first = await blocks.next();
  try {
    for await (const block of format.file(resumed(first, blocks))) {
      yield block;
      // Sessions are cached for a moment, so this costs almost nothing.
      await checkAgain(tools, request);
    }
    complete = true;
  } finally {
    await blocks.return(undefined);
    await inAccount(tools.database, who, (ctx) => recordExport(ctx, people, format, complete ? rows : null));
  }
}

/** A generator whose first result was taken already. */
export async function* resumed<Item>(first: IteratorResult<Item>, rest: AsyncGenerator<Item>): AsyncGenerator<Item> {
  try {
    if (!first.done) yield first.value;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}

async function copyQuery(ctx: Ctx, { filter, sort }: People, format: Format): Promise<string> {
  requirePermission(ctx, 'users.read');
  const known = columnSql(ctx, format.written);
  const conditions = await filterConditions(ctx, filter);
  const order = sort === undefined ? null : orderOf(sort);
  if (order) await requireSortable(ctx, conditions, order);
  const columns = format.columns.map((column) => sql`${known[column]} as ${sql.id(column)}`);
  const statement = sql`select ${sql.join(columns)}
    from users u join groups g on g.account_id = u.account_id and g.id = u.group_id
    where ${joinConditions(conditions)} ${order === null ? sql`` : sql`and ${order.named} ${orderBy(order)}`}`;
  return withLiterals(statement.compile(ctx.db));
}

/** Records who exported which people's data. Of texts that may be about a person it says only that there were some. */
async function recordExport(ctx: Ctx, { filter }: People, { columns }: Format, rows: number | null) {
  const said = Object.entries(filter).filter(([, value]) => value !== undefined);
  recordAudit(ctx, 'users.exported', {
    ...(rows === null ? {} : { count: rows }),
    details: {
      filter: Object.fromEntries(said.map(([name, value]) => [name, isPersonalFilter(name) ? true : value])),
      columns: [...columns],
      complete: rows !== null,
    },
  });
}
