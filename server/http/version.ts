import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Problem } from '../kernel/problem.ts';

export const versionSchema = z
  .string()
  .describe('Another text whenever something that people can change is another. Also the ETag of the answer.');

/** Names what was read: the same values have the same version, whenever they are read. */
export function versionOf(values: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(values)).digest('base64url').slice(0, 20);
}

/**
 * For a request with If-Match: the entry must still be what its sender read. `current` locks it, so that of two such requests one is
 * refused. @throws changed_meanwhile (412)
 */
export async function requireVersion(
  request: FastifyRequest,
  current: () => Promise<{ version: string }>,
): Promise<void> {
  const asked = request.headers['if-match'];
  if (asked === undefined) return;
  const { version } = await current();
  const read = asked.split(',').map((tag) => tag.trim());
  if (!read.includes('*') && !read.includes(`"${version}"`)) throw new Problem('changed_meanwhile');
}
