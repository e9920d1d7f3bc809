import { cloneElement, type HTMLAttributes, type ReactElement, type ReactNode, type Ref, useId, useState } from 'react';
import { useEver } from '../later.tsx';

/** What a menu or a panel must know of the button that opens it. */
export interface Opening {
  id: string;
  button: HTMLElement;
  opened: boolean;
  setOpened: (opened: boolean) => void;
}

interface Props {
  button: ReactElement<HTMLAttributes<HTMLElement> & { ref?: Ref<HTMLButtonElement> }>;
  opens: 'menu' | 'dialog';
  /** What opens: a MenuAt or a PanelAt, in a component that is loaded later. */
  children: (at: Opening) => ReactNode;
}

/** A button that opens something beside it, which is not mounted until the button is pressed. */
export function Opener({ button, opens, children }: Props) {
  const id = useId();
  const [opened, setOpened] = useState(false);
  const [element, setElement] = useState<HTMLButtonElement | null>(null);
  const used = useEver(opened);
  return (
    <>
      {cloneElement(button, {
        ref: setElement,
        id,
        'aria-haspopup': opens,
        'aria-expanded': opened,
        ...(opened && { 'aria-controls': `${id}-dropdown` }),
        onClick: () => setOpened(!opened),
      })}
      {used && element && children({ id, button: element, opened, setOpened })}
    </>
  );
}
