import { Button, CloseButton, Group, Paper, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

export interface FilterChip {
  key: string;
  label: string;
  onRemove: () => void;
}

/** The active filters, each with a button to remove it. */
export function FilterChips({ chips, onClear }: { chips: FilterChip[]; onClear: () => void }) {
  const { t } = useTranslation();
  if (chips.length === 0) return null;
  return (
    <Group gap="xs">
      {chips.map(({ key, label, onRemove }) => (
        <Paper key={key} withBorder radius="xl" pl="sm" pr={4} py={2}>
          <Group gap={2} wrap="nowrap">
            <Text size="sm">{label}</Text>
            <CloseButton size="sm" radius="xl" aria-label={t('ui.removeFilter', { label })} onClick={onRemove} />
          </Group>
        </Paper>
      ))}
      <Button variant="subtle" size="compact-sm" onClick={onClear}>
        {t('ui.clearFilters')}
      </Button>
    </Group>
  );
}
