import type { FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import { checkAgain } from '../access/callers/check-again.ts';
import { refusalDetail } from '../changes/run/plan.ts';
import type { Row as ChangeRow } from '../changes/show/row.ts';
import { type ChangeOfRows, findRows, readChange } from '../changes/show/rows.ts';
import { readRows } from '../csv/read.ts';
import type { Row } from '../csv/text/dialect.ts';
import { BOM, csvLine, resultHeader, resultLine } from '../csv/write.ts';
import { all, maybe, one } from '../database/database.ts';
import { read } from '../http/route.ts';
import { readStoredFile, type StoredFile } from '../imports/import-file.ts';
import type { Ctx } from '../kernel/context.ts';
import { Problem } from '../kernel/problem.ts';
import type { Tools } from '../tools.ts';
import { columnOf, type FileField, fieldOf, fileFields } from '../users/rules/fields.ts';

/** Rows per statement and per piece of the answer: flat memory, and no transaction while a slow reader reads. */
const batchRows = 2_000;

/** Reads in its own transaction, after checking the reader again. */
type Reading = <T>(work: (ctx: Ctx) => Promise<T>) => Promise<T>;
export type RowsFile = { name: string; text: AsyncGenerator<string> };

/**
 * Every row of a change as a CSV file with `status` and `reason`. For an import it is the file as sent, or its parsed lines if the file is
 * no longer stored.
 * @throws not_found, rows_gone (404)
 */
export async function rowsFile(tools: Tools, request: FastifyRequest, changeId: string): Promise<RowsFile> {
  const reading: Reading = async (work) => {
    await checkAgain(tools, request);
    return read(tools, request, work);
  };
  const change = await reading((ctx) => readChange(ctx, changeId));
  if (!change.hasLines) return { name: 'change.csv', text: peopleText(reading, tools, change) };
  const file = await reading((ctx) => readStoredFile(ctx, changeId));
  const name = `${file.name.replace(/\.(csv|txt|tsv)$/i, '')} result.csv`;
  const pieces = await reading((ctx) => countPieces(ctx, changeId));
  if (pieces === 0 && !(await reading((ctx) => anyLine(ctx, changeId)))) throw new Problem('rows_gone');
  return { name, text: pieces > 0 ? fileText(reading, change, file, pieces) : linesText(reading, change) };
}

async function* peopleText(reading: Reading, tools: Tools, change: ChangeOfRows): AsyncGenerator<string> {
  yield BOM + csvLine(['Email', 'First name', 'Last name', 'status', 'reason']);
  let cursor: string | undefined;
  do {
    const page = await reading((ctx) => findRows(ctx, tools, change, { limit: batchRows, cursor }));
    const lines = page.found.map(({ person, outcome, code, place }) => {
      const status = statusWord({ outcome, done: place.part !== 0 }, change.state);
      const reason = code === null ? '' : refusalDetail(code);
      return csvLine([person?.email ?? '', person?.firstName ?? '', person?.lastName ?? '', status, reason]);
    });
    yield lines.join('');
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}

async function countPieces(ctx: Ctx, changeId: string): Promise<number> {
  const { n } = await one(
    ctx.db,
    sql<{
      n: number;
    }>`select count(*) as n from import_files where account_id = ${ctx.accountId} and change_id = ${changeId}`,
  );
  return n;
}

async function anyLine(ctx: Ctx, changeId: string): Promise<boolean> {
  const found = await maybe(
    ctx.db,
    sql`select from import_lines where account_id = ${ctx.accountId} and change_id = ${changeId} limit 1`,
  );
  return found !== null;
}

/** The file as sent, beside the outcome of each line. Both are in the order of lines. */
async function* fileText(reading: Reading, change: ChangeOfRows, file: StoredFile, pieces: number) {
  yield BOM + resultHeader(file);
  for await (const rows of readRows(piecesOf(reading, change.id, pieces), file)) {
    const found = await reading((ctx) =>
      readLines(ctx, change.id, { from: rows[0]?.line ?? 0, to: rows.at(-1)?.line ?? 0 }),
    );
    const lines = new Map(found.map((line) => [line.line, line]));
    yield rows.map((row) => resultLine(row, file, ...verdictOf(row, lines.get(row.line), change.state))).join('');
  }
}

/** A row without a stored line was refused during reading, or is not read yet. */
function verdictOf(row: Row, line: Line | undefined, state: string): [status: string, reason: string] {
  if (line) return [statusWord(line, state), reasonOf(line)];
  return row.problem ? ['refused', row.problem.detail] : ['', ''];
}

async function* piecesOf(reading: Reading, changeId: string, count: number): AsyncGenerator<Buffer> {
  for (let seq = 0; seq < count; seq++) {
    // If the file is erased meanwhile, the answer breaks off: half a file must not look complete.
    const { bytes } = await reading((ctx) =>
      one(
        ctx.db,
        sql<{
          bytes: Buffer;
        }>`select bytes from import_files where account_id = ${ctx.accountId} and change_id = ${changeId} and seq = ${seq}`,
      ),
    );
    yield bytes;
  }
}

async function* linesText(reading: Reading, change: ChangeOfRows): AsyncGenerator<string> {
  yield BOM + csvLine([...fileFields.map((field) => fieldOf(field).label), 'status', 'reason']);
  for (let from = 0; ; ) {
    const lines = await reading((ctx) => readLines(ctx, change.id, { from, most: batchRows }));
    const texts = lines.map((line) =>
      csvLine([...fileFields.map((field) => line.values[field]), statusWord(line, change.state), reasonOf(line)]),
    );
    yield texts.join('');
    const last = lines.at(-1);
    if (last === undefined) return;
    from = last.line + 1;
  }
}

type Line = {
  line: number;
  values: Record<FileField, string | null>;
  outcome: ChangeRow['outcome'];
  code: string | null;
  detail: string | null;
  done: boolean;
};

/** A field of line l as a file shows it to people. */
function shownOfLine(field: FileField) {
  if (field === 'groupId')
    return sql`(select g.name from groups g where g.account_id = l.account_id and g.id = l.group_id)`;
  if (field === 'managerId')
    return sql`(select m.email from users m where m.account_id = l.account_id and m.id = l.manager_id)`;
  const column = columnOf(field, 'l');
  return fieldOf(field).form === 'list' ? sql`array_to_string(${column}, ', ')` : column;
}

function readLines(
  ctx: Ctx,
  changeId: string,
  { from, to, most }: { from: number; to?: number; most?: number },
): Promise<Line[]> {
  return all(
    ctx.db,
    sql<Line>`select l.line, jsonb_build_object(${sql.join(fileFields.flatMap((field) => [sql.lit(field), shownOfLine(field)]))}) as values,
        l.outcome, l.code, l.detail, coalesce(c.at is not null, false) as done
      from import_lines l left join change_chunks c on c.account_id = l.account_id and c.change_id = l.change_id and c.seq = l.seq
      where l.account_id = ${ctx.accountId} and l.change_id = ${changeId} and l.line >= ${from} ${to === undefined ? sql`` : sql`and l.line <= ${to}`}
      order by l.line ${most === undefined ? sql`` : sql`limit ${most}`}`,
  );
}

function reasonOf({ code, detail }: Line): string {
  return detail ?? (code === null ? '' : refusalDetail(code));
}

const words = {
  create: { done: 'added', open: 'to add' },
  update: { done: 'updated', open: 'to update' },
  remove: { done: 'removed', open: 'to remove' },
};

/** The outcome of a row, in a word or two. */
function statusWord({ outcome, done }: { outcome: ChangeRow['outcome']; done: boolean }, state: string): string {
  if (outcome === 'skipped') return 'left out';
  if (outcome === 'unchanged' || outcome === 'refused') return outcome;
  if (done) return words[outcome].done;
  return state === 'cancelled' || state === 'failed' ? 'not done' : words[outcome].open;
}
