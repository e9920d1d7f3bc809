import { Button, Code, Group, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ok } from '../api/client.ts';
import type { MailSettings, SenderRecord, SenderRecords } from '../api/types.ts';
import { Copy } from '../ui/feedback/copy-button.tsx';
import { FormView } from '../ui/form/form-view.tsx';
import { useForm } from '../ui/form/use-form.ts';
import { Mark } from '../ui/mark.tsx';
import { Section } from '../ui/section.tsx';

/** What the domain of the sender says about mail in its name, as the receiving mail servers look it up. */
export function MailDomainSection({ settings }: { settings: MailSettings }) {
  const { t } = useTranslation();
  const [records, setRecords] = useState<SenderRecords | null>(null);
  const [pasting, setPasting] = useState(false);
  const form = useForm(
    { dkimSelector: settings.dkimSelector ?? '', headers: '' },
    async ({ dkimSelector, headers }) => {
      const selector = dkimSelector.trim();
      const body = { ...(selector && { dkimSelector: selector }), ...(headers.trim() && { headers }) };
      const found = await ok(api.POST('/v1/mail-settings/check', { body }));
      setRecords(found);
      if (!found.dkim) return;
      form.set({ dkimSelector: found.dkim.selector, headers: '' });
      setPasting(false);
      // A selector that was found is kept for the next look.
      if (found.dkim.state === 'good' && found.dkim.selector !== settings.dkimSelector)
        await ok(api.PATCH('/v1/mail-settings', { body: { dkimSelector: found.dkim.selector } }));
    },
    { no_signature: 'headers' },
  );
  const domain = settings.sender.address.split('@').at(-1) ?? '';
  return (
    <Section title={t('mail.domain.title', { domain })} hint={t('mail.domain.hint')}>
      <FormView
        form={form}
        submit={t('mail.domain.submit')}
        actions={
          !pasting && (
            <Button variant="subtle" onClick={() => setPasting(true)}>
              {t('mail.domain.paste')}
            </Button>
          )
        }
      >
        <TextInput
          {...form.field('dkimSelector')}
          label={t('mail.domain.selector')}
          description={t('mail.domain.selectorHint')}
          autoComplete="off"
          maw={360}
        />
        {pasting && (
          <Textarea
            {...form.field('headers')}
            label={t('mail.domain.headers')}
            description={t('mail.domain.headersHint')}
            rows={5}
            autoFocus
          />
        )}
      </FormView>
      <div role="status">{records && <Records records={records} />}</div>
    </Section>
  );
}

function Records({ records: { domain, spf, dkim, dmarc } }: { records: SenderRecords }) {
  const { t } = useTranslation();
  return (
    <Stack gap="lg">
      <Found kind="spf" domain={domain} record={spf} />
      {dkim ? (
        <Found kind="dkim" domain={domain} record={dkim} />
      ) : (
        <Stack gap={4}>
          <Heading name="DKIM" />
          <Text size="sm">{t('mail.domain.dkim.unknown')}</Text>
        </Stack>
      )}
      <Found kind="dmarc" domain={domain} record={dmarc} />
    </Stack>
  );
}

const TONE = {
  good: 'good',
  weak: 'waiting',
  missing: 'bad',
  several: 'bad',
  broken: 'bad',
  unanswered: 'neutral',
} as const;

function Found({ kind, domain, record }: { kind: 'spf' | 'dkim' | 'dmarc'; domain: string; record: SenderRecord }) {
  const { t } = useTranslation();
  const { state, name, found, add } = record;
  const words =
    state === 'unanswered' ? t('mail.domain.unanswered') : t(`mail.domain.${kind}.${state}`, { domain, name });
  return (
    <Stack gap={6} align="flex-start">
      <Heading name={kind.toUpperCase()} state={state} />
      <Text size="sm">{words}</Text>
      {found.map((text) => (
        <Code block key={text} w="100%" style={{ whiteSpace: 'pre-wrap', wordBreak: 'break-all' }}>
          {text}
        </Code>
      ))}
      {add !== null && (
        <>
          <Text size="sm">{t('mail.domain.add', { name })}</Text>
          <Group gap="xs" w="100%" wrap="nowrap" align="center">
            <Code block flex={1}>
              {add}
            </Code>
            <Copy value={add} />
          </Group>
        </>
      )}
    </Stack>
  );
}

function Heading({ name, state }: { name: string; state?: SenderRecord['state'] }) {
  const { t } = useTranslation();
  return (
    <Group gap="xs">
      <Text fw={600} size="sm">
        {name}
      </Text>
      {state && <Mark tone={TONE[state]}>{t(`mail.domain.state.${state}`)}</Mark>}
    </Group>
  );
}
