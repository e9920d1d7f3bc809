import type { FastifyRequest } from 'fastify';
import { caller } from '../../http/route.ts';
import { Problem } from '../../kernel/problem.ts';
import type { Tools } from '../../tools.ts';
import { authenticate, checkAccess } from './authenticate.ts';

/**
 * Checks a long answer again, as a new request would be. It goes on only while its reader may read it.
 * @throws Problem not_signed_in (401), forbidden (403)
 */
export async function checkAgain(tools: Tools, request: FastifyRequest): Promise<void> {
  const { accountId } = caller(request);
  await authenticate(tools, request);
  checkAccess(request);
  if (caller(request).accountId !== accountId) throw new Problem('forbidden');
}
