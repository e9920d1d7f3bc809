import { Button, Checkbox, Popover, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { COLUMNS, type ColumnKey } from './columns.tsx';
import { Choose } from './fields.tsx';
import { SORTS } from './filter.ts';
import type { useUsersAddress } from './use-users-address.ts';

interface Props {
  address: ReturnType<typeof useUsersAddress>;
  chosen: readonly ColumnKey[];
  onChoose: (names: readonly string[]) => void;
}

/** How the list is sorted and which columns it has. */
export function ViewButton({ address: { sort, setSort }, chosen, onChoose }: Props) {
  const { t } = useTranslation();
  return (
    <Popover position="bottom-start" width={260} shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Button variant="default" px="sm">
          {t('users.view')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('users.view')}>
        <Stack gap="md">
          <Choose
            label={t('users.sort')}
            comboboxProps={{ withinPortal: false }}
            value={sort}
            onChange={setSort}
            data={SORTS.map((value) => ({ value, label: t(`users.sorts.${value}`) }))}
          />
          <Checkbox.Group label={t('ui.table.columns')} value={[...chosen]} onChange={onChoose}>
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
