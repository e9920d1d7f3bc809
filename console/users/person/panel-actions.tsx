import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { User } from '../../api/types.ts';
import { DANGEROUS, useActionRuns } from './use-action-runs.ts';
import { useOffered } from './use-offered.ts';
import { usePersonDialogs } from './use-person-dialogs.tsx';

/** The actions of the row's menu, at the top of the side panel. The form below is the edit. */
export function PanelActions({ user }: { user: User }) {
  const { t } = useTranslation();
  const { dialogs, ...on } = usePersonDialogs();
  const runs = useActionRuns({ ...on, onEdit: () => undefined })(user);
  const offered = useOffered()(user).filter((action) => action !== 'edit');
  if (offered.length === 0) return null;
  return (
    <Group gap="xs" role="group" aria-label={t('users.panel.actions')}>
      {offered.map((action) => (
        <Button
          key={action}
          size="xs"
          variant="default"
          onClick={runs[action]}
          {...(DANGEROUS.includes(action) && { c: 'var(--mantine-color-error)' })}
        >
          {t(`users.action.${action}`)}
        </Button>
      ))}
      {dialogs}
    </Group>
  );
}
