import { pino } from 'pino';
import { standardOutput } from './log-output.ts';

export type Log = pino.Logger;

/** Tokens are in URLs of public pages only, and never reach the log. */
export function createLog(level: string, destination: pino.DestinationStream = standardOutput()): Log {
  return pino({ level, redact: ['req.headers.authorization', 'req.headers.cookie', 'password'] }, destination);
}

export function withoutTokens(url: string): string {
  return url
    .replace(
      /\/(welcome|reset|confirm|email-change|invitations|password-resets|proofs|email-changes)\/[A-Za-z0-9_-]{16,}/g,
      '/$1/…',
    )
    .replace(/\?.*$/, '');
}
