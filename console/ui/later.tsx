import { type ComponentType, useEffect, useState } from 'react';
import { patiently } from './server-away.ts';

/** Loads that the current pages have deferred. */
const waiting = new Set<() => void>();

/** A person who moves the pointer or presses a key is about to open something. Its code is fetched now, so that it is ready. */
function fetchWaiting(): void {
  for (const fetch of waiting) fetch();
  waiting.clear();
}
for (const sign of ['pointermove', 'pointerdown', 'keydown'])
  document.addEventListener(sign, fetchWaiting, { passive: true });

/** A component that is not needed at first sight. Its code loads at the first input, or when it is shown. */
export function later<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let Loaded: ComponentType<P> | null = null;
  const fetch = async (how: typeof patiently = (now) => now()) => {
    Loaded ??= await how(load);
  };
  // A failed early load is tried again when it is needed.
  waiting.add(() => void fetch().catch(() => {}));
  // biome-ignore lint/correctness/noComponentHookFactories: like React's lazy, it is called once for each component, outside all of them
  return function Later(props: P) {
    const [failure, setFailure] = useState<{ error: unknown } | null>(null);
    const [, redraw] = useState(Loaded !== null);
    useEffect(() => {
      fetch(patiently)
        .then(() => redraw(true))
        .catch((error: unknown) => setFailure({ error }));
    }, []);
    if (failure) throw failure.error;
    return Loaded && <Loaded {...props} />;
  };
}

/** Was it ever true? What was opened once stays mounted, so that its closing is animated. */
export function useEver(now: boolean): boolean {
  const [ever, setEver] = useState(now);
  if (now && !ever) setEver(true);
  return ever || now;
}
