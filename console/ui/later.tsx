import { type ComponentType, useEffect, useState } from 'react';

/** What the pages that are here hold back. */
const waiting = new Set<() => void>();

/** Whoever moves is about to press something. What that may open is fetched then, so that it is there when they do. */
function fetchWaiting(): void {
  for (const fetch of waiting) fetch();
  waiting.clear();
}
for (const sign of ['pointermove', 'pointerdown', 'keydown'])
  document.addEventListener(sign, fetchWaiting, { passive: true });

/** A component that the first sight of a page does without: its code comes once somebody moves, or when it is shown. */
export function later<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let Loaded: ComponentType<P> | null = null;
  const fetch = async () => {
    Loaded ??= await load();
  };
  // What failed ahead of its time is tried again when it is needed.
  waiting.add(() => void fetch().catch(() => {}));
  // biome-ignore lint/correctness/noComponentHookFactories: like React's lazy, it is called once for each component, outside all of them
  return function Later(props: P) {
    const [failure, setFailure] = useState<{ error: unknown } | null>(null);
    const [, redraw] = useState(Loaded !== null);
    useEffect(() => {
      fetch()
        .then(() => redraw(true))
        .catch((error: unknown) => setFailure({ error }));
    }, []);
    if (failure) throw failure.error;
    return Loaded && <Loaded {...props} />;
  };
}

/** Whether it was ever so: what was opened once stays, so that it can be seen to close. */
export function useEver(now: boolean): boolean {
  const [ever, setEver] = useState(now);
  if (now && !ever) setEver(true);
  return ever || now;
}
