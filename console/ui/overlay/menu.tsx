import { Menu, type MenuProps } from '@mantine/core';
import { useMounted } from '@mantine/hooks';
import { Beside } from './beside.tsx';
import type { Opening } from './opener.tsx';

/** The menu of an Opener. */
export function MenuAt({ at, children, ...how }: MenuProps & { at: Opening }) {
  const mounted = useMounted(); // one that is open from its first moment would not give the focus back
  return (
    <Menu {...how} id={at.id} opened={at.opened && mounted} onChange={at.setOpened}>
      <Menu.Target>
        <Beside button={at.button} />
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}
