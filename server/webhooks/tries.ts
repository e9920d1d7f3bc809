const minute = 60;
const hour = 60 * minute;

/** Seconds after each try in vain until the next one: three days in all. */
const waits = [5, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour];

/** Seconds until the next try after so many in vain; null if there is none. */
export function secondsUntilNext(tries: number): number | null {
  return waits[tries - 1] ?? null;
}
