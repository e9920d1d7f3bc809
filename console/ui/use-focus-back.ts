import { useEffect, useState } from 'react';

/** For dialogs that mount on opening and unmount on closing: returns the focus to where it was. */
export function useFocusBack(): void {
  const [before] = useState(focused);
  useEffect(
    () => () => {
      // The focused element may be gone after the change, for example a row. Then the page gets the focus.
      const back = before?.isConnected ? before : document.getElementById('content');
      // After the dialog's own focus handling.
      setTimeout(() => back?.focus({ preventScroll: true }));
    },
    [before],
  );
}

/** A menu entry disappears when it is chosen, but the button of the menu stays. */
function focused(): HTMLElement | null {
  const active = document.activeElement;
  const menu = active?.closest('[role=menu]');
  const opener = menu ? document.querySelector(`[aria-controls="${menu.id}"]`) : active;
  return opener instanceof HTMLElement && opener !== document.body ? opener : null;
}
