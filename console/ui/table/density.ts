import { createStore, useStore } from '../store.ts';

/** The height of rows: comfortable ones have two lines, compact ones have one. */
export const DENSITIES = ['comfortable', 'compact'] as const;
export type Density = (typeof DENSITIES)[number];

const SETTING = 'muster.row-height';
const kept = createStore<Density>(localStorage.getItem(SETTING) === 'compact' ? 'compact' : 'comfortable');

/** The height of the rows of all tables, stored in this browser. */
export function useDensity(): Density {
  return useStore(kept);
}

export function keepDensity(density: Density): void {
  localStorage.setItem(SETTING, density);
  kept.set(density);
}
