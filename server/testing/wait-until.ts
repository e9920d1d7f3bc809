import { setTimeout as sleep } from 'node:timers/promises';

/** Polls until look finds something. For what the server does asynchronously. A timeout is a failure. */
export async function waitUntil<Found>(
  look: () => Promise<Found | null | undefined> | Found | null | undefined,
  what: string | (() => string),
): Promise<Found> {
  const until = performance.now() + 30_000;
  for (;;) {
    const found = await look();
    if (found !== null && found !== undefined) return found;
    if (performance.now() > until) throw new Error(`waited in vain for ${typeof what === 'string' ? what : what()}`);
    await sleep(15);
  }
}
