import { useSyncExternalStore } from 'react';

const onPaper = window.matchMedia('print');

function subscribe(listener: () => void): () => void {
  onPaper.addEventListener('change', listener);
  return () => onPaper.removeEventListener('change', listener);
}

/** Whether the page is drawn for paper, which shows what no scrolling has reached. Drawn at once: the browser waits for no later update. */
export function usePrinting(): boolean {
  return useSyncExternalStore(subscribe, () => onPaper.matches);
}
