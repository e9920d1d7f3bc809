import { useTranslation } from 'react-i18next';
import type { FieldChange } from '../api/types.ts';
import { useFormat } from '../ui/values.tsx';
import { useNames } from './catalog.ts';

/** One field of a person, before and after, in the words of the screens. */
export function FieldChangeText({ change }: { change: FieldChange }) {
  const { t } = useTranslation();
  const say = useFieldText();
  const { field } = change;
  const label = t(`words.field.${field}`, { defaultValue: field });
  return t('users.history.field', { label, before: say(field, change.before), after: say(field, change.after) });
}

/** Returns what says the value of a field in the words of the screens. */
export function useFieldText() {
  const { t } = useTranslation();
  const format = useFormat();
  const { typeName, addOnName } = useNames();
  return (field: string, value: unknown): string => {
    const text = String(value ?? '');
    if (text === '') return t('ui.none');
    if (field === 'type') return typeName(text);
    if (field === 'addOns') return format.list(text.split(',').map((key) => addOnName(key.trim())));
    if (field === 'role' || field === 'status') return t(`words.${field}.${text}`, { defaultValue: text });
    return text;
  };
}
