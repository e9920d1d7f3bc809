import { Group, Text } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { UserGroup } from '../api/types.ts';
import { AnchorLink } from '../parts/links.tsx';
import { paths } from '../paths.ts';
import { Mark } from '../ui/mark.tsx';
import type { Column } from '../ui/table/column.ts';

export function useGroupColumns(): Column<UserGroup>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        key: 'name',
        title: t('words.field.name'),
        render: ({ name, isDefault }) => (
          <Group gap="xs">
            <Text size="sm" fw={500} style={{ overflowWrap: 'anywhere' }}>
              {name}
            </Text>
            {isDefault && <Mark tone="info">{t('groups.default')}</Mark>}
          </Group>
        ),
      },
      {
        key: 'members',
        title: t('groups.members'),
        align: 'right',
        render: ({ id, members }) => (
          <AnchorLink to={paths.users} search={{ groupId: [id] }} size="sm">
            {t('words.people', { count: members })}
          </AnchorLink>
        ),
      },
    ],
    [t],
  );
}
