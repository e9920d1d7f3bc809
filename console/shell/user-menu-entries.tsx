import { Menu, useMantineColorScheme } from '@mantine/core';
import { IconKeyboard, IconLogout } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, ok } from '../api/client.ts';
import { useRun } from '../parts/use-run.ts';
import { paths } from '../paths.ts';
import { MenuAt } from '../ui/overlay/menu.tsx';
import type { Opening } from '../ui/overlay/opener.tsx';
import { mayLeave } from '../ui/unsaved.ts';
import { showKeyboardHelp } from './keyboard-help.tsx';

export function UserMenuEntries({ at }: { at: Opening }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const run = useRun();
  const signOut = () =>
    run(async () => {
      if (!(await mayLeave())) return;
      await ok(api.DELETE('/v1/session'));
      // If it were cleared while the frame is shown, the frame would fetch the session again, which no longer exists.
      await navigate({ to: paths.signIn });
      queryClient.clear();
    });
  return (
    <MenuAt at={at} width={240} position="top-start">
      <LookSwitch />
      <Menu.Item leftSection={<IconKeyboard size={16} aria-hidden />} onClick={showKeyboardHelp}>
        {t('shell.user.keyboard')}
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={signOut}>
        {t('shell.user.signOut')}
      </Menu.Item>
    </MenuAt>
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
