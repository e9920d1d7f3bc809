import { SAMPLE_BYTES_MAX } from './text/dialect.ts';

/**
 * Takes the bytes that `detect` needs from an upload that is still arriving. `source` then yields the whole file, from its first byte,
 * once. Ending it early releases the upload.
 */
export async function takeSample(
  upload: AsyncIterable<Uint8Array>,
): Promise<{ sample: Buffer; complete: boolean; source: AsyncIterable<Uint8Array> }> {
  const rest = upload[Symbol.asyncIterator]();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  let complete = false;
  while (bytes < SAMPLE_BYTES_MAX) {
    const next = await rest.next();
    if (next.done) {
      complete = true;
      break;
    }
    chunks.push(next.value);
    bytes += next.value.length;
  }
  return { sample: Buffer.concat(chunks), complete, source: replay(chunks, rest) };
}

async function* replay(chunks: Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
