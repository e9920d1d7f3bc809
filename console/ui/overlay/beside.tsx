import { type Ref, useLayoutEffect } from 'react';

interface Props {
  button: HTMLElement;
  ref?: Ref<HTMLElement>;
}

/** Positions a menu or a panel at its button, although the button is not its child. */
export function Beside({ button, ref }: Props) {
  useLayoutEffect(() => {
    if (typeof ref === 'function') ref(button);
  }, [ref, button]);
  return null;
}
