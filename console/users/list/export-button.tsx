import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UserFilter, UserSort } from '../../api/types.ts';
import { later } from '../../ui/later.tsx';
import type { ColumnKey } from '../../views/filter.ts';

const ExportDialog = later(async () => (await import('./export-dialog.tsx')).ExportDialog);

export interface ExportProps {
  filter: UserFilter;
  sort: UserSort;
  chosen: readonly ColumnKey[];
}

export function ExportButton(props: ExportProps) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>
        {t('users.export.button')}
      </Button>
      {opened && <ExportDialog {...props} onClose={() => setOpened(false)} />}
    </>
  );
}
