import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import { newId } from '../kernel/ids.ts';
import { startTestApp } from '../testing/app.ts';
import type { Client, Reply } from '../testing/client.ts';
import { freshEmail } from '../testing/fresh-account.ts';
import { waitUntil } from '../testing/wait-until.ts';
import { type Example, examples } from './fixtures/examples.ts';
import { type Operation, operationsOf } from './fixtures/operations.ts';
import type { Ids } from './fixtures/things.ts';
import { type Actor, actors, anotherBrowser, browserOf, freshWorld, type World } from './fixtures/world.ts';

const app = await startTestApp();
const operations = await operationsOf(app);
/** Its word is in every name, department, group and address of the other account. */
const other = await freshWorld(app, 'Zanzibar');
const home = await freshWorld(app);
/** Mail stored by a server without a mail server: of all accounts, on loopback only. */
const ofEveryone = ['GET /v1/mailbox'];

test('every operation has an example here, and every example its operation', () => {
  const names = operations.map(({ name }) => name).filter((name) => !ofEveryone.includes(name));
  const without = names.filter((name) => examples[name] === undefined);
  assert.deepEqual(without, [], 'add an example of these to examples.ts, so that they are tried as a stranger');
  assert.deepEqual(
    Object.keys(examples).filter((name) => !names.includes(name)),
    [],
  );
});

for (const operation of operations) {
  describe(operation.name, () => {
    for (const [n, example] of (examples[operation.name] ?? []).entries()) {
      it(`is for its rightful actors, and shows nothing of another account (example ${n + 1})`, () =>
        tryOut(operation, example));
    }
  });
}

/** Each actor in turn: first in their own account, where a permitted actor must succeed, then with objects of another. */
async function tryOut(operation: Operation, example: Example): Promise<void> {
  const foreign = (await example.things?.(other, 'owner')) ?? {};
  const before = await rowsOf(other);
  const named = Object.keys(foreign).length > 0 && !example.secret;
  for (const actor of actors) {
    const { world, browser } = await comeAs(example, actor);
    await inOwnAccount(operation, example, { world, actor, browser });
    if (named) await withForeign(operation, example, { browser: (await comeAs(example, actor)).browser, foreign });
  }
  assert.deepEqual(await rowsOf(other), before, 'the other account was changed');
}

async function comeAs({ once }: Example, actor: Actor): Promise<{ world: World; browser: Client }> {
  const world = once === 'account' ? await freshWorld(app) : home;
  return { world, browser: once === 'browser' ? await anotherBrowser(world, actor) : browserOf(world, actor) };
}

async function inOwnAccount(
  operation: Operation,
  example: Example,
  { world, actor, browser }: { world: World; actor: Actor; browser: Client },
): Promise<void> {
  const own = (await example.things?.(world, actor)) ?? {};
  const reply = await send(browser, operation, example, own);
  const said = `${actor}: ${reply.status} ${shown(reply.body)}`;
  const named = `${reply.status}` in operation.responses || (actor === 'key' && reply.status === 403);
  assert.ok(named, `openapi.json does not name this answer of ${said}`);
  if (example.who.includes(actor)) assert.ok(reply.status >= 200 && reply.status < 300, said);
  else assert.equal(reply.status, actor === 'nobody' ? 401 : 403, said);
  assert.doesNotMatch(shown(reply.body), /zanzibar/i);
}

async function withForeign(
  operation: Operation,
  example: Example,
  { browser, foreign }: { browser: Client; foreign: Ids },
): Promise<void> {
  const reply = await send(browser, operation, example, foreign);
  const unknown = unknownLike(foreign);
  const asIfUnknown = await send(browser, operation, example, unknown);
  if (operation.path.includes('{')) assert.ok(reply.status >= 400, `${reply.status} ${shown(reply.body)}`);
  assert.ok(reply.status < 500, shown(reply.body));
  assert.deepEqual(comparable(reply, foreign), comparable(asIfUnknown, unknown));
}

function send(browser: Client, operation: Operation, example: Example, ids: Ids): Promise<Reply<unknown>> {
  const { path = {}, query = {}, body, headers = {} } = example.ask?.(ids) ?? {};
  const address = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => path[name] ?? ids[name] ?? '');
  const search = Object.keys(query).length > 0 ? `?${new URLSearchParams(query)}` : '';
  return browser.send(operation.method, address + search, body, { headers });
}

function unknownLike(ids: Ids): Ids {
  return Object.fromEntries(Object.entries(ids).map(([name]) => [name, name === 'email' ? freshEmail() : newId()]));
}

/** Everything by which a caller could tell two answers apart, except what is new in every answer. */
function comparable({ status, headers, body }: Reply<unknown>, ids: Ids) {
  const text = Object.values(ids).reduce((said, id) => said.replaceAll(id, '(named)'), shown(body));
  const names = [...headers.keys()].filter((name) => name !== 'content-length');
  return {
    status,
    names,
    type: headers.get('content-type'),
    text: text
      .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '(id)')
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '(time)')
      .replace(/[\w.]+@example\.com/g, '(address)'),
  };
}

function shown(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}

/** Every row of an account, once no work is under way for it. */
async function rowsOf({ accountId }: World): Promise<unknown[]> {
  await waitUntil(async () => {
    const { rows } = await app.sql.query(
      `select from jobs where (account_id = $1 or name = 'invitations.mail') and run_at <= muster_now()`,
      [accountId],
    );
    return rows.length === 0 ? true : null;
  }, 'the jobs of the other account');
  const client = await app.sql.connect();
  try {
    await client.query(`begin; set local muster.account_id = '${accountId}'`);
    const { rows: tables } = await client.query<{ name: string }>(
      `select relname as name from pg_class where relrowsecurity and relkind = 'r' and relnamespace = 'public'::regnamespace order by relname`,
    );
    const all = [];
    for (const { name } of tables) {
      const own = name === 'accounts' ? 'id' : 'account_id';
      const { rows } = await client.query(
        `select $2::text as in, count(*)::int, md5(string_agg(t::text, ',' order by t::text)) from ${name} t where ${own} = $1`,
        [accountId, name],
      );
      all.push(...rows);
    }
    return all;
  } finally {
    await client.query('rollback');
    client.release();
  }
}
