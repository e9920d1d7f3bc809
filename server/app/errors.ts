import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors, type ZodFastifySchemaValidationError } from 'fastify-type-provider-zod';
import { Problem, problemBody } from '../kernel/problem.ts';
import type { App } from '../kernel/route.ts';

const megabyte = 1024 * 1024;
/** Seconds after which a caller may try again when the database was away or the server is going. */
const retryAfter = 5;

/** Every error answer of the server, in one shape. Set before any route, so that no error ever takes another way out. */
export function answerErrors(app: App): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const problem = toProblem(error, request);
    if (problem.code === 'internal') request.log.error({ err: error, cause: error.cause }, 'a request failed');
    else if (problem.status === 503) request.log.warn({ err: problem.cause }, 'a request could not be served');
    return sendProblem(reply, problem);
  });
}

export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  if (problem.status === 429) reply.header('retry-after', String(problem.details['seconds'] ?? retryAfter));
  if (problem.status === 503) reply.header('retry-after', String(retryAfter));
  // As text: an error answer never passes a route's own schema.
  return reply
    .code(problem.status)
    .type('application/problem+json; charset=utf-8')
    .serializer((body: string) => body)
    .send(JSON.stringify(problemBody(problem, reply.request.id)));
}

/** What is no request that HTTP knows never comes to a route. It is answered in the same shape, and its connection ends. */
export function answerBroken(error: NodeJS.ErrnoException, socket: Socket): void {
  if (socket.writable && error.code !== 'ECONNRESET') {
    const problem = brokenBy(error.code);
    const body = JSON.stringify(problemBody(problem, randomUUID()));
    const type = 'application/problem+json; charset=utf-8';
    socket.write(
      `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\nContent-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    );
  }
  socket.destroy(error);
}

function brokenBy(code: string | undefined): Problem {
  if (code === 'HPE_HEADER_OVERFLOW') return new Problem('headers_too_large');
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new Problem('too_slow');
  return new Problem('invalid_request', { errors: [{ pointer: '', detail: 'This is not HTTP.' }] });
}

function toProblem(error: FastifyError, request: FastifyRequest): Problem {
  if (error instanceof Problem) return error;
  if (hasZodFastifySchemaValidationErrors(error))
    return new Problem('invalid_request', { errors: error.validation.flatMap(pointers) });
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return new Problem('too_large', { limit: `${(request.routeOptions.bodyLimit ?? megabyte) / megabyte} MB` });
  }
  if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return new Problem('unsupported_media_type', { expected: 'application/json' });
  }
  // A statement was asked to keep text that PostgreSQL cannot hold; the check of requests did not see it.
  if (['22021', '22P05'].includes(error.code)) return new Problem('invalid_request', {}, { cause: error });
  const status = error.statusCode ?? 500;
  if (status >= 400 && status < 500) {
    return new Problem('invalid_request', { errors: [{ pointer: '', detail: error.message }] });
  }
  return new Problem('internal', {}, { cause: error });
}

function pointers(issue: ZodFastifySchemaValidationError): { pointer: string; detail: string }[] {
  const path = issue.instancePath === '/' ? '' : issue.instancePath;
  const keys: unknown = issue.params['keys'];
  if (issue.keyword === 'unrecognized_keys' && Array.isArray(keys)) {
    return keys.map((key) => ({
      pointer: `${path}/${escapePointer(String(key))}`,
      detail: 'This field is not taken here.',
    }));
  }
  return [{ pointer: path, detail: issue.message ?? 'This is not valid.' }];
}

/** RFC 6901. */
export function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
