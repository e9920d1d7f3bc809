import { Checkbox, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Choose } from '../../fields/fields.tsx';
import type { Opening } from '../../ui/overlay/opener.tsx';
import { PanelAt } from '../../ui/overlay/panel.tsx';
import { COLUMNS, SORTS } from '../../views/filter.ts';
import type { UsersAddress } from '../../views/use-users-address.ts';

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
              <Checkbox key={key} value={key} label={t(`words.field.${key}`)} />
            ))}
          </Stack>
        </Checkbox.Group>
      </Stack>
    </PanelAt>
  );
}
