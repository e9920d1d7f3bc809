import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Role, TypeKey, UserStatus } from '../api/types.ts';
import { Mark, type Tone } from '../ui/mark.tsx';
import { catalogQuery, useNames } from './catalog.ts';

/* Every type, role, status and mail state looks the same everywhere. */

export function TypeBadge({ type }: { type: TypeKey }) {
  const { typeName } = useNames();
  const { data } = useQuery(catalogQuery);
  const paid = data?.types.find(({ key }) => key === type)?.paid ?? false;
  return <Mark tone={paid ? 'info' : 'neutral'}>{typeName(type)}</Mark>;
}

const ROLE_TONE: Record<Role, Tone> = { owner: 'special', admin: 'info', member: 'neutral' };

export function RoleBadge({ role }: { role: Role }) {
  const { t } = useTranslation();
  return <Mark tone={ROLE_TONE[role]}>{t(`words.role.${role}`)}</Mark>;
}

const STATUS_TONE: Record<UserStatus, Tone> = {
  pending: 'waiting',
  active: 'good',
  deactivated: 'neutral',
  expired: 'neutral',
  removed: 'bad',
};

export function StatusBadge({ status }: { status: UserStatus }) {
  const { t } = useTranslation();
  return <Mark tone={STATUS_TONE[status]}>{t(`words.status.${status}`)}</Mark>;
}
