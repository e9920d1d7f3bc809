import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { type Command, Option } from '@commander-js/extra-typings';
import type { operations } from '../../client/index.ts';
import { connect } from '../connect.ts';
import { CommandError, exit, wrongUse } from '../exit.ts';
import { addOptions, assertFields, filterOptions, given, valuesOf } from '../fields.ts';
import type { Io } from '../io.ts';

type Query = NonNullable<operations['exportWorkbook']['parameters']['query']>;
const formats = ['csv', 'xlsx'] as const;

export function exportCommand(muster: Command, io: Io): void {
  const command = muster
    .command('export [file]')
    .description('people as CSV or as a workbook, to a file or to standard output')
    .addOption(new Option('--format <format>', 'csv, or xlsx; as the file is called if left out').choices(formats))
    .option('--columns <list>', 'email,firstName,lastName,department,…')
    .option('--headers <what>', 'names of fields, or words for people')
    .option('--sort <order>', 'name, email, -createdAt, …')
    .option('--time-format <format>', 'iso, or dd.MM.yyyy HH:mm, …')
    .option('--time-zone <zone>', 'Europe/Berlin')
    .addOption(new Option('--separator <character>', 'of a CSV file').choices([',', ';', '\t', 'tab']));
  addOptions(command, filterOptions).action(async (file, options, self) => {
    const { format = file?.endsWith('.xlsx') ? 'xlsx' : 'csv', separator, columns, headers, sort } = options;
    if (format === 'xlsx' && !file && io.stdout.isTTY) throw wrongUse('A workbook is no text: name a file.');
    if (format === 'xlsx' && separator) throw wrongUse('--separator is for CSV files.');
    const api = connect(io);
    const { timeFormat, timeZone } = options;
    const shape = given({ columns, headers, sort, timeFormat, timeZone });
    const query = { ...(await valuesOf(api, self, filterOptions)), ...shape };
    assertFields<Query>(query);
    const separated = separator === undefined ? {} : ({ separator: separator === 'tab' ? '\t' : separator } as const);
    const parseAs = 'stream' as const;
    const { data } = await (format === 'xlsx'
      ? api.GET('/v1/users.xlsx', { params: { query }, parseAs })
      : api.GET('/v1/users.csv', { params: { query: { ...query, ...separated } }, parseAs }));
    await save(io, data, file);
  });
}

/** Writes an answer to a file, which appears when it is whole, or to standard output. @throws CommandError */
export async function save(io: Io, answer: AsyncIterable<Uint8Array> | null, file: string | undefined): Promise<void> {
  const bytes = whole(answer);
  if (file === undefined || file === '-') return void (await pipeline(bytes, io.stdout, { end: false }));
  const part = `${file}.part`;
  try {
    await pipeline(bytes, createWriteStream(part));
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    if (error instanceof CommandError) throw error;
    throw wrongUse(`${file} cannot be written: ${error instanceof Error ? error.message : error}`);
  }
}

async function* whole(answer: AsyncIterable<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  try {
    yield* answer ?? [];
  } catch {
    throw new CommandError('The connection to Muster was lost before the end of the answer.', exit.unreachable);
  }
}
