import assert from 'node:assert/strict';
import type { Reply } from './client.ts';

/** An error answer, as callers see it. */
export type ProblemAnswer = {
  code: string;
  detail: string;
  status: number;
  requestId: string;
  errors?: { pointer: string; detail: string }[];
};

/** Refused with exactly this code, in the shape of every refusal. */
export function assertRefused(reply: Reply<unknown>, status: number, code: string): void {
  assert.deepEqual({ status: reply.status, code: codeOf(reply.body) }, { status, code }, JSON.stringify(reply.body));
  assert.match(reply.headers.get('content-type') ?? '', /^application\/problem\+json/);
}

function codeOf(body: unknown): unknown {
  return typeof body === 'object' && body !== null && 'code' in body ? body.code : body;
}
