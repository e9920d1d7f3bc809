import type { FastifyRequest } from 'fastify';
import { caller } from '../../http/route.ts';
import { Problem } from '../../kernel/problem.ts';
import type { Tools } from '../../tools.ts';
import { authenticate, checkAccess } from './authenticate.ts';

/**
 * An answer that takes long is given only as long as its reader may read it: judged again as a new request would be.
 * @throws Problem not_signed_in (401), forbidden (403)
 */
export async function checkAgain(tools: Tools, request: FastifyRequest): Promise<void> {
  const { accountId } = caller(request);
  await authenticate(tools, request);
  checkAccess(request);
  if (caller(request).accountId !== accountId) throw new Problem('forbidden');
}
