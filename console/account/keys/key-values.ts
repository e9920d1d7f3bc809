import type { ApiKey, KeyPermission, NewApiKey, UpdateApiKey } from '../../api/types.ts';
import { PERMISSIONS, PRESETS } from './permissions.ts';

/** What the form of a key holds, as texts. */
export interface KeyValues extends Record<string, string> {
  name: string;
  /** Names with a space between them. */
  permissions: string;
  /** A number of days, or one of the words. */
  expiry: string;
  day: string;
  /** One a line. */
  networks: string;
}

export const EXPIRY_DAYS = [30, 90, 365] as const;
const DAY_MS = 86_400_000;

export const newKeyValues: KeyValues = {
  name: '',
  permissions: PRESETS.read.join(' '),
  expiry: '90',
  day: '',
  networks: '',
};

export function valuesOf({ name, permissions, addresses }: ApiKey): KeyValues {
  return { name, permissions: permissions.join(' '), expiry: 'keep', day: '', networks: addresses.join('\n') };
}

export function permissionsIn(text: string): KeyPermission[] {
  const names = text.split(' ');
  return PERMISSIONS.filter((permission) => names.includes(permission));
}

/** When a key of these values ends: null for never, undefined if that stays as it is or is not chosen yet. */
export function endOf({ expiry, day }: Pick<KeyValues, 'expiry' | 'day'>): string | null | undefined {
  if (expiry === 'keep') return undefined;
  if (expiry === 'never') return null;
  if (expiry !== 'day') return new Date(Date.now() + Number(expiry) * DAY_MS).toISOString();
  const end = new Date(`${day}T00:00`);
  if (Number.isNaN(end.getTime())) return undefined;
  end.setDate(end.getDate() + 1); // the last day counts as a whole
  return end.toISOString();
}

export function newKeyOf(values: KeyValues): NewApiKey {
  return {
    name: values.name,
    permissions: permissionsIn(values.permissions),
    expiresAt: endOf(values) ?? null,
    addresses: networksIn(values.networks),
  };
}

/** Only what differs, so that what another person changed meanwhile stays. */
export function changesOf(before: KeyValues, values: KeyValues): UpdateApiKey {
  const expiresAt = endOf(values);
  return {
    ...(values.name !== before.name && { name: values.name }),
    ...(values.permissions !== before.permissions && { permissions: permissionsIn(values.permissions) }),
    ...(expiresAt !== undefined && { expiresAt }),
    ...(values.networks !== before.networks && { addresses: networksIn(values.networks) }),
  };
}

function networksIn(text: string): string[] {
  return text.split(/[\s,;]+/).filter((network) => network !== '');
}
