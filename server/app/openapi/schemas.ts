import { changed, changedPaths, isPart, type Operation, operationsOf, type Part, type Whole } from './parts.ts';

const prefix = '#/components/schemas/';
type Schemas = Record<string, Part>;

/**
 * The library writes every schema with an id twice: for requests (UserFilterInput) and for answers (UserFilter). This gives each one name
 * where one is enough, and drops what nothing refers to.
 */
export function nameSchemas(whole: Whole): Whole {
  const named = withoutInput(whole);
  const { schemas } = named.components;
  const asked = reached(operationsOf(named).map(asks), schemas);
  const answered = reached([operationsOf(named).map(({ responses }) => responses), refTo('Problem')], schemas);
  const kept = Object.entries(schemas)
    .filter(([name]) => asked.has(name) || answered.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, schema]) => [name, changed(schema, asked.has(name) ? withoutNul : lenient)] as const);
  const operation = (one: Operation) => ({
    ...one,
    ...changed(asks(one), withoutNul),
    ...changed(answers(one), lenient),
  });
  const paths = changedPaths(named.paths, operation);
  return { ...named, paths, components: { ...named.components, schemas: Object.fromEntries(kept) } };
}

const asks = ({ parameters, requestBody }: Operation) => ({ parameters, requestBody });
const answers = ({ responses }: Operation) => ({ responses });
const refTo = (name: string) => ({ $ref: prefix + name });

/** The names of all schemas that parts refer to, directly or through others. */
function reached(parts: unknown, schemas: Schemas, known = new Set<string>()): Set<string> {
  changed(parts, (inner) => {
    const name = nameOf(inner);
    if (name === null || known.has(name)) return inner;
    known.add(name);
    reached(schemas[name], schemas, known);
    return inner;
  });
  return known;
}

function nameOf({ $ref }: Part): string | null {
  return typeof $ref === 'string' && $ref.startsWith(prefix) ? $ref.slice(prefix.length) : null;
}

/** A schema gets the plain name if requests and answers use the same one, or only one of them uses it. */
function withoutInput(whole: Whole): Whole {
  const { schemas } = whole.components;
  const used = reached(whole.paths, schemas);
  const inOne: Schemas = {};
  for (const [name, schema] of Object.entries(schemas)) {
    const input = schemas[`${name}Input`];
    if (input === undefined || !used.has(`${name}Input`)) continue;
    if (!used.has(name) || expanded(schema, schemas) === expanded(input, schemas)) inOne[name] = input;
  }
  const plain = (name: string) => (Object.hasOwn(inOne, baseOf(name)) ? baseOf(name) : name);
  const all = Object.entries({ ...schemas, ...inOne }).filter(([name]) => plain(name) === name);
  const renamed = { ...whole, components: { ...whole.components, schemas: Object.fromEntries(all) } };
  return changed(renamed, (inner) => {
    const name = nameOf(inner);
    return name === null ? inner : { ...inner, ...refTo(plain(name)) };
  });
}

const baseOf = (name: string) => name.replace(/Input$/, '');

/** The schema as text, with every reference replaced by its target. */
function expanded(schema: Part | undefined, schemas: Schemas): string {
  const whole = changed(schema ?? {}, (inner) => {
    const name = nameOf(inner);
    return name === null ? inner : { ...inner, $ref: expanded(schemas[name], schemas) };
  });
  return JSON.stringify(whole);
}

/** Writes a nullable text as one type instead of two: shorter, with the same meaning. */
function orNull(part: Part): Part {
  const { anyOf, ...others } = part;
  const [one, none, ...more] = Array.isArray(anyOf) ? anyOf.filter(isPart) : [];
  if (one?.['type'] !== 'string' || 'enum' in one || none?.['type'] !== 'null' || more.length > 0) return part;
  return { ...one, ...others, type: ['string', 'null'] };
}

/** Every text of a request refuses NUL, as every route does (app/requests.ts), unless it has a rule of its own. */
function withoutNul(part: Part): Part {
  const isFree = part['type'] === 'string' && !['pattern', 'enum', 'const', 'format'].some((rule) => rule in part);
  return isFree ? { ...part, pattern: '^[^\\x00]*$' } : part;
}

/** Answers may get more fields. Integers are described without the safe-integer bounds. */
function lenient({ additionalProperties, minimum, maximum, ...part }: Part): Part {
  return {
    ...orNull(part),
    ...(additionalProperties === undefined || additionalProperties === false ? {} : { additionalProperties }),
    ...(minimum === undefined || minimum === Number.MIN_SAFE_INTEGER ? {} : { minimum }),
    ...(maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? {} : { maximum }),
  };
}
