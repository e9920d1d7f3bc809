import { z } from 'zod';
import type { Permission } from '../../access/rules/permissions.ts';

/** A change needs at least one of these. Its operation tells which. */
export const changePermissions: readonly Permission[] = ['users.edit', 'users.access', 'invitations.manage'];

/** The fields that decide about signing in: the address, and whether the person may. */
const accessFields = ['email', 'status'];

/** The permissions that setting these fields needs. */
export function permissionsToSet(set: Record<string, unknown>): Permission[] {
  const fields = Object.keys(set).filter((field) => set[field] !== undefined);
  const ofAccess = fields.some((field) => accessFields.includes(field));
  const ofOthers = fields.some((field) => !accessFields.includes(field));
  return [...(ofOthers ? ['users.edit' as const] : []), ...(ofAccess ? ['users.access' as const] : [])];
}

const operationSchema = z.looseObject({ set: z.looseObject({}).optional(), edit: z.array(z.string()).optional() });

/** The permissions to continue a change or to undo it, from its stored operation. */
export function permissionsOfOperation(operation: unknown, isUndo = false): Permission[] {
  const { set = {}, edit = [], ...what } = operationSchema.parse(operation);
  if ('undo' in what) return ['users.edit', 'users.access'];
  if ('add' in what) return isUndo ? ['users.access'] : ['invitations.manage'];
  if ('import' in what) return ['users.edit', isUndo ? 'users.access' : 'invitations.manage'];
  if ('resend' in what) return ['invitations.manage'];
  if ('remove' in what || 'restore' in what) return ['users.access'];
  const needed = permissionsToSet({ ...set, ...Object.fromEntries(edit.map((field) => [field, true])) });
  return needed.length > 0 ? needed : ['users.edit'];
}

/** The permissions for the next step of a change, whether it is applied, continued or dropped. */
export function permissionsToGoOn({ do: operation }: { do: unknown }): Permission[] {
  return permissionsOfOperation(operation);
}
