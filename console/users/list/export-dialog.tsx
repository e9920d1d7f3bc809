import { Button, Checkbox, Group, SegmentedControl, SimpleGrid, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExportColumn } from '../../api/types.ts';
import { Choose } from '../../fields/fields.tsx';
import { userCountQuery } from '../../queries/users.ts';
import { Dialog } from '../../ui/overlay/dialog.tsx';
import { EXPORT_COLUMNS, exportAddress, exportedAs, knownColumns, localZone, timeExample } from './export.ts';
import type { ExportProps } from './export-button.tsx';
import {
  EXPORT_SEPARATORS,
  type ExportChoices,
  HEADERS,
  KINDS,
  keepChoices,
  keptChoices,
  timeFormatOf,
} from './export-choices.ts';

/** Exports the people that the list shows, in its order. */
export function ExportDialog({ filter, sort, chosen, onClose }: ExportProps & { onClose: () => void }) {
  const { t } = useTranslation();
  const [choices, setChoices] = useState(() => keptChoices(chosen));
  const set = (change: Partial<ExportChoices>) => setChoices((before) => ({ ...before, ...change }));
  const { data: count } = useQuery(userCountQuery(filter));
  const download = () => {
    keepChoices(choices);
    onClose();
  };
  return (
    <Dialog onClose={onClose} title={t('users.export.title')} size="lg">
      <Stack>
        {count !== undefined && (
          <Text size="sm">
            {t(Object.keys(filter).length > 0 ? 'users.export.filtered' : 'users.export.all', { count })}
          </Text>
        )}
        <FileChoices choices={choices} set={set} />
        <Columns
          columns={choices.columns}
          asListed={exportedAs(chosen)}
          onChange={(names) => set({ columns: knownColumns(names) })}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          {choices.columns.length > 0 && (
            <Button component="a" href={exportAddress({ filter, sort, count }, choices)} download onClick={download}>
              {t('users.export.submit')}
            </Button>
          )}
        </Group>
      </Stack>
    </Dialog>
  );
}

interface FileProps {
  choices: ExportChoices;
  set: (change: Partial<ExportChoices>) => void;
}

function FileChoices({ choices: { kind, separator, headers, timeFormat }, set }: FileProps) {
  const { t } = useTranslation();
  const times = new Set([timeFormatOf(navigator.language), 'yyyy-MM-dd HH:mm' as const, 'iso' as const, timeFormat]);
  return (
    <>
      <SegmentedControl
        aria-label={t('users.export.kind')}
        value={kind}
        onChange={(next) => set({ kind: next })}
        data={KINDS.map((value) => ({ value, label: t(`users.export.kinds.${value}`) }))}
      />
      <SimpleGrid cols={{ base: 1, sm: kind === 'csv' ? 3 : 2 }}>
        {kind === 'csv' && (
          <Choose
            label={t('users.export.separator')}
            value={separator}
            onChange={(next) => set({ separator: EXPORT_SEPARATORS.find((one) => one === next) ?? separator })}
            data={EXPORT_SEPARATORS.map((value) => ({ value, label: t(`users.export.separators.${words[value]}`) }))}
          />
        )}
        <Choose
          label={t('users.export.headers')}
          value={headers}
          onChange={(next) => set({ headers: HEADERS.find((one) => one === next) ?? headers })}
          data={HEADERS.map((value) => ({ value, label: t(`users.export.headerKinds.${value}`) }))}
        />
        <Choose
          label={t('users.export.times')}
          value={timeFormat}
          onChange={(next) => set({ timeFormat: [...times].find((one) => one === next) ?? timeFormat })}
          data={[...times].map((value) => ({ value, label: timeExample(value) }))}
          description={timeFormat === 'iso' ? t('users.export.utc') : t('users.export.zone', { zone: localZone })}
          inputWrapperOrder={['label', 'input', 'description']}
        />
      </SimpleGrid>
    </>
  );
}

const words = { ',': 'comma', ';': 'semicolon', '\t': 'tab' } as const;

interface ColumnsProps {
  columns: ExportColumn[];
  asListed: ExportColumn[];
  onChange: (names: readonly string[]) => void;
}

function Columns({ columns, asListed, onChange }: ColumnsProps) {
  const { t } = useTranslation();
  return (
    <Stack gap={6}>
      <Checkbox.Group label={t('users.export.columns')} value={columns} onChange={onChange}>
        <SimpleGrid cols={{ base: 2, sm: 3 }} verticalSpacing={6} mt={6}>
          {EXPORT_COLUMNS.map((key) => (
            <Checkbox key={key} value={key} label={t(`words.field.${key}`)} />
          ))}
        </SimpleGrid>
      </Checkbox.Group>
      <Group gap="xs">
        <Button variant="subtle" size="compact-sm" onClick={() => onChange(asListed)}>
          {t('users.export.asListed')}
        </Button>
        <Button variant="subtle" size="compact-sm" onClick={() => onChange(EXPORT_COLUMNS)}>
          {t('users.export.everyColumn')}
        </Button>
      </Group>
    </Stack>
  );
}
