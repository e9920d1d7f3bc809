import type { ApiKey } from '../../api/types.ts';

export const STATES = ['active', 'expired', 'stopped'] as const satisfies ApiKey['state'][];

/** How every key begins. */
const MARK = 'mst_';
const PREFIX_LENGTH = 8;

export interface Listing {
  search?: string;
  state?: string;
  sort?: string;
}

/** The keys of a search, a state and an order. Without an order they stay as the server sends them, the newest first. */
export function listKeys(keys: readonly ApiKey[], { search = '', state, sort = '' }: Listing): ApiKey[] {
  const words = search.toLowerCase().split(/\s+/);
  const found = keys.filter((key) => (!state || key.state === state) && words.every((word) => has(key, word)));
  const by = orders[sort.replace('-', '')];
  if (!by) return found;
  found.sort(by);
  return sort.startsWith('-') ? found.reverse() : found;
}

function has({ name, prefix, maker }: ApiKey, word: string): boolean {
  if (word.startsWith(MARK)) return prefix.toLowerCase().startsWith(word);
  return `${name} ${maker?.name ?? ''}`.toLowerCase().includes(word);
}

/** A search without secrets, for the address: a key that was found somewhere can be pasted to see which one it is. */
export function withoutSecrets(search: string): string {
  return search.replace(/mst_[\w-]+/gi, (key) => key.slice(0, PREFIX_LENGTH));
}

/** A key that was never used was so longest ago; one without an end ends last. */
const orders: Record<string, (a: ApiKey, b: ApiKey) => number> = {
  name: (a, b) => a.name.localeCompare(b.name),
  used: (a, b) => (a.lastUsedAt ?? '').localeCompare(b.lastUsedAt ?? ''),
  expires: (a, b) => (a.expiresAt ?? '9').localeCompare(b.expiresAt ?? '9'),
};
