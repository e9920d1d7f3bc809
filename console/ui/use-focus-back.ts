import { useEffect, useState } from 'react';

/** For dialogs that are made when they open and gone when they close: the focus goes back to where it was. */
export function useFocusBack(): void {
  const [before] = useState(focused);
  useEffect(
    () => () => {
      // What was focused may be gone with the change, as a row is; then the page is where one goes on.
      const back = before?.isConnected ? before : document.getElementById('content');
      // After the dialog's own hands are off the focus.
      setTimeout(() => back?.focus({ preventScroll: true }));
    },
    [before],
  );
}

/** An entry of a menu is gone as soon as it is chosen; what opened the menu stays. */
function focused(): HTMLElement | null {
  const active = document.activeElement;
  const menu = active?.closest('[role=menu]');
  const opener = menu ? document.querySelector(`[aria-controls="${menu.id}"]`) : active;
  return opener instanceof HTMLElement && opener !== document.body ? opener : null;
}
