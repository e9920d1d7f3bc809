import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isProblemCode, wordsOf } from '../kernel/problem.ts';
import { startTestApp } from '../testing/app.ts';
import { examples } from './fixtures/examples.ts';
import { descriptionOf, type Operation, operationsIn } from './fixtures/operations.ts';

const app = await startTestApp();
const whole = await descriptionOf(app);
const operations = operationsIn(whole);
const { schemas } = whole.components;

/** As it is in openapi.json. */
const asWritten = (part: unknown) => JSON.stringify(part, null, 2);
const kilobytes = (part: unknown) => Buffer.byteLength(asWritten(part)) / 1024;
const kilobytesMax = 4;
/** Operations that may be longer, and why. */
const longer: Record<string, string> = {
  planChange: 'It takes two kinds of bodies, a selection and a file, each with parameters and refusals of its own.',
  updateUser: 'It may change everything about a person, so most of what can be refused is refused here.',
};

/** Every object of a description, at any depth. */
function* partsOf(part: unknown): Generator<object> {
  if (typeof part !== 'object' || part === null) return;
  if (!Array.isArray(part)) yield part;
  for (const inner of Object.values(part)) yield* partsOf(inner);
}

function referencesOf(part: unknown): string[] {
  return [...partsOf(part)].flatMap((inner) => ('$ref' in inner && typeof inner.$ref === 'string' ? [inner.$ref] : []));
}

/** The error answers of an operation: the possible codes of each status. */
function codesOf({ responses }: Operation): Record<string, string[]> {
  const errors = Object.entries(responses).filter(([status]) => !status.startsWith('2'));
  return Object.fromEntries(
    errors.map(([status, { content }]) => {
      const parts = partsOf(content?.['application/problem+json']?.schema?.['allOf']);
      // The first enum lists every code, of Problem; the second lists those of this answer.
      const enums = [...parts].flatMap((part) => ('enum' in part && Array.isArray(part.enum) ? [part.enum] : []));
      return [status, enums[1] ?? []];
    }),
  );
}

const wrong = (isWrong: (operation: Operation) => boolean) => operations.filter(isWrong).map(({ name }) => name);

describe('an operation', () => {
  it('has a name of its own in the usual style', () => {
    const names = operations.map(({ operationId }) => operationId);
    assert.deepEqual(
      wrong(({ operationId = '' }) => !/^[a-z]+([A-Z][a-z]+)*$/.test(operationId)),
      [],
    );
    assert.equal(new Set(names).size, names.length, names.sort().join(' '));
  });

  it('keeps the name that programs call it by', () => {
    const named = Object.fromEntries(operations.map(({ name, operationId }) => [name, operationId]));
    const known = {
      'POST /v1/sign-up': 'signUp',
      'POST /v1/session': 'signIn',
      'GET /v1/session': 'getSession',
      'DELETE /v1/session': 'signOut',
      'GET /v1/users': 'listUsers',
      'POST /v1/users': 'addUsers',
      'GET /v1/users/{id}': 'getUser',
      'PATCH /v1/users/{id}': 'updateUser',
      'DELETE /v1/users/{id}': 'removeUser',
      'GET /v1/users.csv': 'exportUsers',
      'POST /v1/changes': 'planChange',
      'GET /v1/changes': 'listChanges',
      'GET /v1/changes/{id}': 'getChange',
      'GET /v1/changes/{id}/rows': 'getChangeRows',
      'POST /v1/changes/{id}/apply': 'applyChange',
      'POST /v1/changes/{id}/undo': 'undoChange',
      'GET /v1/changes/{id}/events': 'watchChange',
      'GET /v1/account': 'getAccount',
      'PATCH /v1/account': 'updateAccount',
      'GET /v1/groups': 'listGroups',
      'POST /v1/invitations/{token}/accept': 'acceptInvitation',
      'GET /v1/billing/subscriptions': 'listSubscriptions',
      'PUT /v1/billing/subscriptions/{product}': 'setSubscription',
    };
    assert.deepEqual({ ...named, ...known }, named);
  });

  it('stands under one heading, and each heading says what stands there', () => {
    const headings = whole.tags.map(({ name }) => name);
    assert.ok(headings.length >= 6 && headings.length <= 20, headings.join(', '));
    assert.deepEqual(
      wrong(({ tags }) => tags.length !== 1 || !headings.includes(tags[0] ?? '')),
      [],
    );
    assert.deepEqual(
      headings.filter((heading) => !operations.some(({ tags }) => tags[0] === heading)),
      [],
    );
    for (const { name, description } of whole.tags) assert.match(description, /^[A-Z].{20,}\.$/, name);
  });

  it('names the proof of identity that it asks for, and asks none where everyone may call it', () => {
    const schemes = Object.keys(whole.components.securitySchemes);
    assert.deepEqual(schemes, ['apiKey', 'session']);
    // Anyone may hold the link, and the browser that asked for it uses it: the route checks the session itself.
    const looksInside = ['POST /v1/email-changes/{token}', 'GET /v1/mailbox'];
    for (const { name, security = whole.security } of operations.filter(({ name }) => !looksInside.includes(name))) {
      const isPublic = examples[name]?.every(({ who }) => who.includes('nobody'));
      const asked = security.flatMap((one) => Object.keys(one));
      const isForKeys = examples[name]?.some(({ who }) => who.includes('key'));
      assert.deepEqual(asked, isPublic ? [] : [...(isForKeys ? ['apiKey'] : []), 'session'], name);
    }
  });

  it('names for each error status the codes it may answer, and what each code says', () => {
    for (const operation of operations) {
      const codes = codesOf(operation);
      for (const status of ['400', '429', 'default']) assert.ok(codes[status], `${operation.name} ${status}`);
      for (const [status, those] of Object.entries(codes)) {
        assert.ok(those.length > 0, `${operation.name} ${status}`);
        for (const code of those) {
          assert.ok(isProblemCode(code), code);
          if (status === 'default') continue;
          assert.equal(wordsOf(code).status, Number(status), `${operation.name} ${code}`);
          assert.ok(operation.responses[status]?.description.includes(`\`${code}\`: ${wordsOf(code).words}`), code);
        }
      }
    }
  });

  it('names what follows from its access, its method and its parameters', () => {
    const answers = (operation: Operation, code: string) => Object.values(codesOf(operation)).flat().includes(code);
    const who = ({ name }: Operation) => examples[name]?.flatMap((example) => example.who) ?? [];
    assert.deepEqual(
      wrong((one) => (one.security ?? whole.security).length > 0 && !answers(one, 'not_signed_in')),
      [],
    );
    assert.deepEqual(
      wrong((one) => !who(one).includes('member') && one.name !== 'GET /v1/mailbox' && !answers(one, 'forbidden')),
      [],
    );
    assert.deepEqual(
      wrong((one) => one.method !== 'GET' && !answers(one, 'cross_site')),
      [],
    );
    assert.deepEqual(
      wrong(
        (one) =>
          one.parameters.some(({ name }) => ['cursor', 'after'].includes(name)) !== answers(one, 'invalid_cursor'),
      ),
      [],
    );
    assert.deepEqual(
      wrong(
        (one) =>
          one.parameters.some(({ name }) => name === 'Idempotency-Key') !== answers(one, 'idempotency_key_reused'),
      ),
      [],
    );
  });

  it('takes at most 4 kB of openapi.json, and all of it at most 4 kB an operation', () => {
    const large = operations.filter(({ written }) => kilobytes(written) > kilobytesMax);
    assert.deepEqual(large.map(({ operationId }) => operationId).sort(), Object.keys(longer).sort());
    assert.ok(
      kilobytes(whole) <= kilobytesMax * operations.length,
      `${kilobytes(whole)} kB for ${operations.length} operations`,
    );
  });
});

describe('a shape', () => {
  const jsonOf = (part: unknown) =>
    [...partsOf(part)].flatMap((inner) => ('application/json' in inner ? [inner['application/json']] : []));

  it('has a name where it is a body or an answer', () => {
    const bodies = operations.flatMap(({ name, written: { requestBody, responses } }) =>
      jsonOf([requestBody, responses]).map((media) => ({ name, media })),
    );
    assert.ok(bodies.length > operations.length / 2);
    // A nullable body is its shape or null, which is more than a name.
    const unnamed = bodies.filter(
      ({ media }) => referencesOf(media).length !== 1 || [...partsOf(media)].some((part) => 'properties' in part),
    );
    assert.deepEqual(
      unnamed.map(({ name }) => name),
      [],
    );
  });

  it('has a name where it stands in two places', () => {
    const named: object[] = Object.values(schemas);
    const isShape = (part: object) => 'properties' in part && Object.keys(Object(part.properties)).length > 1;
    const inline = [...partsOf({ paths: whole.paths, schemas })].filter(
      (part) => isShape(part) && !named.includes(part),
    );
    const places = Map.groupBy(inline.map(asWritten), (text) => text);
    assert.deepEqual(
      [...places].filter(([, { length }]) => length > 1).map(([text]) => text),
      [],
    );
  });

  it('is referred to, or it is not there', () => {
    const used = new Set(referencesOf(whole));
    const kinds = Object.entries(whole.components).filter(([kind]) => kind !== 'securitySchemes');
    const unused = kinds.flatMap(([kind, parts]) =>
      Object.keys(Object(parts))
        .map((name) => `#/components/${kind}/${name}`)
        .filter((name) => !used.has(name)),
    );
    assert.deepEqual(unused, []);
    for (const name of ['User', 'Change', 'Session', 'Group', 'View', 'AuditLine', 'Account', 'Problem'])
      assert.ok(schemas[name], name);
  });
});
