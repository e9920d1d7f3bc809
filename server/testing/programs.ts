import assert from 'node:assert/strict';
import { keyPermissionSchema } from '../access/rules/permissions.ts';
import type { TestApp } from './app.ts';
import { Client } from './client.ts';

export type MadeKey = { id: string; key: string; prefix: string; name: string; permissions: string[] };
type Settings = { permissions?: string[]; name?: string; expiresAt?: string | null; addresses?: string[] };

/** Every permission that a key can have. */
export const allOfKeys: string[] = [...keyPermissionSchema.options];

/** An API key made by a person, with every permission unless others are named. */
export async function madeKey(by: Client, { name = 'Nightly', permissions = allOfKeys, ...others }: Settings = {}) {
  const { status, body } = await by.post<MadeKey>('/v1/api-keys', { name, permissions, ...others });
  assert.equal(status, 201, JSON.stringify(body));
  return body;
}

/** A program with an API key made by a person. */
export async function program(app: Pick<TestApp, 'url'>, by: Client, given: Settings = {}): Promise<Client> {
  return new Client(app.url, (await madeKey(by, given)).key);
}
