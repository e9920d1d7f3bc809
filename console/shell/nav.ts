import {
  IconBuilding,
  IconCreditCard,
  IconHistory,
  IconListDetails,
  IconUserCircle,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react';
import type { Right } from '../api/types.ts';
import { paths } from '../paths.ts';

/** The navigation, in order. A place with a right is shown to those who hold it. */
export const nav = [
  { to: paths.users, label: 'users', icon: IconUsers, right: 'users.manage' },
  { to: paths.changes, label: 'changes', icon: IconHistory, right: 'users.manage' },
  { to: paths.groups, label: 'groups', icon: IconUsersGroup, right: 'groups.manage' },
  { to: paths.billing, label: 'billing', icon: IconCreditCard, right: 'billing.manage' },
  { to: paths.audit, label: 'audit', icon: IconListDetails, right: 'audit.read' },
  { to: paths.account, label: 'account', icon: IconBuilding, right: 'account.manage' },
  { to: paths.profile, label: 'profile', icon: IconUserCircle, right: null },
] as const satisfies { to: string; label: string; icon: typeof IconUsers; right: Right | null }[];
