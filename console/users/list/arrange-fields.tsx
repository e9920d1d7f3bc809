import { Checkbox, SegmentedControl, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Choose } from '../../fields/fields.tsx';
import { userCountQuery } from '../../queries/users.ts';
import type { Opening } from '../../ui/overlay/opener.tsx';
import { PanelAt } from '../../ui/overlay/panel.tsx';
import { DENSITIES, keepDensity, useDensity } from '../../ui/table/density.ts';
import { COLUMNS, isSharedSort, SHARED_SORT_MAX, SORTS } from '../../views/filter.ts';
import type { UsersAddress } from '../../views/use-users-address.ts';

interface Props {
  at: Opening;
  address: UsersAddress;
}

export function ArrangeFields({ at, address: { filter, sort, setSort, columns, setColumns } }: Props) {
  const { t } = useTranslation();
  const { data: count = 0 } = useQuery(userCountQuery(filter));
  const density = useDensity();
  const many = count > SHARED_SORT_MAX;
  return (
    <PanelAt at={at} width={260} label={t('users.arrange')}>
      <Stack gap="md">
        <Choose
          label={t('users.sort')}
          comboboxProps={{ withinPortal: false }}
          value={sort}
          onChange={setSort}
          data={SORTS.map((value) => ({
            value,
            label: t(`users.sorts.${value}`),
            disabled: many && isSharedSort(value),
          }))}
          {...(many && { description: t('users.sortedUpTo', { max: SHARED_SORT_MAX }) })}
        />
        <SegmentedControl
          aria-label={t('ui.table.density')}
          size="xs"
          value={density}
          onChange={keepDensity}
          data={DENSITIES.map((value) => ({ value, label: t(`ui.table.densities.${value}`) }))}
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
