import { Alert, Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../../parts/links.tsx';
import { paths } from '../../paths.ts';
import { saveCsv } from '../../ui/save-csv.ts';
import type { Entry } from './parse-addresses.ts';

/** More people than one request takes: what was pasted becomes a file, which an import takes. */
export function TooMany({ entries, most }: { entries: readonly Entry[]; most: number }) {
  const { t } = useTranslation();
  const save = () =>
    saveCsv(t('users.new.tooMany.file'), ['email,first name,last name,department', ...entries.map(lineOf)]);
  return (
    <Alert color="yellow" role="status" title={t('users.new.tooMany.title', { count: entries.length })}>
      <Text size="sm" mb="xs">
        {t('users.new.tooMany.body', { most })}
      </Text>
      <Group gap="xs">
        <Button size="xs" variant="default" onClick={save}>
          {t('users.new.tooMany.save')}
        </Button>
        <ButtonLink size="xs" variant="default" to={paths.importCsv}>
          {t('users.new.tooMany.import')}
        </ButtonLink>
      </Group>
    </Alert>
  );
}

function lineOf({ email, firstName, lastName, department = '' }: Entry): string {
  return [email, firstName, lastName, department].map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');
}
