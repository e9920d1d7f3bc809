import { useEffect, useState } from 'react';
import type { Change } from '../api/change-types.ts';
import { type Course, goOn, type Pace, unknown } from './pace.ts';

/** How fast a running change goes; null until that is known. A change that is come back to is looked at anew. */
export function usePace({ state, progress: { done, total } }: Change): Pace | null {
  const [{ of, course }, setCourse] = useState<{ of: string; course: Course }>({ of: state, course: unknown });
  useEffect(() => {
    setCourse((before) => {
      const now = { at: performance.now(), done };
      return { of: state, course: goOn(before.of === state ? before.course : unknown, now, total) };
    });
  }, [state, done, total]);
  return of === state ? course.told : null;
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
