import { Radio, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Form } from '../../ui/form/use-form.ts';
import { TypeChoice } from './type-choice.tsx';
import { typesIn, type WebhookValues } from './webhook-values.ts';

/** Where a webhook goes, what it brings, and how. */
export function WebhookFields({ form }: { form: Form<WebhookValues> }) {
  const { t } = useTranslation();
  return (
    <>
      <TextInput
        {...form.field('url')}
        type="url"
        label={t('webhooks.form.url')}
        description={t('webhooks.form.urlHint')}
        placeholder="https://"
        autoComplete="off"
        spellCheck={false}
        maxLength={2000}
        required
        data-autofocus
      />
      <TextInput
        {...form.field('description')}
        label={t('webhooks.form.description')}
        description={t('webhooks.form.descriptionHint')}
        autoComplete="off"
        maxLength={200}
      />
      <TypeChoice value={typesIn(form.values.types)} onChange={(types) => form.set({ types: types.join(' ') })} />
      <Radio.Group
        label={t('webhooks.form.batch')}
        description={t(form.values.batch === 'many' ? 'webhooks.form.manyHint' : 'webhooks.form.oneHint')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={form.values.batch}
        onChange={(batch) => form.set({ batch })}
      >
        <div className="muster-choices">
          <Radio value="one" label={t('webhooks.form.one')} />
          <Radio value="many" label={t('webhooks.form.many')} />
        </div>
      </Radio.Group>
      <TextInput
        {...form.field('pace')}
        type="number"
        min={1}
        max={10_000}
        label={t('webhooks.form.pace')}
        description={t('webhooks.form.paceHint')}
        w={{ base: '100%', xs: 320 }}
      />
    </>
  );
}
