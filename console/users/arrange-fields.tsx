import { Checkbox, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Opening } from '../ui/opener.tsx';
import { PanelAt } from '../ui/panel.tsx';
import { Choose } from './fields.tsx';
import { COLUMNS, SORTS } from './filter.ts';
import type { UsersAddress } from './use-users-address.ts';

interface Props {
  at: Opening;
  address: UsersAddress;
}

export function ArrangeFields({ at, address: { sort, setSort, columns, setColumns } }: Props) {
  const { t } = useTranslation();
  return (
    <PanelAt at={at} width={260} label={t('users.arrange')}>
      <Stack gap="md">
        <Choose
          label={t('users.sort')}
          comboboxProps={{ withinPortal: false }}
          value={sort}
          onChange={setSort}
          data={SORTS.map((value) => ({ value, label: t(`users.sorts.${value}`) }))}
        />
        <Checkbox.Group label={t('ui.table.columns')} value={[...columns]} onChange={setColumns}>
          <Stack gap={6} mt={6}>
            {COLUMNS.map((key) => (
              <Checkbox key={key} value={key} label={t(`users.column.${key}`)} />
            ))}
          </Stack>
        </Checkbox.Group>
      </Stack>
    </PanelAt>
  );
}
