import { Group, Text, UnstyledButton } from '@mantine/core';
import { IconSelector } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../session/session.ts';
import { later } from '../ui/later.tsx';
import { Opener } from '../ui/overlay/opener.tsx';

const AccountList = later(async () => (await import('./account-list.tsx')).AccountList);

/** The account's name; a menu if the person belongs to several. */
export function AccountSwitcher() {
  const { t } = useTranslation();
  const { account, accounts } = useSession();
  if (accounts.length < 2)
    return (
      <Text fw={600} px="xs" py={6} truncate title={account.name}>
        {account.name}
      </Text>
    );
  return (
    <Opener
      opens="menu"
      button={
        <UnstyledButton px="xs" py={6} flex={1} miw={0} aria-label={`${t('shell.account.switch')}: ${account.name}`}>
          <Group justify="space-between" wrap="nowrap">
            <Text fw={600} truncate>
              {account.name}
            </Text>
            <IconSelector size={16} aria-hidden />
          </Group>
        </UnstyledButton>
      }
    >
      {(at) => <AccountList at={at} />}
    </Opener>
  );
}
