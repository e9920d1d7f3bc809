import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startTestApp } from '../testing/app.ts';
import { allOfKeys, program } from '../testing/programs.ts';
import { asked } from './fixtures/ask.ts';
import { examples } from './fixtures/examples.ts';
import { operationsOf } from './fixtures/operations.ts';
import { freshWorld } from './fixtures/world.ts';

const app = await startTestApp();
const home = await freshWorld(app);
const { browser: owner } = home.people.owner;
const operations = await operationsOf(app);

/** What the request at hand needs besides: its import adds people, and the key at hand holds everything. */
const besides: Record<string, string[]> = {
  'POST /v1/changes/{id}/remap': ['invitations.manage'],
  'GET /v1/events': ['audit.read', 'users.read'],
  ...Object.fromEntries(
    operations
      .filter(({ path }) => path.startsWith('/v1/webhooks'))
      .map(({ name }) => [name, ['webhooks.manage', 'audit.read', 'users.read']]),
  ),
  'PATCH /v1/api-keys/{id}': allOfKeys,
  'POST /v1/api-keys/{id}/rotate': allOfKeys,
};

/** Operations that one of several permissions opens, and whose request decides which it needs. */
const byRequest = (needed: string[]) => needed.includes('users.edit') && needed.length > 1;

describe('an API key needs the permission that openapi.json names, and no other', () => {
  for (const operation of operations) {
    const needed = [...String(operation['description']).matchAll(/`([a-z_]+\.[a-z]+)`/g)].map(([, name = '']) => name);
    const isOpen = examples[operation.name]?.[0]?.who.includes('key');
    if (needed.length === 0 || !isOpen) continue;
    it(`${operation.name}: ${needed.join(' or ')}`, async () => {
      const others = allOfKeys.filter((permission) => !needed.includes(permission));
      const alone = byRequest(needed) ? [needed] : needed.map((permission) => [permission]);
      const sets = alone.map((permissions) => [...new Set([...permissions, ...(besides[operation.name] ?? [])])]);
      for (const permissions of [others, ...sets]) {
        const by = await program(app, owner, { permissions });
        const { address, query, body, headers } = await asked(operation, home);
        const { status } = await by.send(operation.method, `${address}?${new URLSearchParams(query)}`, body, {
          headers,
        });
        const said = `${status} with ${permissions.join(', ')}`;
        if (permissions === others) assert.equal(status, 403, said);
        else assert.ok(status < 300, said);
      }
    });
  }
});
