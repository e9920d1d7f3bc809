import { Alert, Button, Group, MultiSelect, SimpleGrid, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CsvFile } from '../api/change-types.ts';
import { encodings, separators } from '../api/generated/fields.ts';
import { Choose } from '../fields/fields.tsx';
import { Section } from '../ui/section.tsx';
import { Facts } from '../ui/table/facts.tsx';
import { useFormat } from '../ui/values.tsx';
import { ColumnList } from './column-list.tsx';
import { clearableOf, mappingOf } from './reading.ts';
import type { Reading } from './use-reading.ts';

const HEADER_LINES = 20;

/** How the file was read, and ways to change that. */
export function ReadAs({ file, reading }: { file: CsvFile; reading: Reading }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { busy, readAgain } = reading;
  const present = mappingOf(file.columns);
  const [mapping, setMapping] = useState(present);
  const changed = Object.keys(present).some((index) => present[index] !== mapping[index]);
  const missing = !Object.values(mapping).includes('email');
  return (
    <Section title={t('csv.read.title')}>
      <Facts
        facts={[
          { label: t('csv.read.name'), value: file.name },
          { label: t('csv.read.count'), value: format.number(file.rows) },
        ]}
      />
      <Shape file={file} reading={reading} />
      <ColumnList file={file} mapping={mapping} onChange={setMapping} />
      {missing && <Alert color="red">{t('csv.read.needEmail')}</Alert>}
      {changed && (
        <Group justify="space-between">
          <Text size="sm">{t('csv.read.changed')}</Text>
          <Button loading={busy} disabled={missing} onClick={() => void readAgain({ mapping })}>
            {t('csv.read.again')}
          </Button>
        </Group>
      )}
      <EmptyCells file={file} reading={reading} />
    </Section>
  );
}

/** The header's line; separator and encoding of a text, or the sheet of a workbook. */
function Shape({ file, reading: { busy, readAgain } }: { file: CsvFile; reading: Reading }) {
  const { t } = useTranslation();
  const lines = Array.from({ length: Math.max(HEADER_LINES, file.headerLine ?? 0) }, (_, i) => String(i + 1));
  const isText = file.format === 'text';
  return (
    <SimpleGrid cols={{ base: 1, sm: isText ? 3 : 2 }} maw={720}>
      <Choose
        label={t('csv.read.header')}
        value={file.headerLine === null ? 'none' : String(file.headerLine)}
        disabled={busy}
        onChange={(line) => void readAgain(line === 'none' ? { header: false } : { headerLine: Number(line) })}
        data={[
          { value: 'none', label: t('csv.read.headerNo') },
          ...lines.map((line) => ({ value: line, label: t('csv.read.headerLine', { line: Number(line) }) })),
        ]}
      />
      {isText ? (
        <>
          <Choose
            label={t('csv.read.separator')}
            value={file.separator}
            disabled={busy}
            onChange={(chosen) => {
              const separator = separators.find((known) => known === chosen);
              if (separator) void readAgain({ separator });
            }}
            data={separators.map((value) => ({ value, label: t(`csv.read.separators.${value}`) }))}
          />
          <Choose
            label={t('csv.read.encoding')}
            value={file.encoding}
            disabled={busy}
            searchable
            onChange={(chosen) => {
              const encoding = encodings.find((known) => known === chosen);
              if (encoding) void readAgain({ encoding });
            }}
            data={encodings.map((value) => ({ value, label: t(`csv.read.encodings.${value}`) }))}
          />
        </>
      ) : (
        <Choose
          label={t('csv.read.sheet')}
          value={String(file.sheet)}
          disabled={busy || file.sheets.length < 2}
          onChange={(place) => void readAgain({ sheet: Number(place) })}
          data={file.sheets.map((name, place) => ({ value: String(place), label: name }))}
        />
      )}
    </SimpleGrid>
  );
}

/** An empty cell leaves a present person's field as it is, unless the field is chosen here. */
function EmptyCells({ file, reading: { choices, busy, choose } }: { file: CsvFile; reading: Reading }) {
  const { t } = useTranslation();
  const fields = clearableOf(file.columns);
  if (fields.length === 0) return null;
  return (
    <MultiSelect
      label={t('csv.read.clear')}
      description={t('csv.read.clearHint')}
      placeholder={choices.clear?.length ? '' : t('csv.read.clearNone')}
      maw={720}
      disabled={busy}
      value={choices.clear ?? []}
      onChange={(names) => void choose({ clear: fields.filter((field) => names.includes(field)) })}
      data={fields.map((field) => ({ value: field, label: t(`words.field.${field}`) }))}
    />
  );
}
