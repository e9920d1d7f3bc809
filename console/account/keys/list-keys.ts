import type { ApiKey } from '../../api/types.ts';

export const STATES = ['active', 'expired', 'stopped'] as const satisfies ApiKey['state'][];

export interface Listing {
  search?: string;
  state?: string;
  sort?: string;
}

/** The keys of a search, a state and an order. Without an order they stay as the server sends them, the newest first. */
export function listKeys(keys: readonly ApiKey[], { search = '', state, sort = '' }: Listing): ApiKey[] {
  const words = search.toLowerCase().split(/\s+/);
  const found = keys.filter(
    (key) => (!state || key.state === state) && words.every((word) => textOf(key).includes(word)),
  );
  const by = orders[sort.replace('-', '')];
  if (!by) return found;
  found.sort(by);
  return sort.startsWith('-') ? found.reverse() : found;
}

function textOf({ name, prefix, maker }: ApiKey): string {
  return `${name} ${prefix} ${maker?.name ?? ''}`.toLowerCase();
}

/** A key that was never used was so longest ago; one without an end ends last. */
const orders: Record<string, (a: ApiKey, b: ApiKey) => number> = {
  name: (a, b) => a.name.localeCompare(b.name),
  used: (a, b) => (a.lastUsedAt ?? '').localeCompare(b.lastUsedAt ?? ''),
  expires: (a, b) => (a.expiresAt ?? '9').localeCompare(b.expiresAt ?? '9'),
};
