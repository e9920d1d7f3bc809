import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { detect } from './detect.ts';
import { readRows } from './read.ts';
import { takeSample } from './sample.ts';
import { type Dialect, ROWS_MAX, type Row } from './text/dialect.ts';

async function all<T>(source: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
}

/** Reads a whole upload as an import does: sample, dialect, rows. */
async function readAll(upload: AsyncIterable<Uint8Array>): Promise<Row[]> {
  const { sample, complete, source } = await takeSample(upload);
  return (await all(readRows(source, detect(sample, { complete })))).flat();
}

const upload = (content: string | Uint8Array) => Readable.from([Buffer.from(content)]);
const brief = (rows: Row[]) => rows.map(({ line, problem, cells }) => [line, problem?.code ?? cells.join('|')]);

/** The dialect of a plain file, to read what `detect` would refuse. */
const plain: Dialect = detect(Buffer.from('email,first,last\nann@example.com,Ann,Lee\n'), { complete: true });

function utf16be(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16();
}

test('the same file is read in every encoding, with and without byte order mark', async () => {
  const text = 'email;first name\r\njörg@exämple.com;Jörg\r\nann@example.com;Zoë\r\n';
  const expected = [
    [2, 'jörg@exämple.com|Jörg'],
    [3, 'ann@example.com|Zoë'],
  ];
  const encoded = {
    'utf-8': Buffer.from(text),
    'utf-8 with mark': Buffer.from(`\ufeff${text}`),
    'utf-16le': Buffer.from(text, 'utf16le'),
    'utf-16le with mark': Buffer.from(`\ufeff${text}`, 'utf16le'),
    'utf-16be': utf16be(text),
    'utf-16be with mark': utf16be(`\ufeff${text}`),
    'windows-1252': Buffer.from(text, 'latin1'),
  };
  for (const [name, bytes] of Object.entries(encoded))
    assert.deepEqual(brief(await readAll(upload(bytes))), expected, name);
});

test('Windows-1252 has its own characters, such as the euro sign and curly quotes', async () => {
  const [row] = await readAll(upload(Buffer.from('ann@example.com,\x80 \x93Zo\xeb\x94', 'latin1')));
  assert.deepEqual(row?.cells, ['ann@example.com', '€ “Zoë”']);
});

test('a chunk boundary inside a character, a line break or a quote changes nothing', async () => {
  const bytes = Buffer.from('email,name\r\nann@example.com,"Zoë ""😀""\r\nLee"\r\nbob@example.com,Bob\r\n');
  const single = Readable.from(Array.from(bytes, (byte) => Buffer.of(byte)));
  assert.deepEqual(await readAll(single), await readAll(upload(bytes)));
});

/** Many rows of plain ASCII, so that what follows is beyond the sample. */
const asciiRows = 'ann@example.com,Ann,Lee\n'.repeat(40_000);

test('letters that first appear beyond the sample still settle the encoding', async () => {
  const late = 'jo@example.com,Jörg,Müller\n';
  for (const bytes of [Buffer.from(asciiRows + late), Buffer.from(asciiRows + late, 'latin1')]) {
    const last = (await readAll(upload(bytes))).at(-1);
    assert.deepEqual(last?.cells, ['jo@example.com', 'Jörg', 'Müller']);
    assert.equal(last?.line, 40_001);
  }
});

test('broken bytes in a UTF-8 file refuse their own line and garble no other', async () => {
  const bytes = Buffer.concat([
    Buffer.from('zoë@example.com,Zoë\njörg@example.com,J'),
    Buffer.from([0xf6]),
    Buffer.from('rg\nann@example.com,Änn �\n'),
  ]);
  assert.deepEqual(brief(await readAll(upload(bytes))), [
    [1, 'zoë@example.com|Zoë'],
    [2, 'text_invalid'],
    [3, 'ann@example.com|Änn �'],
  ]);
});

test('blank lines are passed over and counted', async () => {
  const rows = await readAll(
    upload('\n\nemail,first name\n\nann@example.com,Ann\n , \n,,,,\n""\nbob@example.com,Bob\n\n'),
  );
  assert.deepEqual(brief(rows), [
    [5, 'ann@example.com|Ann'],
    [9, 'bob@example.com|Bob'],
  ]);
});

test('missing cells are absent, empty surplus cells are dropped, others refuse the row', async () => {
  const rows = await readAll(
    upload('email,first,last\na@example.com\nb@example.com,B,Lee,, \nc@example.com,C,Lee,PhD\n'),
  );
  assert.deepEqual(
    rows.map(({ cells, problem }) => [cells, problem?.code]),
    [
      [['a@example.com'], undefined],
      [['b@example.com', 'B', 'Lee'], undefined],
      [['c@example.com', 'C', 'Lee', 'PhD'], 'csv_too_many_cells'],
    ],
  );
});

test('what an export defused is read as it was', async () => {
  const rows = await readAll(upload("email,first,last\nann@example.com,'=1+1,O'Neil\n"));
  assert.deepEqual(rows[0]?.cells, ['ann@example.com', '=1+1', "O'Neil"]);
});

test('the separator line of Excel is no row, and the version line of Entra is about no person', async () => {
  assert.deepEqual(brief(await readAll(upload('sep=;\r\nann@example.com;Lee, Ann\r\n'))), [
    [2, 'ann@example.com|Lee, Ann'],
  ]);
  const [version, ...people] = await readAll(upload('version:v1.0,,\nUser name,First name\nann@example.com,Ann\n'));
  assert.equal(version?.aside, true);
  assert.deepEqual(brief(people), [[3, 'ann@example.com|Ann']]);
});

test('a NUL refuses its own row', async () => {
  const rows = await readAll(upload('ann@example.com,A\0nn\nbob@example.com,Bob\n'));
  assert.deepEqual(brief(rows), [
    [1, 'csv_nul'],
    [2, 'bob@example.com|Bob'],
  ]);
});

test('in a million rows an unclosed quote at line 500,000 costs one row, and memory stays flat', async () => {
  async function* million() {
    for (let from = 1; from <= 1_000_000; from += 1_000) {
      const lines = Array.from({ length: 1_000 }, (_, i) => {
        const n = from + i;
        return `user${n}@example.com,"First ${n}",${n === 500_000 ? '"Broken' : '"Last, Jr."'},Sales,${'x'.repeat(190)}\r\n`;
      });
      yield Buffer.from(lines.join(''));
    }
  }
  const { sample, source } = await takeSample(million());
  const refused: [line: number, code: string][] = [];
  let good = 0;
  let memoryMax = 0;
  const before = process.memoryUsage().rss;
  for await (const rows of readRows(source, detect(sample, { complete: false }))) {
    for (const row of rows) {
      if (row.problem) refused.push([row.line, row.problem.code]);
      else good++;
    }
    memoryMax = Math.max(memoryMax, process.memoryUsage().rss);
  }
  assert.deepEqual(refused, [[500_000, 'csv_unclosed_quote']]);
  assert.equal(good, 999_999);
  assert.ok(memoryMax - before < 220 * 1024 * 1024, `${memoryMax - before} bytes`);
});

test('batches are small enough to be held and large enough to be worth a statement', async () => {
  const batches = await all(readRows(upload(`email,first,last\n${asciiRows}`), plain));
  assert.deepEqual(new Set(batches.map((rows) => rows.length)), new Set([500]));
});

test('more bytes or rows than allowed stop the reading', async () => {
  await assert.rejects(all(readRows(upload(asciiRows), plain, { maxBytes: 1_000 })), { code: 'csv_too_large' });
  const count = async (chunks: Buffer[]) => {
    let rows = 0;
    for await (const batch of readRows(Readable.from(chunks), plain)) rows += batch.length;
    return rows;
  };
  const most = [Buffer.from('email\n'), Buffer.from('a@b\n'.repeat(ROWS_MAX))];
  assert.equal(await count(most), ROWS_MAX);
  await assert.rejects(count([...most, Buffer.from('a@b\n')]), { code: 'csv_too_large' });
});

test('a file without an address or without rows is refused at its end', async () => {
  const read = (content: string) => all(readRows(upload(content), plain));
  await assert.rejects(read('email\nann at example\n'), { code: 'csv_no_address' });
  await assert.rejects(read('email,first name\n\n'), { code: 'csv_header_only' });
  await assert.rejects(all(readRows(upload('\n'), { ...plain, headerLine: null })), {
    code: 'csv_empty',
  });
});

test('an upload that is given up is let go', async () => {
  const bytes = upload(asciiRows);
  const { source } = await takeSample(bytes);
  for await (const _ of readRows(source, plain)) break;
  assert.equal(bytes.destroyed, true);
});

test('a file that ends in the middle of a row keeps the rows before', async () => {
  assert.deepEqual(brief(await readAll(upload('ann@example.com,Ann\nbob@example.com,"Bo'))), [
    [1, 'ann@example.com|Ann'],
    [2, 'csv_truncated'],
  ]);
});
