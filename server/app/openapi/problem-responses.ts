import { isProblemCode, type ProblemCode, wordsOf } from '../../kernel/problem.ts';
import { problemsOfServer } from '../problems.ts';
import type { Part } from './parts.ts';

/** Up to so many codes an answer is called after; the same may then be referred to from many operations. */
const namedMax = 2;

/** The error answers of operations: one per status, with the codes it may have and what each says. */
export class ProblemResponses {
  readonly #shared: Record<string, Part> = {
    ServerProblem: response('The request did not arrive whole, or the server cannot serve it at the moment.', [
      ...problemsOfServer,
    ]),
  };

  of(codes: string[]): Part {
    const byStatus = Map.groupBy([...new Set(codes.filter(isProblemCode))], (code) => wordsOf(code).status);
    const statuses = [...byStatus].sort(([a], [b]) => a - b);
    const responses = statuses.map(([status, those]) => [status, this.#response(those)]);
    return { ...Object.fromEntries(responses), default: reference('ServerProblem') };
  }

  /** What was referred to, for components.responses. */
  shared(): Record<string, Part> {
    return this.#shared;
  }

  #response(codes: ProblemCode[]): Part {
    const text = codes.map((code) => `\`${code}\`: ${wordsOf(code).words}`).join('\n\n');
    if (codes.length > namedMax) return response(text, codes);
    const name = codes.map(inCapitals).join('Or');
    this.#shared[name] ??= response(text, codes);
    return reference(name);
  }
}

function response(description: string, codes: ProblemCode[]): Part {
  const schema = {
    allOf: [
      { $ref: '#/components/schemas/Problem' },
      { type: 'object', properties: { code: { enum: codes } }, required: ['code'] },
    ],
  };
  return { description, content: { 'application/problem+json': { schema } } };
}

function reference(name: string): Part {
  return { $ref: `#/components/responses/${name}` };
}

function inCapitals(code: string): string {
  return code.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());
}
