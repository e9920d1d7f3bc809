import { type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import { withoutTokens } from '../kernel/log.ts';

/** Logs one line per answered request: its address without tokens and without the query. */
export class RequestLog extends LogController {
  constructor() {
    super({ requestIdLogLabel: 'requestId' });
  }

  override incomingRequest(): void {}

  override requestCompleted(error: Error | null | undefined, request: FastifyRequest, reply: FastifyReply): void {
    const line = {
      method: request.method,
      url: withoutTokens(request.url),
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    };
    if (error) request.log.warn({ ...line, err: error }, 'an answer broke off');
    else request.log.info(line, 'request');
  }
}
