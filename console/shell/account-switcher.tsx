import { Group, Menu, Text, UnstyledButton } from '@mantine/core';
import { IconCheck, IconSelector } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useEnter, useSession } from '../access/session.ts';
import { api, ok } from '../api/client.ts';
import { paths } from '../paths.ts';
import { useRun } from './use-run.ts';

/** The account's name; a menu when the person belongs to several. */
export function AccountSwitcher() {
  const { t } = useTranslation();
  const { account, accounts } = useSession();
  const queryClient = useQueryClient();
  const enter = useEnter();
  const navigate = useNavigate();
  const run = useRun();
  if (accounts.length < 2)
    return (
      <Text fw={600} px="xs" py={6} truncate title={account.name}>
        {account.name}
      </Text>
    );

  const switchTo = (accountId: string) =>
    run(async () => {
      await queryClient.cancelQueries();
      enter(await ok(api.PATCH('/v1/session', { body: { accountId } })));
      await navigate({ to: paths.home });
    });
  return (
    <Menu width="target">
      <Menu.Target>
        <UnstyledButton px="xs" py={6} aria-label={`${t('shell.account.switch')}: ${account.name}`}>
          <Group justify="space-between" wrap="nowrap">
            <Text fw={600} truncate>
              {account.name}
            </Text>
            <IconSelector size={16} aria-hidden />
          </Group>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('shell.account.switch')}</Menu.Label>
        {accounts.map(({ id, name, role }) => (
          <Menu.Item
            key={id}
            disabled={id === account.id}
            rightSection={id === account.id ? <IconCheck size={16} aria-hidden /> : null}
            onClick={() => switchTo(id)}
          >
            {name}
            <Text size="xs" c="dimmed">
              {t(`words.role.${role}`)}
            </Text>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
