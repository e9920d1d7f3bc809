import { z } from 'zod';
import type { Ctx, Role } from '../../kernel/context.ts';
import { Problem } from '../../kernel/problem.ts';

/** What an actor may do: a flat list. Routes and operations name one of these. */
export const permissionNames = [
  'users.read',
  'users.edit',
  'users.access',
  'invitations.manage',
  'groups.read',
  'groups.manage',
  'billing.read',
  'billing.manage',
  'audit.read',
  'account.manage',
  'views.manage',
  'api_keys.manage',
  'webhooks.manage',
  'admins.manage',
  'ownership.transfer',
] as const;
export type Permission = (typeof permissionNames)[number];
/** Permissions that only the Owner holds, and that no key can have. */
export const ownersOnly = ['admins.manage', 'ownership.transfer'] as const satisfies readonly Permission[];
const isOwners = (name: Permission): boolean => ownersOnly.some((one) => one === name);

/** What an API key can hold. */
export const keyPermissionSchema = z
  .enum(permissionNames.filter((name) => !isOwners(name)))
  .meta({ id: 'KeyPermission' });
export const permissionSchema = z.union([keyPermissionSchema, z.enum(ownersOnly)]).meta({ id: 'Permission' });

/** The built-in roles as sets of permissions. A Member has none: they see and edit their own profile only. */
const roles: Record<Role, ReadonlySet<Permission>> = {
  owner: new Set(permissionNames),
  admin: new Set(permissionNames.filter((name) => !isOwners(name))),
  member: new Set(),
};

export const noPermissions: ReadonlySet<string> = new Set();

export function permissionsOfRole(role: Role): ReadonlySet<string> {
  return roles[role];
}

/** The permissions as data, in the order of the list. */
export function listPermissions(permissions: ReadonlySet<string>): Permission[] {
  return permissionNames.filter((name) => permissions.has(name));
}

/** Does the actor of this transaction hold all of these? */
export function may(ctx: Pick<Ctx, 'permissions'>, ...needed: Permission[]): boolean {
  return needed.every((permission) => ctx.permissions.has(permission));
}

/** @throws forbidden (403) unless the actor holds all of these */
export function requirePermission(ctx: Pick<Ctx, 'permissions'>, ...needed: Permission[]): void {
  if (!may(ctx, ...needed)) throw new Problem('forbidden');
}

/**
 * Which people an actor may touch, by the person's current role, and which roles they may give. The actor, the current role and the
 * requested role decide together. The Owner's own e-mail and sign-in are changed in the Owner's profile.
 * - settings: names, department, type, add-ons, group
 * - access: e-mail, status, removal, restoring, the invitation and its link
 * - role: making and unmaking Admins
 */
export type Reach = Record<'settings' | 'access' | 'role' | 'grant', Role[]>;

export function reachOf(permissions: ReadonlySet<string>): Reach {
  const has = (name: Permission) => permissions.has(name);
  const roles: Role[] = has('admins.manage') ? ['admin', 'member'] : ['member'];
  const owner: Role[] = has('ownership.transfer') ? ['owner'] : [];
  return {
    settings: has('users.edit') ? [...owner, 'admin', 'member'] : [],
    access: has('users.access') || has('invitations.manage') ? roles : [],
    role: has('users.edit') ? roles : [],
    grant: has('users.edit') || has('invitations.manage') ? roles : [],
  };
}
