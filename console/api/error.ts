import i18next from 'i18next';

/** The only error of the console: the server's answer, ready to be shown. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: string;
  readonly requestId: string | undefined;
  /** The sentence for each field, by its name: 'email', 'users/3/email'. */
  readonly fields: Record<string, string>;
  /** The whole answer, for numbers of a specific code. */
  readonly problem: Record<string, unknown>;

  constructor(status: number, problem: Record<string, unknown>) {
    super(text(problem['detail']) ?? text(problem['title']) ?? i18next.t('ui.errors.unknown'));
    this.status = status;
    this.code = text(problem['code']) ?? 'unknown';
    this.requestId = text(problem['requestId']);
    this.fields = fieldErrors(problem['errors']);
    this.problem = problem;
  }

  static async from(response: Response): Promise<ApiError> {
    const type = response.headers.get('content-type') ?? '';
    const body: unknown = type.includes('json') ? await response.json().catch(() => null) : null;
    const requestId = response.headers.get('x-request-id');
    return new ApiError(response.status, isRecord(body) ? body : requestId ? { requestId } : {});
  }

  /** There was no answer: the server or the network is down. */
  static unreachable(): ApiError {
    return new ApiError(0, { code: 'unreachable', detail: i18next.t('ui.errors.unreachable') });
  }
}

export function hasCode(error: unknown, code: string): boolean {
  return error instanceof ApiError && error.code === code;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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
