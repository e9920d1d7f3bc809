import { Button, FileButton, Text } from '@mantine/core';
import { IconFileSpreadsheet } from '@tabler/icons-react';
import { type DragEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../ui/values.tsx';
import styles from './import.module.css';

const ACCEPTED = '.csv,.txt,.tsv,.xlsx,text/csv,text/plain';

/** Takes a file by drag and drop or by a button. */
export function FileDrop({ file, onFile }: { file: File | null; onFile: (file: File) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [dropped] = event.dataTransfer.files;
    if (dropped) onFile(dropped);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is for the mouse; the button does the same for everybody
    <div
      className={styles['drop']}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <IconFileSpreadsheet size={32} stroke={1.4} aria-hidden />
      <Text fw={file ? 600 : 400} role="status">
        {file ? t('csv.file.chosen', { name: file.name, size: format.bytes(file.size) }) : t('csv.file.drop')}
      </Text>
      <FileButton onChange={(chosen) => chosen && onFile(chosen)} accept={ACCEPTED}>
        {(props) => (
          <Button {...props} variant="default">
            {t(file ? 'csv.file.other' : 'csv.file.choose')}
          </Button>
        )}
      </FileButton>
    </div>
  );
}
