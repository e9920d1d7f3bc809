import { Alert, Button, Group, SimpleGrid, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Change, CsvFile, CsvMapping, CsvSeparator } from '../api/change-types.ts';
import { api, ok } from '../api/client.ts';
import { useChange } from '../changes/use-change.ts';
import { Choose } from '../fields/fields.tsx';
import { useBusyRun } from '../parts/use-run.ts';
import { Section } from '../ui/section.tsx';
import { Facts } from '../ui/table/facts.tsx';
import { useFormat } from '../ui/values.tsx';
import { ColumnList } from './column-list.tsx';
import { mappingOf } from './reading.ts';

const SEPARATORS = [
  { value: ',', label: 'comma' },
  { value: ';', label: 'semicolon' },
  { value: '\t', label: 'tab' },
] as const satisfies { value: CsvSeparator; label: string }[];

/** How the file was read, and ways to change that. */
export function ReadAs({ change, file }: { change: Change; file: CsvFile }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { mapping, setMapping, changed, missing, busy, readAgain } = useReading(change, file);
  return (
    <Section title={t('csv.read.title')}>
      <Facts
        facts={[
          { label: t('csv.read.name'), value: file.name },
          { label: t('csv.read.count'), value: format.number(file.rows) },
          {
            label: t('csv.read.encoding'),
            value: t(`csv.read.encodings.${file.encoding}`, { defaultValue: file.encoding }),
          },
        ]}
      />
      <SimpleGrid cols={{ base: 1, sm: 2 }} maw={560}>
        <Choose
          label={t('csv.read.separator')}
          value={file.separator}
          disabled={busy}
          onChange={(chosen) => {
            const separator = SEPARATORS.find(({ value }) => value === chosen);
            if (separator) readAgain({ separator: separator.value });
          }}
          data={SEPARATORS.map(({ value, label }) => ({ value, label: t(`csv.read.separators.${label}`) }))}
        />
        <Choose
          label={t('csv.read.header')}
          value={file.header ? 'yes' : 'no'}
          disabled={busy}
          onChange={(header) => readAgain({ header: header === 'yes' })}
          data={[
            { value: 'yes', label: t('csv.read.headerYes') },
            { value: 'no', label: t('csv.read.headerNo') },
          ]}
        />
      </SimpleGrid>
      <ColumnList file={file} mapping={mapping} onChange={setMapping} />
      {missing && <Alert color="red">{t('csv.read.needEmail')}</Alert>}
      {changed && (
        <Group justify="space-between">
          <Text size="sm">{t('csv.read.changed')}</Text>
          <Button loading={busy} disabled={missing} onClick={() => readAgain({ mapping })}>
            {t('csv.read.again')}
          </Button>
        </Group>
      )}
    </Section>
  );
}

type Otherwise = { mapping: CsvMapping } | { separator: CsvSeparator } | { header: boolean };

function useReading({ id }: Change, file: CsvFile) {
  const { know, refreshAll } = useChange();
  const [busy, run] = useBusyRun();
  const present = mappingOf(file.columns);
  const [mapping, setMapping] = useState(present);
  const readAgain = (otherwise: Otherwise) =>
    run(async () => {
      // With another header or separator the file has other columns, which are detected again.
      const body = { mapping: {}, ...otherwise };
      know(await ok(api.POST('/v1/changes/{id}/remap', { params: { path: { id } }, body })));
      // The rows were read again too.
      await refreshAll();
    });
  return {
    mapping,
    setMapping,
    busy,
    readAgain,
    changed: Object.keys(present).some((index) => present[index] !== mapping[index]),
    missing: !Object.values(mapping).includes('email'),
  };
}
