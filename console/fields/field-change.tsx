import { useTranslation } from 'react-i18next';
import type { FieldChange } from '../api/types.ts';
import { useFormat } from '../ui/values.tsx';
import { useNames } from './catalog.ts';

/** One field of a person, before and after, in the words of the screens. For a new person only the value. */
export function FieldChangeText({ change, isNew }: { change: FieldChange; isNew?: boolean }) {
  const { t } = useTranslation();
  const say = useSay();
  const { field } = change;
  const label = t(`words.field.${field}`, { defaultValue: field });
  if (isNew) return t('users.history.value', { label, value: say(field, change.after) });
  return t('users.history.field', { label, before: say(field, change.before), after: say(field, change.after) });
}

function useSay() {
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
