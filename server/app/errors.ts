import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors, type ZodFastifySchemaValidationError } from 'fastify-type-provider-zod';
import type { App } from '../http/route.ts';
import { bounds } from '../kernel/limits.ts';
import { Problem, problemBody } from '../kernel/problem.ts';
import { mayAnswer } from './problems.ts';

const megabyte = 1024 * 1024;
/** Seconds after which a caller may retry if the database is down or the server is stopping. */
const retryAfter = 5;

/** Gives every error answer the same shape. Set before any route, so that no error bypasses it. */
export function answerErrors(app: App): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const problem = toProblem(error, request);
    if (problem.code === 'internal') request.log.error({ err: error, cause: error.cause }, 'a request failed');
    else if (problem.status === 503) request.log.warn({ err: problem.cause }, 'a request could not be served');
    requireDescribed(request, problem.code);
    return sendProblem(reply, problem);
  });
}

/** A code that the description lacks is a bug in the description. It is logged here, and fails every test that meets it. */
function requireDescribed({ routeOptions, log }: FastifyRequest, code: string): void {
  const { method, url, config, schema } = routeOptions;
  if (!url?.startsWith('/v1/') || mayAnswer({ method, config, schema }, code)) return;
  log.error({ operation: `${String(method)} ${url}`, code }, undescribed);
}

/** The log message for a code that openapi.json does not name. */
export const undescribed = 'a route answered a code that openapi.json does not name';

export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  if (problem.status === 429) reply.header('retry-after', String(problem.details['seconds'] ?? retryAfter));
  if (problem.status === 503) reply.header('retry-after', String(retryAfter));
  // Sent as text: an error answer never passes a route's schema.
  return reply
    .code(problem.status)
    .type('application/problem+json; charset=utf-8')
    .serializer((body: string) => body)
    .send(JSON.stringify(problemBody(problem, reply.request.id)));
}

/** Replaces answers that Node would give itself, in another shape: to an unknown expectation and to CONNECT. */
export function answerOutside(app: App): void {
  app.server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
    const { status, headers, body } = outside(new Problem('expectation_failed'));
    response.writeHead(status, headers).end(body);
  });
  app.server.on('connect', (_request: IncomingMessage, socket: Duplex) => {
    // No other listener is left on this connection.
    socket.on('error', () => {});
    socket.end(writtenOut(new Problem('method_not_allowed')), () => socket.destroy());
  });
}

/** A request that is not valid HTTP reaches no route. It gets the same shape of answer, and its connection ends. */
export function answerBroken(error: NodeJS.ErrnoException, socket: Socket): void {
  if (socket.writable && error.code !== 'ECONNRESET') socket.write(writtenOut(brokenBy(error.code)));
  socket.destroy(error);
}

function writtenOut(problem: Problem): string {
  const { status, headers, body } = outside(problem);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', body].join('\r\n');
}

/** An answer outside any route. */
function outside(problem: Problem) {
  const body = JSON.stringify(problemBody(problem, randomUUID()));
  const headers = {
    'Content-Type': 'application/problem+json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    Connection: 'close',
  };
  return { status: problem.status, headers, body };
}

function brokenBy(code: string | undefined): Problem {
  if (code === 'HPE_HEADER_OVERFLOW') return new Problem('headers_too_large');
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new Problem('too_slow');
  return invalid([{ pointer: '', detail: 'This is not HTTP.' }]);
}

export type Flaw = { pointer: string; detail: string };

/** The errors of a request, cut to what a person would read. */
export function invalid(flaws: Flaw[]): Problem {
  const cut = (text: string) => (text.length > 500 ? `${text.slice(0, 499).toWellFormed()}…` : text);
  const errors = flaws
    .slice(0, bounds.errorsMax)
    .map(({ pointer, detail }) => ({ pointer: cut(pointer), detail: cut(detail) }));
  return new Problem('invalid_request', { errors });
}

function toProblem(error: FastifyError, request: FastifyRequest): Problem {
  if (error instanceof Problem) return error;
  if (hasZodFastifySchemaValidationErrors(error))
    return invalid(error.validation.slice(0, bounds.errorsMax).flatMap(pointers));
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return new Problem('too_large', { limit: `${(request.routeOptions.bodyLimit ?? megabyte) / megabyte} MB` });
  }
  if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return new Problem('unsupported_media_type', { expected: 'application/json' });
  }
  if (error.code === 'FST_ERR_CTP_INVALID_JSON_BODY') {
    return invalid([{ pointer: '', detail: 'This is not JSON, or it names __proto__ or the like.' }]);
  }
  // A statement had text that PostgreSQL cannot store, which the check of requests did not notice.
  if (['22021', '22P05'].includes(error.code)) return new Problem('invalid_request', {}, { cause: error });
  const status = error.statusCode ?? 500;
  if (status >= 400 && status < 500) {
    return invalid([{ pointer: '', detail: error.message }]);
  }
  return new Problem('internal', {}, { cause: error });
}

function pointers(issue: ZodFastifySchemaValidationError): Flaw[] {
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
