import { changedPaths, isPart, type Operation, operationsOf, type Part, wholeSchema } from './parts.ts';
import { inCapitals, problemResponses, responseName } from './problem-responses.ts';
import { nameSchemas } from './schemas.ts';
import { Shared } from './shared.ts';

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  description: 'Sent again within 24 hours with the same key, a request does its work once and is answered the same.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};
const ifMatch = {
  name: 'If-Match',
  in: 'header',
  description: 'The ETag of what was read. If it has been changed since, nothing is done (412).',
  schema: { type: 'string' },
};
const successes: Record<string, string> = {
  200: 'Done',
  201: 'Made',
  202: 'Taken: it goes on after this answer',
  204: 'Done, with nothing to say',
};

/** The description as it is served: what routes and libraries say, in the terms of OpenAPI. */
export function finished(document: unknown) {
  const whole = nameSchemas(wholeSchema.parse(document));
  const operations = operationsOf(whole);
  const headings = operations.flatMap(({ tags }) => tags);
  const parameters = new Shared('parameters', operations.flatMap(parametersOf), (part) =>
    inCapitals(String(part['name'])),
  );
  const responses = new Shared(
    'responses',
    operations.flatMap((one) => Object.values(problemsOf(one))),
    responseName,
  );
  const paths = changedPaths(whole.paths, (operation) => written(operation, { parameters, responses }));
  const tags = whole.tags.filter(({ name }) => headings.includes(name));
  const { schemas, ...others } = whole.components;
  const components = { ...others, parameters: parameters.parts(), responses: responses.parts(), schemas };
  return JSON.parse(JSON.stringify({ ...whole, tags, components, paths }));
}

type AllShared = Record<'parameters' | 'responses', Shared>;

function written(operation: Operation, { parameters, responses }: AllShared): Part {
  const { operationId, tags, summary, description, security, requestBody } = operation;
  const own = Object.entries(operation.responses).map(([status, response]) => {
    return [status, { ...response, description: successes[status] ?? response.description }] as const;
  });
  const problems = Object.entries(problemsOf(operation)).map(([status, response]) => {
    return [status, responses.inPlaceOf(response)] as const;
  });
  const asked = parametersOf(operation).map((parameter) => parameters.inPlaceOf(parameter));
  return {
    operationId,
    tags,
    summary,
    description,
    security,
    parameters: asked.length > 0 ? asked : undefined,
    // The library marks every body as required, but a nullable one may be missing.
    requestBody: requestBody && { ...requestBody, required: !mayBeNull(requestBody) },
    responses: Object.fromEntries([...own, ...problems]),
  };
}

function problemsOf(operation: Operation): Record<string, Part> {
  return problemResponses(operation['x-problems']);
}

/**
 * The library drops what stands beside a reference to a schema: the meaning of a parameter, its default, and how its list is written.
 */
function parametersOf({ parameters = [], 'x-query': query, ...operation }: Operation): Part[] {
  const own = parameters.map(({ name, in: where, required, schema }) => {
    const { description, style, explode, default: otherwise } = query[String(name)] ?? {};
    const needed = required === true ? { required } : {};
    return {
      name,
      in: where,
      ...needed,
      description,
      style,
      explode,
      schema: { ...Object(schema), default: otherwise },
    };
  });
  return [
    ...own,
    ...(operation['x-idempotency-key'] ? [idempotencyKey] : []),
    ...(operation['x-if-match'] ? [ifMatch] : []),
  ];
}

function mayBeNull({ content }: NonNullable<Operation['requestBody']>): boolean {
  return Object.values(content).some(({ schema }) => {
    const options: unknown = schema['anyOf'];
    return Array.isArray(options) && options.some((one) => isPart(one) && one['type'] === 'null');
  });
}
