import { Group, Text, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSession } from '../session/session.ts';
import { initialsOf } from '../ui/initials.ts';
import { later } from '../ui/later.tsx';
import { Opener } from '../ui/overlay/opener.tsx';

const Entries = later(async () => (await import('./user-menu-entries.tsx')).UserMenuEntries);

export function UserMenu() {
  const { t } = useTranslation();
  const { user, identity } = useSession();
  const name = `${user.firstName} ${user.lastName}`.trim() || identity.email;
  return (
    <Opener
      opens="menu"
      button={
        <UnstyledButton p="xs">
          <Group wrap="nowrap" gap="sm" className="muster-initials" {...initialsOf(name)}>
            <div style={{ minWidth: 0 }}>
              <span className="muster-hidden">{t('shell.user.you')}</span>
              <Text size="sm" fw={500} truncate>
                {name}
              </Text>
              <Text size="xs" c="dimmed" truncate>
                {t(`words.role.${user.role}`)}
              </Text>
            </div>
          </Group>
        </UnstyledButton>
      }
    >
      {(at) => <Entries at={at} />}
    </Opener>
  );
}
