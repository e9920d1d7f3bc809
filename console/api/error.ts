import i18next from 'i18next';
import { MusterError } from '../../client/index.ts';

/** The only error of the console: the server's answer, ready to be shown. */
export class ApiError extends MusterError {
  override readonly name = 'ApiError';

  constructor(status: number, problem: Readonly<Record<string, unknown>>, options?: ErrorOptions) {
    super(status, problem, options);
    if (this.code === 'unreachable') this.message = i18next.t('ui.errors.unreachable');
    else if (this.detail === undefined) this.message = i18next.t('ui.errors.unknown');
  }

  /** There was no answer: the server or the network is down. */
  static unreachable(): ApiError {
    return new ApiError(0, { code: 'unreachable' });
  }
}

export function hasCode(error: unknown, code: string): boolean {
  return error instanceof ApiError && error.code === code;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
