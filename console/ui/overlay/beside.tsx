import { type Ref, useLayoutEffect } from 'react';

interface Props {
  button: HTMLElement;
  ref?: Ref<HTMLElement>;
}

/** Tells a menu or a panel beside which button it opens, though the button is not its child. */
export function Beside({ button, ref }: Props) {
  useLayoutEffect(() => {
    if (typeof ref === 'function') ref(button);
  }, [ref, button]);
  return null;
}
