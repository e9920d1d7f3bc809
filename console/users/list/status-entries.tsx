import { Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { MenuAt } from '../../ui/overlay/menu.tsx';
import type { Opening } from '../../ui/overlay/opener.tsx';
import { STATUSES } from '../../views/filter.ts';
import type { FilterAddress } from './filter-bar.tsx';

export function StatusEntries({ at, address: { filter, setFilter } }: { at: Opening; address: FilterAddress }) {
  const { t } = useTranslation();
  return (
    <MenuAt at={at} position="bottom-start" width={180}>
      <Menu.RadioGroup value={filter.status ?? ''} onChange={(status) => setFilter({ status })}>
        <Menu.RadioItem value="">{t('users.everyone')}</Menu.RadioItem>
        {STATUSES.map((status) => (
          <Menu.RadioItem key={status} value={status}>
            {t(`users.status.${status}`)}
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
    </MenuAt>
  );
}
