import { constants } from 'node:zlib';
import compress from '@fastify/compress';
import type { FastifySchemaCompiler, FastifySerializerCompiler } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { App } from '../http/route.ts';
import { bounds } from '../kernel/limits.ts';
import { Problem } from '../kernel/problem.ts';

/**
 * Checks every answer against its route's schema, and its size. Pages stop below the limit (http/page.ts), and other answers have bounds of
 * their own. A larger answer is a bug: it is reported as one and not sent.
 */
export const boundedSerializer: FastifySerializerCompiler<z.ZodType> = (route) => {
  const serialize = serializerCompiler(route);
  return (data) => {
    const text = serialize(data);
    // A character has at most three bytes, so short answers need not be measured.
    if (text.length * 3 > bounds.answerBytesMax && Buffer.byteLength(text) > bounds.answerBytesMax)
      throw new Error(`an answer of ${route.method} ${route.url} is larger than it may be`);
    return text;
  };
};

/**
 * Refuses lists that are longer than any route takes. It runs before the schema, which checks every element even if there are too many: a
 * third of a second for the 300,000 that fit in a megabyte.
 */
export const boundedValidator: FastifySchemaCompiler<z.ZodType> = (route) => {
  const validate = validatorCompiler(route);
  return (data) => {
    if (route.httpPart === 'body') refuseLongLists(data, '');
    return validate(data);
  };
};

function refuseLongLists(value: unknown, pointer: string): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    if (value.length <= bounds.listedMax) return;
    const detail = `This list has more than ${bounds.listedMax} elements.`;
    throw new Problem('invalid_request', { errors: [{ pointer, detail }] });
  }
  // Lists are the body itself, or in an object of it.
  if (pointer.split('/').length <= 2)
    for (const [key, item] of Object.entries(value)) refuseLongLists(item, `${pointer}/${key}`);
}

/** The answer that is one entry with a version has it as its ETag, which If-Match takes. */
export function tagVersions(app: App): void {
  app.addHook('preSerialization', async (_request, reply, payload: unknown) => {
    const version = versioned.safeParse(payload);
    if (version.success) reply.header('etag', `"${version.data.version}"`);
    return payload;
  });
}
const versioned = z.looseObject({ version: z.string() });

/**
 * Compresses answers on request, at the fastest level, except event streams and short answers. A route whose answer holds a secret beside
 * text chosen by others sets compress: false. Otherwise the length would reveal the secret (BREACH).
 */
export async function compressAnswers(app: App): Promise<void> {
  await app.register(compress, {
    globalDecompression: false,
    encodings: ['br', 'gzip'],
    zlibOptions: { level: 1 },
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } },
    threshold: 1_024,
    // Longer answers are compressed in other threads.
    syncThreshold: 32 * 1_024,
  });
}
