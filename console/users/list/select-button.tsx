import { Button } from '@mantine/core';
import { IconListCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { later } from '../../ui/later.tsx';

const SelectDialog = later(async () => (await import('./select-dialog.tsx')).SelectDialog);

/** Selects people by a pasted list of their addresses, also those who are not loaded. */
export function SelectButton({ onFound }: { onFound: (ids: string[]) => void }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const select = (ids: string[]) => {
    setOpened(false);
    onFound(ids);
  };
  return (
    <>
      <Button
        variant="default"
        px="sm"
        visibleFrom="sm"
        leftSection={<IconListCheck size={16} aria-hidden />}
        onClick={() => setOpened(true)}
      >
        {t('users.select.title')}
      </Button>
      {opened && <SelectDialog onClose={() => setOpened(false)} onFound={select} />}
    </>
  );
}
