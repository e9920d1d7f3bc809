import type { FastifyContextConfig, FastifyReply, FastifyRequest, FastifySchema } from 'fastify';
import { z } from 'zod';
import type { Ctx } from '../kernel/context.ts';
import { type Answer, answerOnce, answerOnceOutside } from './idempotency.ts';
import { sendJsonText } from './json-text.ts';
import { type Services, writeUnkeyed } from './route.ts';

const dryRunParameter = z
  .enum(['true', 'false'])
  .optional()
  .describe('With true nothing is changed, and the answer is a DryRun (200): what the request would do.');

/** Adds the parameter dryRun to a route that writes by `write`. */
export function takeDryRun(route: { config?: FastifyContextConfig; schema?: FastifySchema }): void {
  if (!route.config?.dryRun || !route.schema) return;
  const { querystring } = route.schema;
  const query = querystring instanceof z.ZodObject ? querystring : z.strictObject({});
  route.schema.querystring = query.extend({ dryRun: dryRunParameter });
}

/** The config of a route that writes by `write`. */
export const writing = { idempotencyKey: true, dryRun: true } as const;

/** What a write would do. */
export const dryRunSchema = z.object({
  dryRun: z.literal(true),
  plan: z.unknown().describe('What would become of people, as in a Change; null where a request changes none.'),
  answer: z.unknown().describe('What the request would answer. Ids in it are made anew by the request itself.'),
});
dryRunSchema.register(z.globalRegistry, { id: 'DryRun', description: 'What a write would do, were it no dry run.' });

/**
 * Writes inside the actor's account, in one transaction, once for an Idempotency-Key. A dry run does the same work and takes it back, so it
 * is refused what the request would be refused.
 */
export async function write(
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
  work: (ctx: Ctx) => Promise<Answer>,
) {
  if (!request.routeOptions.config.dryRun)
    throw new Error(`${request.method} ${request.routeOptions.url} does not say that it has a dry run`);
  if (isDryRun(request)) return dryRun(services, request, reply, work);
  return send(reply, await writeUnkeyed(services, request, (ctx) => answerOnce(ctx, request, work)));
}

/** The same for work that is not one transaction, and has no dry run. */
export async function writeOutside(
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
  work: () => Promise<Answer>,
) {
  return send(reply, await answerOnceOutside(services, request, work));
}

function send(reply: FastifyReply, answer: Answer) {
  reply.code(answer.status).headers(answer.headers ?? {});
  return answer.body === null ? reply.send() : reply.send(answer.body);
}

function isDryRun({ query }: FastifyRequest): boolean {
  return Object(query)['dryRun'] === 'true';
}

/** Takes the transaction back and carries what it would have answered. */
class TakenBack extends Error {
  readonly answer: Answer;
  readonly plan: unknown;
  constructor(answer: Answer, plan: unknown) {
    super('a dry run is taken back');
    this.answer = answer;
    this.plan = plan;
  }
}

async function dryRun(
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
  work: (ctx: Ctx) => Promise<Answer>,
) {
  const { answer, plan } = await writeUnkeyed(services, request, async (ctx) => {
    const dry = { plan: null };
    throw new TakenBack(await work({ ...ctx, dryRun: dry }), dry.plan);
  }).catch((error: unknown) => {
    if (error instanceof TakenBack) return error;
    throw error;
  });
  // A dry run has one shape at every address, beside the answer that the route describes.
  const body = { dryRun: true, plan, answer: answer.shownOnce === undefined ? answer.body : null };
  return sendJsonText(reply, JSON.stringify(body));
}
