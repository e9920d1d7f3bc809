import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../values.tsx';

export const TYPED_ABOVE = 100;

/** For more than 100 people the number has to be typed. Returns whether it matches, and the field to show. */
export function useTypedConfirm(affected: number) {
  const { t } = useTranslation();
  const format = useFormat();
  const [typed, setTyped] = useState('');
  const needed = affected > TYPED_ABOVE;
  // People may type the number as "1,234", "1.234" or "1 234".
  const matches = typed.replace(/\D/g, '') === String(affected);
  return {
    confirmed: !needed || matches,
    field: needed ? (
      <TextInput
        label={t('ui.typedConfirm', { number: format.number(affected) })}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        inputMode="numeric"
        autoComplete="off"
        maw={360}
      />
    ) : null,
  };
}
