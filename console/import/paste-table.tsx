import { Button, Textarea } from '@mantine/core';
import { IconClipboard } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Rows that were copied from a spreadsheet or a mail. They are sent like a file. */
export function PasteTable({ onTable }: { onTable: (file: File | null) => void }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const change = (next: string) => {
    setText(next);
    onTable(next.trim() === '' ? null : new File([next], t('csv.file.pasted'), { type: 'text/csv' }));
  };
  if (!open)
    return (
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconClipboard size={16} aria-hidden />}
        onClick={() => setOpen(true)}
      >
        {t('csv.file.paste')}
      </Button>
    );
  return (
    <Textarea
      w="100%"
      autoFocus
      autosize
      minRows={4}
      maxRows={12}
      label={t('csv.file.pasteLabel')}
      description={t('csv.file.pasteHint')}
      value={text}
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
}
