import { Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { NavItem } from '../parts/links.tsx';
import { useMay } from '../session/session.ts';
import { nav } from './nav.ts';

export function Navigation() {
  const { t } = useTranslation();
  const { may } = useMay();
  return (
    <Stack gap={2}>
      {nav
        .filter(({ permission }) => !permission || may(permission))
        .map(({ to, label, icon: Icon }) => (
          <NavItem
            key={to}
            to={to}
            label={t(`shell.nav.${label}`)}
            leftSection={<Icon size={18} stroke={1.6} aria-hidden />}
            activeProps={{ active: true }}
          />
        ))}
    </Stack>
  );
}
