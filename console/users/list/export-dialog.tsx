import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { userCountQuery } from '../../queries/users.ts';
import { Dialog } from '../../ui/overlay/dialog.tsx';
import { EXPORT_COLUMNS, exportAddress, exportedAs } from './export.ts';
import type { ExportProps } from './export-button.tsx';

/** Exports the people that the list shows, with columns to choose. */
export function ExportDialog({ filter, chosen, onClose }: ExportProps & { onClose: () => void }) {
  const { t } = useTranslation();
  const [columns, setColumns] = useState(() => exportedAs(chosen));
  const { data: count } = useQuery(userCountQuery(filter));
  return (
    <Dialog onClose={onClose} title={t('users.export.title')}>
      <Stack>
        <Text size="sm">
          {t(Object.keys(filter).length > 0 ? 'users.export.filtered' : 'users.export.all', { count: count ?? 0 })}
        </Text>
        <Checkbox.Group label={t('users.export.columns')} value={columns} onChange={setColumns}>
          <Stack gap={6} mt={6}>
            {EXPORT_COLUMNS.map((key) => (
              <Checkbox key={key} value={key} label={t(`words.field.${key}`)} />
            ))}
          </Stack>
        </Checkbox.Group>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          {columns.length > 0 && (
            <Button component="a" href={exportAddress(filter, columns)} download onClick={onClose}>
              {t('users.export.submit')}
            </Button>
          )}
        </Group>
      </Stack>
    </Dialog>
  );
}
