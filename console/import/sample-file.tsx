import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { saveCsv } from '../ui/save-csv.ts';

const SAMPLE = [
  'email,first name,last name,department,user group',
  'ann.lee@example.com,Ann,Lee,Sales,Everyone',
  'b.moreau@example.com,Benoît,Moreau,"Research, Paris",Everyone',
  'carla@example.com,Carla,Díaz,,',
];

/** A small file to fill in, created in the browser. */
export function SampleFile() {
  const { t } = useTranslation();
  return (
    <Button
      variant="subtle"
      size="compact-sm"
      w="fit-content"
      leftSection={<IconDownload size={16} aria-hidden />}
      onClick={() => saveCsv(t('csv.file.sampleName'), SAMPLE)}
    >
      {t('csv.file.sample')}
    </Button>
  );
}
