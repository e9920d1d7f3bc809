import { Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

/** Warns of an address whose domain looks like another one. */
export function LookAlike({ domain }: { domain: string | null }) {
  const { t } = useTranslation();
  if (!domain) return null;
  return (
    <Text size="xs" c="var(--mantine-color-error)" component="span" display="flex">
      <IconAlertTriangle size={14} aria-hidden style={{ flexShrink: 0, marginInlineEnd: 4 }} />
      {t('users.lookAlike', { domain })}
    </Text>
  );
}
