import { Alert, Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ok } from '../../api/client.ts';
import type { UsersByEmail } from '../../api/types.ts';
import { Copy } from '../../ui/feedback/copy-button.tsx';
import { FormView } from '../../ui/form/form-view.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { Dialog } from '../../ui/overlay/dialog.tsx';
import { parseAddresses } from '../add/parse-addresses.ts';

interface Props {
  onClose: () => void;
  onFound: (ids: string[]) => void;
}

/** People from a ticket: pasted addresses become the selection of the list. Addresses that are unknown here are named first. */
export function SelectDialog({ onClose, onFound }: Props) {
  const { t } = useTranslation();
  const [answer, setAnswer] = useState<UsersByEmail | null>(null);
  const form = useForm({ text: '' }, async ({ text }) => {
    const emails = [...new Set(parseAddresses(text).map(({ email }) => email))];
    setAnswer(await ok(api.POST('/v1/users/by-email', { body: { emails } })));
  });
  const cancel = (
    <Button variant="default" onClick={onClose}>
      {t('ui.cancel')}
    </Button>
  );
  if (answer)
    return (
      <Dialog onClose={onClose} title={t('users.select.title')}>
        <Found answer={answer} onAgain={() => setAnswer(null)} onSelect={onFound} />
      </Dialog>
    );
  return (
    <Dialog onClose={onClose} title={t('users.select.title')} size="lg">
      <FormView form={form} submit={t('users.select.find')} disabled={form.values.text.trim() === ''} actions={cancel}>
        <Textarea
          {...form.field('text')}
          label={t('users.new.addresses')}
          description={t('users.select.hint')}
          autosize
          minRows={6}
          maxRows={14}
          data-autofocus
        />
      </FormView>
    </Dialog>
  );
}

interface FoundProps {
  answer: UsersByEmail;
  onAgain: () => void;
  onSelect: (ids: string[]) => void;
}

function Found({ answer: { found, missing }, onAgain, onSelect }: FoundProps) {
  const { t } = useTranslation();
  const total = found.length + missing.length;
  return (
    <Stack>
      <Text role="status">{t('users.select.found', { count: found.length, total })}</Text>
      {missing.length > 0 && (
        <Alert color="yellow" title={t('users.select.missing', { count: missing.length })}>
          <Text
            size="sm"
            mah="12rem"
            mb="xs"
            style={{ overflowY: 'auto', overflowWrap: 'anywhere', whiteSpace: 'pre-line' }}
          >
            {missing.join('\n')}
          </Text>
          <Copy value={missing.join('\n')} label={t('users.select.copy')} />
        </Alert>
      )}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onAgain}>
          {t('users.select.again')}
        </Button>
        {found.length > 0 && (
          <Button onClick={() => onSelect(found.map(({ id }) => id))} data-autofocus>
            {t('users.select.submit', { count: found.length })}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
