import { Alert, Group, Text } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../../parts/links.tsx';
import { paths } from '../../paths.ts';

/** The next step in an account with only its Owner. */
export function Alone() {
  const { t } = useTranslation();
  return (
    <Alert color="gray" icon={<IconUsers aria-hidden />} title={t('users.alone.title')}>
      <Text size="sm" mb="sm">
        {t('users.alone.body')}
      </Text>
      <Group gap="xs">
        <ButtonLink to={paths.addUsers} size="xs">
          {t('users.add')}
        </ButtonLink>
        <ButtonLink to={paths.importCsv} size="xs" variant="default">
          {t('users.alone.import')}
        </ButtonLink>
      </Group>
    </Alert>
  );
}
