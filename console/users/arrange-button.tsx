import { Button, Checkbox, Popover, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Choose } from './fields.tsx';
import { COLUMNS, SORTS } from './filter.ts';
import type { UsersAddress } from './use-users-address.ts';

/** How the list is sorted and which columns it has. */
export function ArrangeButton({ address: { sort, setSort, columns, setColumns } }: { address: UsersAddress }) {
  const { t } = useTranslation();
  return (
    <Popover position="bottom-start" width={260} shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Button variant="default" px="sm">
          {t('users.arrange')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('users.arrange')}>
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
      </Popover.Dropdown>
    </Popover>
  );
}
