import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import fc from 'fast-check';
import { startTestApp } from '../testing/app.ts';
import { asked, bodySchema, fill, textOf } from './fixtures/ask.ts';
import { examples } from './fixtures/examples.ts';
import { type Operation, operationsOf } from './fixtures/operations.ts';
import { validBy } from './fixtures/valid-values.ts';
import { anotherBrowser, freshWorld } from './fixtures/world.ts';

const seed = Number(process.env['TEST_SEED'] ?? Date.now() % 1_000_000);
const runs = Number(process.env['TEST_RUNS'] ?? 24);
const app = await startTestApp();
const home = await freshWorld(app);
const operations = await operationsOf(app);
after(() => console.log(`# schemas: TEST_SEED=${seed} TEST_RUNS=${runs}`));

/** Cursors are opaque: only the server makes them, which no schema can express. */
function valuesOf({ parameters }: Operation, where: string) {
  const named = parameters.filter(
    (parameter) => parameter.in === where && !['cursor', 'after'].includes(parameter.name),
  );
  const required = named.filter((parameter) => parameter.required || where === 'path').map(({ name }) => name);
  return fc.record(Object.fromEntries(named.map(({ name, schema }) => [name, validBy(schema)])), {
    requiredKeys: required,
  });
}

/** A list is written once for each of its values, or, where `explode` is false, as one text with commas. */
function queryOf({ parameters }: Operation, values: Record<string, unknown>): URLSearchParams {
  const listed = parameters.filter(({ explode }) => explode === false).map(({ name }) => name);
  return new URLSearchParams(
    Object.entries(values).flatMap(([name, value]) => {
      if (!Array.isArray(value)) return [[name, textOf(value)]];
      return listed.includes(name) ? [[name, value.join(',')]] : value.map((one) => [name, textOf(one)]);
    }),
  );
}

describe('whatever is valid by openapi.json is valid for the server', () => {
  for (const operation of operations) {
    it(operation.name, async () => {
      const { name, method, path, requestBody } = operation;
      const world = examples[name]?.[0]?.once === 'account' ? await freshWorld(app) : home;
      const browser = await anotherBrowser(world, 'owner');
      const { address } = await asked(operation, world);
      const schema = bodySchema(operation);
      const body = schema ? validBy(schema) : fc.constant(undefined);
      const request = fc.record({
        own: fc.boolean(),
        places: valuesOf(operation, 'path'),
        query: valuesOf(operation, 'query'),
        body: requestBody?.required === false ? fc.oneof(body, fc.constant(undefined)) : body,
      });
      await fc.assert(
        fc.asyncProperty(request, async ({ own, places, query, body }) => {
          const target = own ? address : fill(path, places);
          // Segments of dots are steps in a path, which is resolved before sending.
          fc.pre(!/\/(\.|%2e){1,2}(\/|$)/i.test(target));
          const search = queryOf(operation, query);
          const reply = await browser.send(
            method,
            `${target}?${search}`,
            body === undefined ? undefined : JSON.stringify(body),
            {
              headers: body === undefined ? {} : { 'content-type': 'application/json' },
            },
          );
          const said = `${name} ${JSON.stringify({ target, query, body })} ${JSON.stringify(reply.body)}`;
          assert.ok(reply.status !== 400 && reply.status < 500, said.slice(0, 2000));
        }),
        { seed, numRuns: runs },
      );
    });
  }
});
