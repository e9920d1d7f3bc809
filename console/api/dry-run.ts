import { ok } from './client.ts';
import { isRecord } from './error.ts';
import type { StoppedApiKey } from './types.ts';

/** Asks a write for its plan, and changes nothing. */
export const dryRun = { dryRun: 'true' } as const;

/**
 * The API keys that a write would stop, from the answer to its dry run. The description has that answer beside the one of the write itself,
 * which a type for 200 cannot say.
 */
export async function keysStoppedBy(call: Promise<{ data: unknown; response: Response }>): Promise<StoppedApiKey[]> {
  const data = await ok(call);
  const plan = isRecord(data) ? data['plan'] : null;
  const stopped = isRecord(plan) ? plan['apiKeys'] : null;
  return Array.isArray(stopped) ? stopped.filter(isStoppedKey) : [];
}

function isStoppedKey(value: unknown): value is StoppedApiKey {
  return isRecord(value) && ['id', 'name', 'prefix'].every((field) => typeof value[field] === 'string');
}
