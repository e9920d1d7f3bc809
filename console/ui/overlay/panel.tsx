import { Popover, type PopoverProps } from '@mantine/core';
import { useMounted } from '@mantine/hooks';
import { Beside } from './beside.tsx';
import type { Opening } from './opener.tsx';

/** The panel of an Opener: fields that take effect at once. */
export function PanelAt({ at, label, children, ...how }: PopoverProps & { at: Opening; label: string }) {
  const mounted = useMounted(); // if it were open from its first render, it would not return the focus
  return (
    <Popover
      position="bottom-start"
      shadow="md"
      trapFocus
      returnFocus
      {...how}
      id={at.id}
      opened={at.opened && mounted}
      onChange={at.setOpened}
    >
      <Popover.Target>
        <Beside button={at.button} />
      </Popover.Target>
      <Popover.Dropdown aria-label={label} maw="calc(100vw - 16px)">
        {children}
      </Popover.Dropdown>
    </Popover>
  );
}
