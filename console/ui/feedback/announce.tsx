import { createStore, useStore } from '../store.ts';

const spoken = createStore({ text: '', turn: 0 });

/** Announces a text to screen readers without moving the focus. */
export function announce(text: string): void {
  spoken.set({ text, turn: spoken.get().turn + 1 });
}

/** Two regions alternate, so that the same text is read twice. */
export function LiveRegion() {
  const { text, turn } = useStore(spoken);
  return (
    <div className="muster-hidden">
      <div aria-live="polite">{turn % 2 === 0 ? text : ''}</div>
      <div aria-live="polite">{turn % 2 === 1 ? text : ''}</div>
    </div>
  );
}
