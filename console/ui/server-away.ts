import { createStore } from './store.ts';

const ASK_EVERY_MS = 2_000;

/** What people are told of the server: it does not answer, or it has become another version and lacks the code of this one. */
export const serverState = createStore<'there' | 'away' | 'updated'>('there');
let waiting: Promise<void> | null = null;

/** Resolves as soon as the server answers. It is asked again and again. */
export function serverIsBack(): Promise<void> {
  waiting ??= wait().finally(() => {
    waiting = null;
  });
  return waiting;
}

async function wait(): Promise<void> {
  while (!(await answers())) {
    serverState.set('away');
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
  }
  serverState.set('there');
}

async function answers(): Promise<boolean> {
  try {
    return (await fetch('/healthz', { cache: 'no-store' })).ok;
  } catch {
    return false;
  }
}

/**
 * Loads code of the console, and waits for the server if it is away, so that the page stays with all that was typed. Code that is missing on
 * a server that answers belongs to an older version: only loading the page anew brings it, and the person decides when.
 */
export async function patiently<M>(load: () => Promise<M>): Promise<M> {
  for (let answered = 0; ; answered++) {
    try {
      return await load();
    } catch (error) {
      if (!isMissing(error)) throw error;
      await serverIsBack();
      fetchStylesAgain();
    }
    if (answered > 0) {
      serverState.set('updated');
      return new Promise(() => undefined);
    }
  }
}

/** How browsers, and the loader of styles, call code that they could not fetch. */
function isMissing(error: unknown): boolean {
  const sayings = /dynamically imported module|Importing a module script failed|Unable to preload CSS/i;
  return error instanceof Error && sayings.test(error.message);
}

/** Styles that failed are not asked for a second time by those who asked first. */
function fetchStylesAgain(): void {
  for (const link of document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]'))
    if (link.sheet === null) link.replaceWith(link.cloneNode());
}
