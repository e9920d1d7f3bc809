import { useTranslation } from 'react-i18next';
import { every } from '../../../client/index.ts';
import type { KeyPermission } from '../../api/types.ts';
import { wordOf } from '../../messages/word-of.ts';
import { presetOf } from '../preset-of.ts';

/** What a key may do, in the order and under the headings in which people read it. */
export const PERMISSION_GROUPS = [
  { key: 'people', permissions: ['users.read', 'users.edit', 'users.access', 'invitations.manage'] },
  { key: 'groups', permissions: ['groups.read', 'groups.manage'] },
  { key: 'seats', permissions: ['billing.read', 'billing.manage'] },
  {
    key: 'account',
    permissions: ['audit.read', 'views.manage', 'account.manage', 'api_keys.manage', 'webhooks.manage'],
  },
] as const satisfies { key: string; permissions: KeyPermission[] }[];

export const PERMISSIONS = every<KeyPermission>()([
  ...PERMISSION_GROUPS[0].permissions,
  ...PERMISSION_GROUPS[1].permissions,
  ...PERMISSION_GROUPS[2].permissions,
  ...PERMISSION_GROUPS[3].permissions,
]);

const READ = ['users.read', 'groups.read'] as const;

/** Choices to start from. */
export const PRESETS = {
  read: READ,
  invite: [...READ, 'invitations.manage'],
  manage: [...READ, 'users.edit', 'users.access', 'invitations.manage', 'groups.manage'],
  all: PERMISSIONS,
} as const satisfies Record<string, readonly KeyPermission[]>;
export const PRESET_NAMES = ['read', 'invite', 'manage', 'all'] as const satisfies (keyof typeof PRESETS)[];

export const presetOfKey = (permissions: readonly KeyPermission[]) => presetOf(PRESETS, PRESET_NAMES, permissions);

/** Names of permissions, of one or of many in short. */
export function usePermissionWords() {
  const { t } = useTranslation();
  const nameOf = (permission: KeyPermission) => t(`apiKeys.may.${wordOf(permission)}.name`);
  const inShort = (permissions: readonly KeyPermission[]): string => {
    const preset = presetOfKey(permissions);
    if (preset) return t(`apiKeys.form.preset.${preset}`);
    const [first = '', ...others] = PERMISSIONS.filter((one) => permissions.includes(one)).map(nameOf);
    if (others.length < 2) return [first, ...others].join(', ');
    return t('apiKeys.summary', { first, count: others.length });
  };
  return { nameOf, inShort };
}
