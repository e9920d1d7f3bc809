import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CsvColumn, CsvField, CsvFile, CsvMapping } from '../api/change-types.ts';
import { columnFields } from '../api/generated/fields.ts';
import { Choose } from '../fields/fields.tsx';
import { useFormat } from '../ui/values.tsx';
import styles from './import.module.css';
import { fieldOf, withField } from './reading.ts';

const EXAMPLES = 3;

interface Props {
  file: CsvFile;
  mapping: CsvMapping;
  onChange: (mapping: CsvMapping) => void;
}

/** Each column with its first cells and its meaning. */
export function ColumnList({ file, mapping, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <ul className={styles['columns']} aria-label={t('csv.read.columns')}>
      {file.columns.map((column) => (
        <OneColumn
          key={column.index}
          column={column}
          examples={file.sample.map((row) => row[column.index] ?? '')}
          field={mapping[String(column.index)] ?? null}
          onField={(field) => onChange(withField(mapping, column.index, field))}
        />
      ))}
    </ul>
  );
}

interface ColumnProps {
  column: CsvColumn;
  examples: string[];
  field: CsvField | null;
  onField: (field: CsvField | null) => void;
}

function OneColumn({ column, examples, field, onField }: ColumnProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const name = column.header || t('csv.read.number', { number: column.index + 1 });
  const shown = [...new Set(examples)].filter((text) => text !== '').slice(0, EXAMPLES);
  return (
    <li>
      <div style={{ minWidth: 0 }}>
        <Text size="sm" fw={500}>
          {name}
        </Text>
        <Text size="xs" c="dimmed" truncate>
          {shown.length > 0 ? format.list(shown) : t('csv.read.blank')}
        </Text>
        {column.note && <Text size="xs">{column.note}</Text>}
      </div>
      <Choose
        aria-label={t('csv.read.meansOf', { column: name })}
        placeholder={t('csv.read.unused')}
        clearable
        value={field ?? ''}
        onChange={(next) => onField(fieldOf(next))}
        data={columnFields.map((value) => ({ value, label: t(`words.field.${value}`) }))}
      />
    </li>
  );
}
