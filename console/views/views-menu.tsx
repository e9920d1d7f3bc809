import { Button } from '@mantine/core';
import { IconBookmark, IconChevronDown } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { later } from '../ui/later.tsx';
import { Opener } from '../ui/overlay/opener.tsx';
import type { UsersAddress } from './use-users-address.ts';

const ViewsDropdown = later(async () => (await import('./views-dropdown.tsx')).ViewsDropdown);

/** Opens a saved view, and saves, shares and deletes views. Its button names the current view. */
export function ViewsMenu({ address }: { address: UsersAddress }) {
  const { t } = useTranslation();
  const { view, isChanged } = address;
  const name = view && (isChanged ? t('views.changed', { name: view.name }) : view.name);
  return (
    <Opener
      opens="menu"
      button={
        <Button
          variant="default"
          px="sm"
          maw={280}
          leftSection={<IconBookmark size={16} aria-hidden />}
          rightSection={<IconChevronDown size={14} aria-hidden />}
          {...(name && { 'aria-label': `${t('views.button')}: ${name}` })}
        >
          {name ?? t('views.button')}
        </Button>
      }
    >
      {(at) => <ViewsDropdown at={at} address={address} />}
    </Opener>
  );
}
