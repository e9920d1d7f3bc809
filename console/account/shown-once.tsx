import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { type ReactNode, useContext, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormsInside, mayLeave, useUnsaved } from '../ui/unsaved.ts';
import { CodeLine } from './code-line.tsx';

interface Props {
  secret: string;
  /** What the secret is of, for screen readers. */
  label: string;
  /** Why it is seen this once. */
  once: string;
  /** What leaving without the secret means. */
  loss: string;
  /** How to use the secret. What is copied there may contain it: say so. */
  children: (onCopied: () => void) => ReactNode;
  onDone: () => void;
}

/** A secret that is shown this once. Leaving without it asks. */
export function ShownOnce({ secret, label, once, loss, children, onDone }: Props) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const [failed, setFailed] = useState(false);
  useUnsaved(!copied, {
    title: t('account.secret.leave.title'),
    body: loss,
    leave: t('account.secret.leave.leave'),
    stay: t('account.secret.leave.stay'),
  });
  const inside = useContext(FormsInside);
  const done = async () => {
    if (await mayLeave(inside ?? undefined)) onDone();
  };
  return (
    <Stack>
      <Text size="sm">{once}</Text>
      <CodeLine
        text={secret}
        label={label}
        copy={t('account.secret.copy')}
        first
        onCopied={() => setCopied(true)}
        onFailed={() => setFailed(true)}
      />
      {failed && <Alert color="yellow">{t('account.secret.copyHand')}</Alert>}
      {children(() => setCopied(true))}
      <Group justify="flex-end">
        <Button variant={copied ? 'filled' : 'default'} onClick={() => void done()}>
          {t('account.secret.done')}
        </Button>
      </Group>
    </Stack>
  );
}
