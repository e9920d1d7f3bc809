import { useEffect, useState } from 'react';
import type { Change } from '../../api/change-types.ts';
import { type Course, goOn, type Pace, unknown } from './pace.ts';

/** The rate of a running change; null until it is known. The measurement restarts when the person returns to the change. */
export function usePace({ state, plan, progress: { done, total } }: Change): Pace | null {
  // A large undo is planned first, while nothing is done. That time must not count.
  const phase = `${state}, ${plan ? 'planned' : 'unplanned'}`;
  const [{ of, course }, setCourse] = useState<{ of: string; course: Course }>({ of: phase, course: unknown });
  useEffect(() => {
    setCourse((before) => {
      const now = { at: performance.now(), done };
      return { of: phase, course: goOn(before.of === phase ? before.course : unknown, now, total) };
    });
  }, [phase, done, total]);
  return of === phase ? course.told : null;
}

const QUIET_MS = 2_500;

/** Has there been no progress for a while? */
export function useQuiet({ state, progress: { done } }: Change): boolean {
  const [quiet, setQuiet] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: every step of the change begins the waiting anew
  useEffect(() => {
    setQuiet(false);
    const timer = setTimeout(() => setQuiet(true), QUIET_MS);
    return () => clearTimeout(timer);
  }, [state, done]);
  return quiet;
}
