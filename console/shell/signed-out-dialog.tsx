import { Modal, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { keys } from '../api/keys.ts';
import type { Session } from '../api/types.ts';
import { paths } from '../paths.ts';
import { SignInForm } from '../session/sign-in-form.tsx';

/** The session ended during work: the person signs in here, and what they typed stays. */
export function SignedOutDialog({ before }: { before: Session | undefined }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();

  const onSignedIn = (session: Session) => {
    // Another person's page must not stay on the screen.
    if (session.user.id !== before?.user.id) return window.location.assign(paths.home);
    queryClient.setQueryData(keys.session, session);
    void queryClient.invalidateQueries();
  };
  return (
    <Modal
      opened
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={t('shell.signedOut.title')}
    >
      <Stack>
        <Text c="dimmed">{t('shell.signedOut.body')}</Text>
        <SignInForm email={before?.identity.email ?? ''} onSignedIn={onSignedIn} />
      </Stack>
    </Modal>
  );
}
