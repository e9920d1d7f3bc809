import { z } from 'zod';
import type { Permission } from '../../access/rules/permissions.ts';

/** A change needs one of these at least; which ones, its operation tells. */
export const changePermissions: readonly Permission[] = ['users.edit', 'users.access', 'invitations.manage'];

/** The fields by which a person gets in: an address, or whether they may sign in at all. */
const accessFields = ['email', 'status'];

/** What setting these fields needs. */
export function permissionsToSet(set: Record<string, unknown>): Permission[] {
  const fields = Object.keys(set).filter((field) => set[field] !== undefined);
  const ofAccess = fields.some((field) => accessFields.includes(field));
  const ofOthers = fields.some((field) => !accessFields.includes(field));
  return [...(ofOthers ? ['users.edit' as const] : []), ...(ofAccess ? ['users.access' as const] : [])];
}

const operationSchema = z.looseObject({ set: z.looseObject({}).optional(), edit: z.array(z.string()).optional() });

/** What going on with a change needs, or taking it back: told by its operation as it is kept. */
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

/** What the next step of a change needs, whether it is applied, continued or dropped. */
export function permissionsToGoOn({ do: operation }: { do: unknown }): Permission[] {
  return permissionsOfOperation(operation);
}
