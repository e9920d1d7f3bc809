import { useSyncExternalStore } from 'react';

export interface Store<V> {
  get(): V;
  set(value: V): void;
  subscribe(listener: () => void): () => void;
}

/** A value outside React that components can follow, for announcements, keys and overlays that start anywhere. */
export function createStore<V>(initial: V): Store<V> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set(next) {
      value = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function useStore<V>(store: Store<V>): V {
  return useSyncExternalStore(store.subscribe, store.get);
}
