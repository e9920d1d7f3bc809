/** The rate and the remaining time of something, estimated from its observed progress. */

interface Seen {
  at: number;
  done: number;
}

export interface Pace {
  perSecond: number;
  secondsLeft: number;
}

/** The recent observations, and the estimate that was shown. */
export interface Course {
  seen: readonly Seen[];
  told: Pace | null;
}

export const unknown: Course = { seen: [], told: null };

/** The time over which a rate is measured: long enough to smooth single steps, short enough to follow a real change. */
const LOOKED_BACK_MS = 20_000;
/** An earlier estimate would be corrected at once. */
const KNOWN_AFTER_MS = 2_500;

/** Adds an observation. The shown estimate stays until it is clearly wrong. */
export function goOn({ seen, told }: Course, now: Seen, total: number): Course {
  const last = seen.at(-1);
  if (last && now.done < last.done) return { seen: [now], told: null };
  if (last?.done === now.done) return { seen, told };
  const sights = [...seen.filter(({ at }) => now.at - at <= LOOKED_BACK_MS), now];
  const from = sights[0] ?? now;
  if (now.at - from.at < KNOWN_AFTER_MS) return { seen: sights, told };
  const perSecond = ((now.done - from.done) * 1000) / (now.at - from.at);
  return { seen: sights, told: steady(told, { perSecond, secondsLeft: (total - now.done) / perSecond }) };
}

function steady(told: Pace | null, found: Pace): Pace {
  const rounded = { perSecond: twoDigits(found.perSecond), secondsLeft: stepOf(found.secondsLeft) };
  if (!told) return rounded;
  const sameSpeed = Math.abs(found.perSecond - told.perSecond) <= told.perSecond * 0.15;
  const sooner = rounded.secondsLeft < told.secondsLeft;
  const muchLater = found.secondsLeft > told.secondsLeft * 1.5;
  return {
    perSecond: sameSpeed ? told.perSecond : rounded.perSecond,
    secondsLeft: sooner || muchLater ? rounded.secondsLeft : told.secondsLeft,
  };
}

function twoDigits(n: number): number {
  return Number(n.toPrecision(2));
}

/** Rounds as a person would: tens of seconds, whole minutes, whole hours. 0 is a few seconds. */
function stepOf(seconds: number): number {
  const step = seconds < 55 ? 10 : seconds < 3_570 ? 60 : 3_600;
  return seconds < 8 ? 0 : Math.max(step, Math.round(seconds / step) * step);
}
