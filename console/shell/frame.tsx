import { AppShell, Burger, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { type ReactNode, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../session/session.ts';
import '../ui/theme/styles.ts';
import { ChangesProvider } from '../changes/changes-provider.tsx';
import { addMessages } from '../i18n.ts';
import { messages } from '../messages/en-inside.ts';
import { useChecklist } from '../parts/checklist.ts';
import { paths } from '../paths.ts';
import { BrandMark } from '../ui/brand.tsx';
import { Loading } from '../ui/loading.tsx';
import { listenForShortcuts } from '../ui/shortcuts.ts';
import { AccountSwitcher } from './account-switcher.tsx';
import { KeyboardHelp } from './keyboard-help.tsx';
import { LeaveGuard } from './leave-guard.tsx';
import { Navigation } from './navigation.tsx';
import { ProofNotice } from './proof-notice.tsx';
import { SessionWatch } from './session-watch.tsx';
import { UnsentNotice } from './unsent-notice.tsx';
import { useServerWatch } from './use-server-watch.ts';
import { UserMenu } from './user-menu.tsx';

addMessages(messages);

/** The frame of every page inside: navigation, account, user, help, and the one place that applies changes. */
export function Frame({ children = <Outlet /> }: { children?: ReactNode }) {
  const { t } = useTranslation();
  const { account } = useSession();
  const [menuOpen, menu] = useDisclosure();
  const pathname = useRouterState({ select: (state) => state.location.pathname });
  const checklist = useChecklist();
  useEffect(listenForShortcuts, []);
  useServerWatch();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the menu covers a phone's page, so going somewhere closes it
  useEffect(menu.close, [pathname]);
  return (
    <ChangesProvider>
      <a className="muster-skip" href="#content">
        {t('shell.skip')}
      </a>
      <AppShell
        padding={{ base: 'md', lg: 'xl' }}
        navbar={{ width: 232, breakpoint: 'md', collapsed: { mobile: !menuOpen } }}
        header={{ height: { base: 52, md: 0 } }}
      >
        <AppShell.Header hiddenFrom="md" role="presentation">
          <Group h="100%" px="md" wrap="nowrap" component="nav" aria-label={t('shell.top')}>
            <Burger
              size="sm"
              opened={menuOpen}
              onClick={menu.toggle}
              aria-label={t('shell.openMenu')}
              aria-expanded={menuOpen}
            />
            <BrandMark size={24} />
            <Text fw={600} truncate>
              {account.name}
            </Text>
          </Group>
        </AppShell.Header>
        <AppShell.Navbar p="sm" aria-label={t('shell.navigation')}>
          <Stack justify="space-between" h="100%" gap="sm">
            <Stack gap="md">
              <Group gap={4} wrap="nowrap" px={4}>
                <BrandMark size={26} />
                <AccountSwitcher />
              </Group>
              <Navigation />
            </Stack>
            <UserMenu />
          </Stack>
        </AppShell.Navbar>
        <AppShell.Main id="content" tabIndex={-1}>
          {!(checklist.isShown && pathname === paths.overview) && (
            <>
              <ProofNotice />
              <UnsentNotice key={account.id} />
            </>
          )}
          <Suspense fallback={<Loading />}>{children}</Suspense>
        </AppShell.Main>
      </AppShell>
      <KeyboardHelp />
      <SessionWatch />
      <LeaveGuard />
    </ChangesProvider>
  );
}
