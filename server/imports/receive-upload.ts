import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { detect, detectWorkbook, type Given } from '../csv/detect.ts';
import { wholeOf } from '../csv/read.ts';
import { takeSample } from '../csv/sample.ts';
import { type Dialect, FILE_BYTES_MAX } from '../csv/text/dialect.ts';
import { isWorkbook } from '../csv/text/workbook.ts';
import { Problem } from '../kernel/problem.ts';
import { PIECE_BYTES } from './import-file.ts';

const megabyte = 1024 * 1024;

/** A complete upload. pieces() yields it from its first byte, any number of times. */
export type Upload = {
  bytes: number;
  sha256: string;
  dialect: Dialect;
  pieces: () => AsyncGenerator<Buffer>;
  close: () => Promise<void>;
};

/**
 * Receives a file, however slowly it arrives, without holding it in memory or a transaction open. It is written to an unlinked file, so
 * nothing of it remains if the server dies. makeRoom is awaited after every megabyte.
 *
 * @throws csv_too_large, csv_binary, csv_empty, csv_header_only, csv_no_address (422), as soon as it is known
 */
export async function receiveUpload(
  body: Readable,
  announcedBytes: number | null,
  given: Given,
  makeRoom: () => Promise<void>,
): Promise<Upload> {
  try {
    if ((announcedBytes ?? 0) > FILE_BYTES_MAX) throw tooLarge();
    // Stopping early must not close the connection, because the refusal is sent on it.
    const { sample, complete, source } = await takeSample(body.iterator({ destroyOnReturn: false }));
    if (isWorkbook(sample))
      return await spool(source, (pieces) => wholeOf(pieces).then((bytes) => detectWorkbook(bytes, given)), makeRoom);
    // A file that is no list is refused before the rest of it arrives.
    const dialect = detect(sample, { ...given, complete });
    return await spool(source, async () => dialect, makeRoom);
  } catch (error) {
    // Drains the rest. Otherwise the sender would block and never read the answer.
    body.resume();
    throw error instanceof Problem || !body.errored ? error : new Problem('invalid_request', {}, { cause: error });
  }
}

function tooLarge(): Problem {
  return new Problem('csv_too_large', { limit: `${FILE_BYTES_MAX / 1024 / 1024} MB` });
}

async function spool(
  source: AsyncIterable<Uint8Array>,
  detectIn: (pieces: AsyncIterable<Buffer>) => Promise<Dialect>,
  makeRoom: () => Promise<void>,
): Promise<Upload> {
  const path = join(tmpdir(), `muster-${randomUUID()}`);
  const file = await open(path, 'wx+', 0o600);
  try {
    await unlink(path);
    const hash = createHash('sha256');
    let bytes = 0;
    let atSeen = false;
    for await (const chunk of source) {
      if (bytes + chunk.length > FILE_BYTES_MAX) throw tooLarge();
      await file.writeFile(chunk);
      hash.update(chunk);
      if (Math.floor(bytes / megabyte) < Math.floor((bytes + chunk.length) / megabyte)) await makeRoom();
      bytes += chunk.length;
      // An address has this byte in every supported encoding.
      atSeen ||= chunk.includes(0x40);
    }
    const dialect = await detectIn(piecesOf(file));
    if (!atSeen && dialect.format === 'text') throw new Problem('csv_no_address');
    return { bytes, sha256: hash.digest('hex'), dialect, pieces: () => piecesOf(file), close: () => file.close() };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function* piecesOf(file: FileHandle): AsyncGenerator<Buffer> {
  for (let position = 0; ; ) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(PIECE_BYTES), 0, PIECE_BYTES, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
