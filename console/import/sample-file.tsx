import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

const SAMPLE = [
  'email,first name,last name,department,user group',
  'ann.lee@example.com,Ann,Lee,Sales,Everyone',
  'b.moreau@example.com,Benoît,Moreau,"Research, Paris",Everyone',
  'carla@example.com,Carla,Díaz,,',
].join('\r\n');
// Spreadsheet programs read a file as UTF-8 only if it begins with this mark.
const MARK = '\uFEFF';

/** A small file to fill in, created in the browser. */
export function SampleFile() {
  const { t } = useTranslation();
  const download = () => {
    const url = URL.createObjectURL(new Blob([MARK, SAMPLE, '\r\n'], { type: 'text/csv' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = t('csv.file.sampleName');
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <Button
      variant="subtle"
      size="compact-sm"
      w="fit-content"
      leftSection={<IconDownload size={16} aria-hidden />}
      onClick={download}
    >
      {t('csv.file.sample')}
    </Button>
  );
}
