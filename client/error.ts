import type { ProblemCode } from './generated/schema.ts';

/** The server's codes, and those of answers without one: there was no answer, or it was no problem that Muster describes. */
export type ErrorCode = ProblemCode | 'unreachable' | 'unknown';

/** The only error of a call: what the server answered, or that it did not answer. */
export class MusterError extends Error {
  override readonly name: string = 'MusterError';
  /** The HTTP status; 0 if there was no answer. */
  readonly status: number;
  /** What is wrong, for programs. A newer server may send a code that this version does not list. */
  readonly code: ErrorCode;
  /** By this the operator finds the request in the server's log. */
  readonly requestId: string | undefined;
  /** A sentence for people. */
  readonly detail: string | undefined;
  /** What is wrong with each field, by its name: 'email', 'users/3/email'. */
  readonly fields: Record<string, string>;
  /** The whole answer, for what a single code tells besides. */
  readonly problem: Readonly<Record<string, unknown>>;

  constructor(status: number, problem: Readonly<Record<string, unknown>>, options?: ErrorOptions) {
    const detail = text(problem['detail']) ?? text(problem['title']);
    super(detail ?? `Muster answered ${status} without a reason.`, options);
    this.status = status;
    this.code = isCode(problem['code']) ? problem['code'] : 'unknown';
    this.requestId = text(problem['requestId']);
    this.detail = detail;
    this.fields = fieldErrors(problem['errors']);
    this.problem = problem;
  }

  /** The error that an answer tells. */
  static async from<E>(
    this: new (
      status: number,
      problem: Record<string, unknown>,
    ) => E,
    response: Response,
  ): Promise<E> {
    return new this(response.status, await problemOf(response));
  }
}

/** The problem of an answer (RFC 9457). An answer from elsewhere, such as a proxy, has none. */
async function problemOf(response: Response): Promise<Record<string, unknown>> {
  const type = response.headers.get('content-type') ?? '';
  const body: unknown = type.includes('json') ? await response.json().catch(() => null) : null;
  const requestId = response.headers.get('x-request-id');
  return isRecord(body) ? body : requestId ? { requestId } : {};
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCode(value: unknown): value is ErrorCode {
  return text(value) !== undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function fieldErrors(errors: unknown): Record<string, string> {
  const found: Record<string, string> = {};
  for (const error of Array.isArray(errors) ? errors : []) {
    if (!isRecord(error)) continue;
    const name = text(error['pointer'])?.replace(/^#?\/?(body\/)?/, '');
    const detail = text(error['detail']);
    if (name && detail) found[name] ??= detail;
  }
  return found;
}
