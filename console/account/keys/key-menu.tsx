import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ApiKey } from '../../api/types.ts';
import { paths } from '../../paths.ts';
import { useMay } from '../../session/session.ts';
import { type RunKeyAction, useOffered } from './use-offered.ts';

interface Props {
  apiKey: ApiKey;
  onOpen: (key: ApiKey) => void;
  run: RunKeyAction;
}

export function KeyMenu({ apiKey, onOpen, run }: Props) {
  const { t } = useTranslation();
  const { may } = useMay();
  const navigate = useNavigate();
  const { mayEdit, offered } = useOffered();
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t('ui.table.rowActions', { name: apiKey.name })}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onOpen(apiKey)}>{t(`apiKeys.action.${mayEdit(apiKey) ? 'edit' : 'open'}`)}</Menu.Item>
        {may('audit.read') && (
          <Menu.Item onClick={() => void navigate({ to: paths.audit, search: { actorId: apiKey.id } })}>
            {t('apiKeys.action.log')}
          </Menu.Item>
        )}
        {offered(apiKey).map((action) => (
          <Menu.Item
            key={action}
            onClick={() => run(action, apiKey)}
            {...(action === 'revoke' && { c: 'var(--mantine-color-error)' })}
          >
            {t(`apiKeys.action.${action}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
