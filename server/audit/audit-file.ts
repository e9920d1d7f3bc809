import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { BOM, csvLine } from '../csv/write.ts';
import { read } from '../http/route.ts';
import type { Tools } from '../tools.ts';
import { type auditFilter, listAudit, type Wording } from './queries.ts';

/** Lines per statement and per piece of the answer: no transaction is open while a slow reader reads. */
const limit = 500;

/** Throws if the requester's session has ended. Sessions come after this room. */
export type CheckAgain = (request: FastifyRequest) => Promise<unknown>;

/** The lines as a CSV file. Stops if its reader may no longer read it. */
export async function* auditFile(
  tools: Tools,
  request: FastifyRequest,
  wording: Wording,
  filter: z.infer<typeof auditFilter>,
  checkAgain: CheckAgain,
): AsyncGenerator<string> {
  yield BOM + csvLine(['at', 'actor', 'actorId', 'channel', 'event', 'summary', 'count', 'userId', 'changeId']);
  let cursor: string | undefined;
  do {
    await checkAgain(request);
    const page = await read(tools, request, (ctx) => listAudit(ctx, wording, { ...filter, limit, cursor }));
    yield page.data
      .map(({ at, actor, channel, event, summary, count, userId, changeId }) =>
        csvLine([at, actor.name, actor.id, channel, event, summary, count, userId, changeId]),
      )
      .join('');
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}
