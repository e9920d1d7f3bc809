import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ChangeRow, RowOutcome } from '../api/change-types.ts';
import { FieldChangeText, useFieldText } from '../fields/field-change.tsx';
import { Mark, type Tone } from '../ui/mark.tsx';

export function RowPerson({ row: { name, email } }: { row: ChangeRow }) {
  const { t } = useTranslation();
  return (
    <div style={{ minWidth: 0, maxWidth: '20rem' }}>
      <Text size="sm" fw={500} truncate>
        {name || email || t('changes.rows.nobody')}
      </Text>
      {name !== '' && name !== email && (
        <Text size="xs" c="dimmed" truncate>
          {email}
        </Text>
      )}
    </div>
  );
}

const TONE: Record<RowOutcome, Tone> = {
  create: 'good',
  update: 'info',
  remove: 'bad',
  unchanged: 'neutral',
  refused: 'waiting',
  skipped: 'neutral',
};

export function RowMark({ outcome }: { outcome: RowOutcome }) {
  const { t } = useTranslation();
  return <Mark tone={TONE[outcome]}>{t(`changes.rows.kind.${outcome}`)}</Mark>;
}

/** Why it was not done; or each field, before and after. */
export function RowWhat({ row: { detail, outcome, fields } }: { row: ChangeRow }) {
  const { t } = useTranslation();
  const say = useFieldText();
  if (detail !== null) return <Text size="sm">{detail}</Text>;
  if (outcome === 'create') {
    // The names stand beside it.
    const given = fields.filter(({ field }) => !['firstName', 'lastName', 'email'].includes(field));
    return (
      <Text size="sm">
        {given.map(({ field, after }) => say(field, after)).join(' · ') || t('changes.rows.justAdded')}
      </Text>
    );
  }
  return fields.map((change) => (
    <Text size="sm" key={change.field}>
      <FieldChangeText change={change} />
    </Text>
  ));
}
