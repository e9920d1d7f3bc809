import type { ProblemCode } from '../kernel/problem.ts';

/** Thrown by a rule when another transaction got there first. The whole transaction runs again. */
export class Retry extends Error {}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

export function isRetryable(error: unknown): boolean {
  return error instanceof Retry || ['40001', '40P01'].includes(codeOf(error));
}

/** Connection lost or refused, restarting, out of disk or memory, too many connections. */
export function isUnavailable(error: unknown): boolean {
  const code = codeOf(error);
  if (/^(08|53|57P0)/.test(code) || ['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT'].includes(code))
    return true;
  return (
    error instanceof Error &&
    /Connection terminated|timeout exceeded when trying to connect|not queryable/.test(error.message)
  );
}

/** A statement waited too long for locked rows (lock_timeout), or ran too long itself (statement_timeout). */
export const timedOut: Partial<Record<string, ProblemCode>> = { '55P03': 'rows_busy', '57014': 'took_too_long' };

export function violates(error: unknown, constraint: string): boolean {
  return error instanceof Error && 'constraint' in error && error.constraint === constraint;
}
