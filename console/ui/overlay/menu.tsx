import { Menu, type MenuProps } from '@mantine/core';
import { useMounted } from '@mantine/hooks';
import { Beside } from './beside.tsx';
import type { Opening } from './opener.tsx';

/** The menu of an Opener. */
export function MenuAt({ at, children, ...how }: MenuProps & { at: Opening }) {
  const mounted = useMounted(); // if it were open from its first render, it would not return the focus
  return (
    <Menu {...how} id={at.id} opened={at.opened && mounted} onChange={at.setOpened}>
      <Menu.Target>
        <Beside button={at.button} />
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}
