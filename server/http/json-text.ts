import type { FastifyReply } from 'fastify';

/** Answers JSON that is written out already, beside the schema of its route. */
export function sendJsonText(reply: FastifyReply, text: string): FastifyReply {
  return reply
    .code(200)
    .type('application/json; charset=utf-8')
    .serializer((body: string) => body)
    .send(text);
}
