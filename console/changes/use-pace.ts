import { useEffect, useState } from 'react';
import type { Change } from '../api/change-types.ts';
import { type Course, goOn, type Pace, unknown } from './pace.ts';

/** How fast a running change goes; null until that is known. A change that is come back to is looked at anew. */
export function usePace({ state, plan, progress: { done, total } }: Change): Pace | null {
  // The undo of many is planned first, when nothing is done yet, and that shall not count as slowness.
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

/** Whether nothing has been heard of it for a while. */
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
