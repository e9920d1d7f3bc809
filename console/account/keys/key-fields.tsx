import { Radio, Stack, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Form } from '../../ui/form/use-form.ts';
import { useFormat } from '../../ui/values.tsx';
import { EXPIRY_DAYS, endOf, type KeyValues, permissionsIn } from './key-values.ts';
import { PermissionChoice } from './permission-choice.tsx';

interface Props {
  form: Form<KeyValues>;
  /** Of a key that exists: its present end. */
  ends?: string | null;
}

/** What a key is called, what it may do, when it ends, and from where it may be used. */
export function KeyFields({ form, ends }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <TextInput
        {...form.field('name')}
        label={t('apiKeys.form.name')}
        description={t('apiKeys.form.nameHint')}
        autoComplete="off"
        maxLength={100}
        required
        data-autofocus={ends === undefined || undefined}
      />
      <PermissionChoice
        value={permissionsIn(form.values.permissions)}
        onChange={(permissions) => form.set({ permissions: permissions.join(' ') })}
        error={form.field('permissions').error}
      />
      <Expiry form={form} ends={ends} />
      <Textarea
        {...form.field('networks')}
        label={t('apiKeys.form.networks')}
        description={t('apiKeys.form.networksHint')}
        autosize
        minRows={1}
        maxRows={6}
        maw={420}
        spellCheck={false}
      />
    </>
  );
}

function Expiry({ form, ends }: { form: Form<KeyValues>; ends: string | null | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { expiry } = form.values;
  const kept = ends === null ? t('apiKeys.form.keepNever') : t('apiKeys.form.keep', { date: format.date(ends ?? '0') });
  const choices = [
    ...(ends === undefined ? [] : [{ value: 'keep', label: kept }]),
    ...EXPIRY_DAYS.map((days) => ({ value: String(days), label: t('apiKeys.form.days', { count: days }) })),
    { value: 'day', label: t('apiKeys.form.date') },
    { value: 'never', label: t('apiKeys.form.never') },
  ];
  const end = endOf(form.values);
  const hint =
    end === null ? t('apiKeys.form.neverHint') : end && t('apiKeys.form.endsAt', { date: format.dateTime(end) });
  return (
    <Stack gap={6}>
      <Radio.Group
        label={t('apiKeys.form.expiry')}
        value={expiry}
        onChange={(next) => form.set({ expiry: next })}
        description={hint || undefined}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
      >
        <div className="muster-choices">
          {choices.map((choice) => (
            <Radio key={choice.value} {...choice} />
          ))}
        </div>
      </Radio.Group>
      {expiry === 'day' && (
        <TextInput {...form.field('day')} type="date" label={t('apiKeys.form.day')} w={180} required autoFocus />
      )}
    </Stack>
  );
}
