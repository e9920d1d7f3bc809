import { Button, Radio, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ok } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import type { ApiKey, MadeApiKey } from '../../api/types.ts';
import { useMay } from '../../session/session.ts';
import { FormView } from '../../ui/form/form-view.tsx';
import { type Form, useForm } from '../../ui/form/use-form.ts';
import { Dialog } from '../../ui/overlay/dialog.tsx';
import { useFormat } from '../../ui/values.tsx';
import { Secret } from './secret.tsx';

const HOURS = [0, 1, 24, 72] as const;
const HOUR_MS = 3_600_000;

/** Gives a key a new secret. Of another person's key, or one that has stopped, this takes it over. */
export function RotateKey({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const { t } = useTranslation();
  const { isMe } = useMay();
  const [{ isOwn, words }] = useState(() => {
    const own = apiKey.maker !== null && isMe(apiKey.maker);
    return { isOwn: own, words: own ? ('rotate' as const) : ('takeOver' as const) };
  });
  const [made, setMade] = useState<MadeApiKey | null>(null);
  const { name } = apiKey;
  const title = made ? t('apiKeys.secret.renewed', { name }) : t(`apiKeys.${words}.title`, { name });
  return (
    <Dialog onClose={onClose} title={title} size="lg" closeOnClickOutside={made === null}>
      {made ? (
        <Secret made={made} renewed onDone={onClose} />
      ) : (
        <Ask apiKey={apiKey} isOwn={isOwn} submit={t(`apiKeys.${words}.submit`)} onMade={setMade} onCancel={onClose} />
      )}
    </Dialog>
  );
}

interface AskProps {
  apiKey: ApiKey;
  isOwn: boolean;
  submit: string;
  onMade: (key: MadeApiKey) => void;
  onCancel: () => void;
}

function Ask({ apiKey, isOwn, submit, onMade, onCancel }: AskProps) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const format = useFormat();
  const { earlierSecretUntil: earlier } = apiKey;
  const rotate = async ({ hours }: { hours: string }) => {
    const call = api.POST('/v1/api-keys/{id}/rotate', {
      params: { path: { id: apiKey.id } },
      body: { hours: Number(hours) },
    });
    onMade(await ok(call).finally(() => void queryClient.invalidateQueries({ queryKey: keys.apiKeys })));
  };
  // A program of one's own gets time to switch. Another person's secret ends, unless it is said otherwise.
  const form = useForm({ hours: isOwn ? '24' : '0' }, rotate, {}, { guarded: false });
  return (
    <FormView
      form={form}
      submit={submit}
      actions={
        <Button variant="default" onClick={onCancel}>
          {t('ui.cancel')}
        </Button>
      }
    >
      {isOwn ? <Text size="sm">{t('apiKeys.rotate.body')}</Text> : <TakeOverWords apiKey={apiKey} />}
      <OldSecret form={form} apiKey={apiKey} />
      {earlier && <Text size="sm">{t('apiKeys.rotate.earlier', { date: format.dateTime(earlier) })}</Text>}
    </FormView>
  );
}

function TakeOverWords({ apiKey: { maker } }: { apiKey: ApiKey }) {
  const { t } = useTranslation();
  return (
    <Stack gap={6}>
      <Text size="sm">{t('apiKeys.takeOver.becomes')}</Text>
      <Text size="sm">
        {maker ? t('apiKeys.takeOver.secret', { maker: maker.name }) : t('apiKeys.takeOver.secretOfErased')}
      </Text>
    </Stack>
  );
}

/** When the secret of today ends, and what that means. */
function OldSecret({ form, apiKey }: { form: Form<{ hours: string }>; apiKey: ApiKey }) {
  const { t } = useTranslation();
  const format = useFormat();
  const hours = Number(form.values.hours);
  const isStopped = apiKey.state === 'stopped';
  const until = { date: format.dateTime(new Date(Date.now() + hours * HOUR_MS).toISOString()) };
  const hint = isStopped
    ? t(hours === 0 ? 'apiKeys.takeOver.stoppedNow' : 'apiKeys.takeOver.stoppedLater', until)
    : t(hours === 0 ? 'apiKeys.rotate.nowHint' : 'apiKeys.rotate.laterHint', until);
  return (
    <Radio.Group
      label={t('apiKeys.rotate.old')}
      description={hint}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      value={form.values.hours}
      onChange={(next) => form.set({ hours: next })}
    >
      <div className="muster-choices">
        {HOURS.map((count) => (
          <Radio
            key={count}
            value={String(count)}
            label={count === 0 ? t('apiKeys.rotate.now') : t('apiKeys.rotate.hours', { count })}
            data-autofocus={String(count) === form.values.hours || undefined}
          />
        ))}
      </div>
    </Radio.Group>
  );
}
