import { Menu, Text } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, ok } from '../api/client.ts';
import { useRun } from '../parts/use-run.ts';
import { paths } from '../paths.ts';
import { useEnter, useSession } from '../session/session.ts';
import { MenuAt } from '../ui/overlay/menu.tsx';
import type { Opening } from '../ui/overlay/opener.tsx';
import { mayLeave } from '../ui/unsaved.ts';

/** The accounts of the person. Choosing one switches to it. */
export function AccountList({ at }: { at: Opening }) {
  const { t } = useTranslation();
  const { account, accounts } = useSession();
  const queryClient = useQueryClient();
  const enter = useEnter();
  const navigate = useNavigate();
  const run = useRun();
  const switchTo = (accountId: string) =>
    run(async () => {
      if (!(await mayLeave())) return;
      await queryClient.cancelQueries();
      enter(await ok(api.PATCH('/v1/session', { body: { accountId } })));
      await navigate({ to: paths.home });
    });
  return (
    <MenuAt at={at} width="target">
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
    </MenuAt>
  );
}
