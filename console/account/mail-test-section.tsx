import { Alert, Button, Code, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ok } from '../api/client.ts';
import type { MailSettings, MailTest } from '../api/types.ts';
import { useBusyRun } from '../parts/use-run.ts';
import { useSession } from '../session/session.ts';
import { Section } from '../ui/section.tsx';

/** Mails the signed-in person a test, and shows the mail server's answer word for word. */
export function MailTestSection({ settings }: { settings: MailSettings }) {
  const { t } = useTranslation();
  const { user } = useSession();
  const [busy, run] = useBusyRun();
  const [tested, setTested] = useState<MailTest | null>(null);
  const test = () => {
    setTested(null);
    return run(async () => setTested(await ok(api.POST('/v1/mail-settings/test'))));
  };
  return (
    <Section title={t('mail.test.title')} hint={t(settings.server ? 'mail.test.hint' : 'mail.test.hintKept')}>
      <Group justify="space-between" gap="sm">
        <Text size="sm">{t('mail.test.to', { email: user.email })}</Text>
        <Button variant="default" loading={busy} onClick={test}>
          {t('mail.test.submit')}
        </Button>
      </Group>
      <div role="status">{tested && <Answer tested={tested} />}</div>
    </Section>
  );
}

function Answer({ tested: { state, answer, to } }: { tested: MailTest }) {
  const { t } = useTranslation();
  const good = state === 'handed_over' || state === 'mailbox';
  return (
    <Alert color={good ? 'green' : 'red'} title={t(`mail.test.state.${state}`, { email: to })}>
      {answer !== null && (
        <>
          <Text size="sm" mb={4}>
            {t(state === 'unanswered' ? 'mail.test.why' : 'mail.test.answer')}
          </Text>
          <Code block style={{ whiteSpace: 'pre-wrap', wordBreak: 'break-word' }}>
            {answer}
          </Code>
        </>
      )}
    </Alert>
  );
}
