import { constants } from 'node:zlib';
import compress from '@fastify/compress';
import type { FastifySchemaCompiler, FastifySerializerCompiler } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import type { z } from 'zod';
import type { App } from '../http/route.ts';
import { bounds } from '../kernel/limits.ts';
import { Problem } from '../kernel/problem.ts';

/**
 * Every answer passes its route's schema, and none is larger than an answer may be: pages end before (http/page.ts), and what else
 * there is has bounds of its own. One that gets here all the same is a mistake of ours, and is told as one rather than sent.
 */
export const boundedSerializer: FastifySerializerCompiler<z.ZodType> = (route) => {
  const serialize = serializerCompiler(route);
  return (data) => {
    const text = serialize(data);
    // A character is at most three bytes, so short answers need not be counted.
    if (text.length * 3 > bounds.answerBytesMax && Buffer.byteLength(text) > bounds.answerBytesMax)
      throw new Error(`an answer of ${route.method} ${route.url} is larger than it may be`);
    return text;
  };
};

/**
 * No list in a request has more elements than the longest that any route takes. It is looked at before the schema is, which judges
 * every element though there are too many: a third of a second for the 300,000 that a megabyte has room for.
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
  // Lists stand in the body, or in an object of it.
  if (pointer.split('/').length <= 2)
    for (const [key, item] of Object.entries(value)) refuseLongLists(item, `${pointer}/${key}`);
}

/**
 * Answers go compressed to whoever asks for it, as quickly as it can be done; event streams and what is short do not. A route whose
 * answer holds a secret beside what others choose says compress: false, or its length would tell of the secret (BREACH).
 */
export async function compressAnswers(app: App): Promise<void> {
  await app.register(compress, {
    globalDecompression: false,
    encodings: ['br', 'gzip'],
    zlibOptions: { level: 1 },
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } },
    threshold: 1_024,
    // Longer ones go through other threads.
    syncThreshold: 32 * 1_024,
  });
}
