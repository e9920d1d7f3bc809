import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UserFilter } from '../../api/types.ts';
import { later } from '../../ui/later.tsx';
import type { ColumnKey } from '../../views/filter.ts';

const ExportDialog = later(async () => (await import('./export-dialog.tsx')).ExportDialog);

export interface ExportProps {
  filter: UserFilter;
  chosen: readonly ColumnKey[];
}

export function ExportButton({ filter, chosen }: ExportProps) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>
        {t('users.export.button')}
      </Button>
      {opened && <ExportDialog filter={filter} chosen={chosen} onClose={() => setOpened(false)} />}
    </>
  );
}
