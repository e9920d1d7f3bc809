import { Avatar, Group, Menu, Text, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { IconKeyboard, IconLogout } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useSession } from '../access/session.ts';
import { api, ok } from '../api/client.ts';
import { paths } from '../paths.ts';
import { showKeyboardHelp } from './keyboard-help.tsx';
import { useRun } from './use-run.ts';

export function UserMenu() {
  const { t } = useTranslation();
  const { user, identity } = useSession();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const run = useRun();
  const name = `${user.firstName} ${user.lastName}`.trim() || identity.email;
  const signOut = () =>
    run(async () => {
      await ok(api.DELETE('/v1/session'));
      // Cleared while the frame still stands, the session would be asked for again, and there is none.
      await navigate({ to: paths.signIn });
      queryClient.clear();
    });
  return (
    <Menu width={240} position="top-start">
      <Menu.Target>
        <UnstyledButton p="xs" aria-label={t('shell.user.menu', { name })}>
          <Group wrap="nowrap" gap="sm">
            <Avatar size={30} name={name} color="initials" aria-hidden />
            <div style={{ minWidth: 0 }}>
              <Text size="sm" fw={500} truncate>
                {name}
              </Text>
              <Text size="xs" c="dimmed" truncate>
                {t(`words.role.${user.role}`)}
              </Text>
            </div>
          </Group>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <LookSwitch />
        <Menu.Item leftSection={<IconKeyboard size={16} aria-hidden />} onClick={showKeyboardHelp}>
          {t('shell.user.keyboard')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={signOut}>
          {t('shell.user.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

const LOOKS = ['light', 'dark', 'auto'] as const;

function LookSwitch() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <>
      <Menu.Label>{t('shell.user.look')}</Menu.Label>
      <Menu.RadioGroup
        value={colorScheme}
        onChange={(value) => setColorScheme(LOOKS.find((look) => look === value) ?? 'auto')}
      >
        {LOOKS.map((look) => (
          <Menu.RadioItem key={look} value={look}>
            {t(`shell.user.${look}`)}
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
      <Menu.Divider />
    </>
  );
}
