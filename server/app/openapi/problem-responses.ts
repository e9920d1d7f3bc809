import { isProblemCode, type ProblemCode, wordsOf } from '../../kernel/problem.ts';
import { generalProblems } from '../problems.ts';
import type { Part } from './parts.ts';

/** The error answers of an operation: one per status, with its possible codes and their sentences. */
export function problemResponses(codes: string[]): Record<string, Part> {
  const byStatus = Map.groupBy(new Set(codes.filter(isProblemCode)), (code) => wordsOf(code).status);
  const statuses = [...byStatus].sort(([a], [b]) => a - b);
  const responses = statuses.map(([status, those]) => [status, response(sentences(those), those)] as const);
  return { ...Object.fromEntries(responses), default: general };
}

const retryAfter = { description: 'When to try again, in seconds.', schema: { type: 'integer' } };
const general = response(
  'The request did not arrive whole, its API key does not work, or the server cannot serve it at the moment.',
  generalProblems,
);

function sentences(codes: ProblemCode[]): string {
  return codes.map((code) => `\`${code}\`: ${wordsOf(code).words}`).join('\n\n');
}

function response(description: string, codes: readonly ProblemCode[]): Part {
  const schema = {
    allOf: [
      { $ref: '#/components/schemas/Problem' },
      // Problem says that this is an object and has a code.
      { properties: { code: { enum: codes } } },
    ],
  };
  const waits = codes.some((code) => [429, 503].includes(wordsOf(code).status));
  const headers = waits ? { 'Retry-After': retryAfter } : undefined;
  return { description, headers, content: { 'application/problem+json': { schema } } };
}

/** The name of an error answer among the components, made from its codes. */
export function responseName(response: Part): string {
  if (response === general) return 'GeneralProblem';
  const codes = [...String(response['description']).matchAll(/`(\w+)`: /g)];
  return codes.map(([, code = '']) => inCapitals(code)).join('Or');
}

export function inCapitals(name: string): string {
  return name.replace(/(?:^|[_-])(\w)/g, (_, letter: string) => letter.toUpperCase());
}
