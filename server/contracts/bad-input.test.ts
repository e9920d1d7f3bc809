import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import fc from 'fast-check';
import { assertRefused, type ProblemAnswer } from '../testing/answers.ts';
import { startTestApp } from '../testing/app.ts';
import type { Client, Reply } from '../testing/client.ts';
import { freshEmail, goodPassword } from '../testing/fresh-account.ts';
import type { User } from '../users/user.ts';
import { asked, bodySchema, fill, textOf } from './fixtures/ask.ts';
import { examples } from './fixtures/examples.ts';
import { naughty, nearly } from './fixtures/nonsense.ts';
import { operationsOf } from './fixtures/operations.ts';
import { anotherBrowser, freshWorld, invited } from './fixtures/world.ts';

const seed = Number(process.env['TEST_SEED'] ?? Date.now() % 1_000_000);
const runs = Number(process.env['TEST_RUNS'] ?? 12);
const app = await startTestApp();
const home = await freshWorld(app);
const { browser: owner } = home.people.owner;
const operations = await operationsOf(app);
after(() => console.log(`# bad input: TEST_SEED=${seed} TEST_RUNS=${runs}`));

const nil = '00000000-0000-0000-0000-000000000000';

function assertInShape({ status, headers, body }: Reply<unknown>, said: string): void {
  assert.ok(status < 500, `${status} ${said} ${JSON.stringify(body)}`);
  if (status < 400) return;
  assert.match(headers.get('content-type') ?? '', /^application\/problem\+json/, said);
  assert.ok(typeof body === 'object' && body !== null && 'code' in body && 'requestId' in body, said);
}

describe('whatever is sent, made from what the API says of itself', () => {
  for (const operation of operations) {
    it(`${operation.name} answers what is wrong, and never fails`, async () => {
      // A request that is valid by chance may lock the Owner out.
      const world = examples[operation.name]?.[0]?.once === 'account' ? await freshWorld(app) : home;
      const browser = await anotherBrowser(world, 'owner');
      const { address } = await asked(operation, world);
      const inPlaces = (where: string) =>
        fc.record(
          Object.fromEntries(
            operation.parameters
              .filter((parameter) => parameter.in === where)
              .map(({ name, schema }) => [name, nearly(schema)]),
          ),
          { requiredKeys: [] },
        );
      const schema = bodySchema(operation);
      const request = fc.record({
        path: inPlaces('path'),
        query: inPlaces('query'),
        body: schema ? nearly(schema) : fc.constant(undefined),
      });
      await fc.assert(
        fc.asyncProperty(request, async ({ path, query, body }) => {
          const spoilt = Object.keys(path).length > 0 ? fill(operation.path, path) : address;
          const search = new URLSearchParams(mapped(query));
          const reply = await browser.send(
            operation.method,
            `${spoilt}?${search}`,
            body === undefined ? undefined : JSON.stringify(body),
            {
              headers: body === undefined ? {} : { 'content-type': 'application/json' },
            },
          );
          assertInShape(reply, `${operation.name} ${JSON.stringify({ path, query, body })}`);
        }),
        { seed, numRuns: runs },
      );
    });
  }
});

function mapped(values: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, textOf(value)]));
}

describe('what no route takes', () => {
  it('any field more than it names, least of all one that would give rights', async () => {
    const bodied = operations.filter((operation) => bodySchema(operation)?.['type'] === 'object');
    assert.ok(bodied.length > 12);
    for (const operation of bodied) {
      const { address, query, body } = await asked(operation, home);
      const known = Object.keys(Object(bodySchema(operation)?.['properties']));
      for (const field of ['accountId', 'role', 'status', 'id', 'ownerId', 'isAdmin', 'proven', 'constructor']) {
        if (known.includes(field)) continue;
        const reply = await owner.send<ProblemAnswer>(operation.method, `${address}?${new URLSearchParams(query)}`, {
          ...Object(body),
          [field]: 'owner',
        });
        assertRefused(reply, 400, 'invalid_request');
        assert.ok(
          reply.body.errors?.some(({ pointer }) => pointer === `/${field}`),
          `${operation.name} ${JSON.stringify(reply.body)}`,
        );
      }
    }
  });

  it('one parameter twice, unless it may be a list', async () => {
    const isList = (schema: object) => 'anyOf' in schema && JSON.stringify(schema.anyOf).includes('"minItems":1');
    const queried = operations.flatMap((operation) =>
      operation.parameters
        .filter((parameter) => parameter.in === 'query' && !isList(Object(parameter.schema)))
        .map(({ name }) => ({ operation, name })),
    );
    assert.ok(queried.length > 20);
    for (const { operation, name } of queried) {
      const { address, body } = await asked(operation, home);
      const reply = await owner.send(operation.method, `${address}?${name}=a&${name}=b`, body);
      assertRefused(reply, 400, 'invalid_request');
    }
  });

  it('an id that is none: it answers 404 like one that does not exist', async () => {
    const withId = operations.filter(({ path }) => path.includes('{id}'));
    assert.ok(withId.length > 15);
    for (const operation of withId) {
      const { body } = await asked(operation, home);
      for (const id of ['1', 'me', 'null', `${home.people.member.id}x`, "' or 1=1", '../..', nil]) {
        const address = operation.path.replace('{id}', encodeURIComponent(id));
        assert.equal((await owner.send(operation.method, address, body)).status, 404, `${operation.name} ${id}`);
      }
    }
  });

  it('a cursor that is made of what cursors hold, and is none', async () => {
    const { id } = home.people.owner;
    const moments = [
      '2026-02-30 00:00:00+00',
      '2026-13-01 00:00:00+00',
      '0000-01-01 00:00:00+00',
      '2026-01-01 25:00:00+00',
      'infinity',
      'now',
    ];
    const lists: Record<string, string[][]> = {
      '/v1/users?sort=name&cursor=': [
        ['name', 'a', '-'.repeat(36)],
        ['name', 'a', 'a'.repeat(36)],
        ['-name', 'a', id],
      ],
      '/v1/users?sort=createdAt&cursor=': [
        ['createdAt', '-'.repeat(36), '-'.repeat(36)],
        ['createdAt', 'a', id],
      ],
      '/v1/users?sort=department&cursor=': [
        ['department', '0', 'Sales', id],
        ['department', '2147483648', 'Sales', 'ann', id],
        ['department', '', 'Sales', 'ann', id],
        ['department', '0', 'Sales', 'ann', 'id'],
      ],
      '/v1/users?sort=expiresAt&cursor=': ['-infinity', 'now'].map((moment) => ['expiresAt', moment, id]),
      '/v1/users?sort=lastSignInAt&cursor=': moments.map((moment) => ['lastSignInAt', moment, id]),
      [`/v1/users/${id}/history?cursor=`]: moments.map((moment) => [
        `${moment.slice(0, 19).replace(' ', 'T')}.000000Z`,
        id,
        '1',
      ]),
    };
    for (const [list, cursors] of Object.entries(lists))
      for (const cursor of cursors)
        assertRefused(
          await owner.get(list + Buffer.from(JSON.stringify(cursor)).toString('base64url')),
          400,
          'invalid_cursor',
        );
  });

  it('a cursor it did not give', async () => {
    const lists = operations.filter(({ parameters }) => parameters.some(({ name }) => name === 'cursor'));
    assert.ok(lists.length >= 4);
    const forged = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const { id } = home.people.owner;
    for (const operation of lists) {
      const { address } = await asked(operation, home);
      for (const cursor of [
        'x',
        '%00',
        forged([]),
        forged({}),
        forged(['a', 'b', 'c']),
        forged([null]),
        forged([1, 2]),
        forged([`${id}'`]),
        forged(['name', 'a', "1'; drop table users"]),
        forged(['a\0']),
        forged([id, id, id, id]),
        forged(['name', 'a', '-'.repeat(36)]),
        forged(['2026-02-30T00:00:00.000000Z', id, '1']),
        forged(['0000-01-01T00:00:00.000000Z', id, '1']),
      ])
        assertRefused(
          await owner.get(`${address}?cursor=${cursor}`),
          400,
          cursor === '%00' ? 'invalid_request' : 'invalid_cursor',
        );
    }
  });
});

describe('naughty texts are kept as they are, or refused', () => {
  const fields: Record<
    string,
    (by: Client, value: string) => Promise<{ reply: Reply<unknown>; kept: () => Promise<unknown> }>
  > = {
    'a name, by an edit': async (by, value) => {
      const { id } = await invited(owner, home.word);
      const reply = await by.patch(`/v1/users/${id}`, { firstName: value, department: value });
      return { reply, kept: async () => (await by.get<User>(`/v1/users/${id}`)).body.firstName };
    },
    'a department, when added': async (by, value) => {
      const email = freshEmail();
      const reply = await by.post<{ added: User[] }>('/v1/users', { users: [{ email, department: value }] });
      return { reply, kept: async () => (await by.get<User>(`/v1/users/${reply.body.added[0]?.id}`)).body.department };
    },
    'a department, in bulk': async (by, value) => {
      const { id } = await invited(owner, home.word);
      const reply = await by.post('/v1/changes', {
        select: { ids: [id] },
        do: { set: { department: value } },
        apply: true,
      });
      return { reply, kept: async () => (await by.get<User>(`/v1/users/${id}`)).body.department };
    },
    'a group': async (by, value) => {
      const reply = await by.post<{ id: string }>('/v1/groups', { name: value });
      const groups = () => by.get<{ data: { id: string; name: string }[] }>('/v1/groups?limit=500');
      return { reply, kept: async () => (await groups()).body.data.find(({ id }) => id === reply.body.id)?.name };
    },
    'one’s own name': async (by, value) => {
      const reply = await by.patch('/v1/profile', { lastName: value });
      return { reply, kept: async () => (await by.get<{ lastName: string }>('/v1/profile')).body.lastName };
    },
    'the account’s name': async (by, value) => {
      const reply = await by.patch('/v1/account', { name: value });
      return { reply, kept: async () => (await by.get<{ name: string }>('/v1/account')).body.name };
    },
  };
  for (const [field, write] of Object.entries(fields)) {
    it(field, async () => {
      let keptSome = 0;
      for (const [what, value] of Object.entries(naughty)) {
        const { reply, kept } = await write(owner, value);
        if (reply.status >= 400) assertInShape(reply, what);
        else assert.equal(await kept(), value, what);
        if (reply.status < 400) keptSome++;
        if (['nul', 'half a character', 'very long', 'new line'].includes(what)) assert.ok(reply.status >= 400, what);
      }
      assert.ok(keptSome > 15, 'most of them are fair names');
    });
  }

  it('a search finds by them or finds nothing, and never fails', async () => {
    for (const [what, value] of Object.entries(naughty)) {
      const reply = await owner.get(`/v1/users?search=${encodeURIComponent(value.toWellFormed())}`);
      assertInShape(reply, what);
    }
  });

  it('no sign-up or password takes NUL or half a character, and any other password signs in as typed', async () => {
    const email = freshEmail();
    const password = `${goodPassword} 👩‍👧 é ‮ '"`;
    const signUp = { accountName: 'Naughty', firstName: 'N', lastName: '', email, password };
    assert.equal((await app.browser().post('/v1/sign-up', signUp)).status, 201);
    assert.equal((await app.browser().post('/v1/session', { email, password })).status, 201);
    for (const bad of [`${password}\0`, `${password}\uD83D`])
      assertRefused(await app.browser().post('/v1/sign-up', { ...signUp, password: bad }), 400, 'invalid_request');
  });
});
