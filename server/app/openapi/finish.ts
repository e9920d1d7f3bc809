import { changedPaths, isPart, type Operation, operationsOf, type Part, wholeSchema } from './parts.ts';
import { ProblemResponses } from './problem-responses.ts';
import { nameSchemas } from './schemas.ts';

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'Sent again within 24 hours with the same key, a request does its work once and is answered the same.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};
const successes: Record<string, string> = {
  200: 'Done',
  201: 'Made',
  202: 'Taken: it goes on after this answer',
  204: 'Done, with nothing to say',
};

/** The description as it is served: what routes and libraries say, written out in the words of OpenAPI. */
export function finished(document: unknown) {
  const whole = nameSchemas(wholeSchema.parse(document));
  const headings = operationsOf(whole).flatMap(({ tags }) => tags);
  const problems = new ProblemResponses();
  const paths = changedPaths(whole.paths, (operation) => written(operation, problems));
  const tags = whole.tags.filter(({ name }) => headings.includes(name));
  const { schemas, ...others } = whole.components;
  const parameters = { IdempotencyKey: idempotencyKey };
  const components = { ...others, parameters, responses: problems.shared(), schemas };
  return JSON.parse(JSON.stringify({ ...whole, tags, components, paths }));
}

function written(operation: Operation, problems: ProblemResponses): Part {
  const { operationId, tags, summary, description, security, requestBody } = operation;
  const own = Object.entries(operation.responses).map(([status, response]) => {
    return [status, { ...response, description: successes[status] ?? response.description }];
  });
  return {
    operationId,
    tags,
    summary,
    description,
    security,
    parameters: parametersOf(operation),
    // The library calls every body required, but one that may be null may be missing, too.
    requestBody: requestBody && { ...requestBody, required: !mayBeNull(requestBody) },
    responses: { ...Object.fromEntries(own), ...problems.of(operation['x-problems']) },
  };
}

/** The library drops what stands beside the name of a schema: what this parameter means, and what it is when left out. */
function parametersOf({ parameters = [], 'x-query': query, 'x-idempotency-key': takesKey }: Operation) {
  const own = parameters.map(({ schema, ...parameter }) => {
    const { description, default: otherwise } = query[String(parameter['name'])] ?? {};
    return { ...parameter, description, schema: { ...Object(schema), default: otherwise } };
  });
  const all = takesKey ? [...own, { $ref: '#/components/parameters/IdempotencyKey' }] : own;
  return all.length > 0 ? all : undefined;
}

function mayBeNull({ content }: NonNullable<Operation['requestBody']>): boolean {
  return Object.values(content).some(({ schema }) => {
    const options: unknown = schema['anyOf'];
    return Array.isArray(options) && options.some((one) => isPart(one) && one['type'] === 'null');
  });
}
