import {
  IconBuilding,
  IconCreditCard,
  IconHistory,
  IconLayoutDashboard,
  IconListDetails,
  IconUserCircle,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react';
import type { Permission } from '../api/types.ts';
import { paths } from '../paths.ts';

/** The navigation, in order. An entry with a permission is shown to people who hold it. */
export const nav = [
  { to: paths.overview, label: 'overview', icon: IconLayoutDashboard, permission: 'users.read' },
  { to: paths.users, label: 'users', icon: IconUsers, permission: 'users.read' },
  { to: paths.changes, label: 'changes', icon: IconHistory, permission: 'users.read' },
  { to: paths.groups, label: 'groups', icon: IconUsersGroup, permission: 'groups.read' },
  { to: paths.billing, label: 'billing', icon: IconCreditCard, permission: 'billing.read' },
  { to: paths.audit, label: 'audit', icon: IconListDetails, permission: 'audit.read' },
  { to: paths.account, label: 'account', icon: IconBuilding, permission: 'account.manage' },
  { to: paths.profile, label: 'profile', icon: IconUserCircle, permission: null },
] as const satisfies { to: string; label: string; icon: typeof IconUsers; permission: Permission | null }[];
