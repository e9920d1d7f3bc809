import { Button, Radio, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, ok } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import type { Webhook } from '../../api/types.ts';
import { toast } from '../../ui/feedback/toast.tsx';
import { FormView } from '../../ui/form/form-view.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { Dialog } from '../../ui/overlay/dialog.tsx';
import { useFormat } from '../../ui/values.tsx';

const HOUR_MS = 3_600_000;
const SINCE = { hour: 1, day: 24, week: 7 * 24 } as const;
const CHOICES = ['hour', 'day', 'week'] as const satisfies (keyof typeof SINCE)[];

interface Props {
  webhook: Webhook;
  onClose: () => void;
}

/** Brings the events since a time again, in order. */
export function ReplayWebhook(props: Props) {
  const { t } = useTranslation();
  return (
    <Dialog onClose={props.onClose} title={t('webhooks.replay.title')} size="lg">
      <Since {...props} />
    </Dialog>
  );
}

function Since({ webhook: { id, state }, onClose }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const queryClient = useQueryClient();
  const form = useForm(
    { since: 'hour', at: '' },
    async (values) => {
      const from = timeOf(values);
      if (!from) return;
      await ok(api.POST('/v1/webhooks/{id}/replay', { params: { path: { id } }, body: { from } }));
      toast(t('webhooks.replay.done', { date: format.dateTime(from) }));
      void queryClient.invalidateQueries({ queryKey: keys.webhooks });
      onClose();
    },
    {},
    { guarded: false },
  );
  const from = timeOf(form.values);
  return (
    <FormView
      form={form}
      submit={t('webhooks.replay.submit')}
      disabled={form.values.since === 'at' && form.values.at !== '' && !from}
      actions={
        <Button variant="default" onClick={onClose}>
          {t('ui.cancel')}
        </Button>
      }
    >
      <Text size="sm">{t('webhooks.replay.body')}</Text>
      <Radio.Group
        label={t('webhooks.replay.since')}
        description={from && t('webhooks.replay.from', { date: format.dateTime(from) })}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={form.values.since}
        onChange={(since) => form.set({ since })}
      >
        <div className="muster-choices">
          {CHOICES.map((choice) => (
            <Radio key={choice} value={choice} label={t(`webhooks.replay.${choice}`)} />
          ))}
          <Radio value="at" label={t('webhooks.replay.at')} />
        </div>
      </Radio.Group>
      {form.values.since === 'at' && (
        <TextInput
          {...form.field('at')}
          type="datetime-local"
          label={t('webhooks.replay.time')}
          description={t('webhooks.replay.kept')}
          w={{ base: '100%', xs: 280 }}
          required
          autoFocus
        />
      )}
      {state === 'paused' && <Text size="sm">{t('webhooks.replay.paused')}</Text>}
    </FormView>
  );
}

function timeOf({ since, at }: { since: string; at: string }): string | undefined {
  const choice = CHOICES.find((one) => one === since);
  const date = choice ? new Date(Date.now() - SINCE[choice] * HOUR_MS) : new Date(at);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
