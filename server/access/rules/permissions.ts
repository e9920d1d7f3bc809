import type { Ctx, Role } from '../../kernel/context.ts';
import { Problem } from '../../kernel/problem.ts';

/** What a route or operation asks for. A Member holds none of these: they see and edit their own profile only. */
export const rights = {
  'users.manage': ['owner', 'admin'],
  'groups.manage': ['owner', 'admin'],
  'account.manage': ['owner', 'admin'],
  'billing.manage': ['owner', 'admin'],
  'audit.read': ['owner', 'admin'],
  'admins.manage': ['owner'],
  'ownership.transfer': ['owner'],
} as const satisfies Record<string, readonly Role[]>;

export type Right = keyof typeof rights;
export const rightNames = [
  'users.manage',
  'groups.manage',
  'account.manage',
  'billing.manage',
  'audit.read',
  'admins.manage',
  'ownership.transfer',
] as const satisfies readonly Right[];

/**
 * Whom an actor may touch, by the target's present role, and which roles they may give. What counts is the actor, the target's
 * present role and the role asked for, together. The Owner's own e-mail and sign-in are changed from the Owner's profile.
 * - settings: names, department, type, add-ons, group
 * - access: e-mail, status, removal, restoring, the invitation and its link
 * - role: making and unmaking Admins
 */
export const permissions = {
  owner: {
    settings: ['owner', 'admin', 'member'],
    access: ['admin', 'member'],
    role: ['admin', 'member'],
    grant: ['admin', 'member'],
  },
  admin: { settings: ['admin', 'member'], access: ['member'], role: ['member'], grant: ['member'] },
  member: { settings: [], access: [], role: [], grant: [] },
} as const satisfies Record<Role, Record<'settings' | 'access' | 'role' | 'grant', readonly Role[]>>;

export type Permissions = (typeof permissions)[Role];

/** Only people hold rights. Muster itself holds none: an operation that needs more reach than its actor has names it. */
export function permissionsOf(ctx: Ctx): Permissions {
  return ctx.actor.kind === 'user' ? permissions[ctx.actor.role] : permissions.member;
}

export function holds(role: Role, right: Right): boolean {
  const roles: readonly Role[] = rights[right];
  return roles.includes(role);
}

export function rightsOf(role: Role): Right[] {
  return rightNames.filter((right) => holds(role, right));
}

/** Only people hold rights, as they are in this transaction. */
export function may(ctx: Ctx, right: Right): boolean {
  return ctx.actor.kind === 'user' && holds(ctx.actor.role, right);
}

/** Throws forbidden (403) unless the actor holds the right. */
export function requireRight(ctx: Ctx, right: Right): void {
  if (!may(ctx, right)) throw new Problem('forbidden');
}
