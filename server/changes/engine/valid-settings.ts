import { type RawBuilder, sql } from 'kysely';
import { maybe } from '../../database/database.ts';
import type { Ctx } from '../../kernel/context.ts';
import { Problem } from '../../kernel/problem.ts';
import type { Catalog } from '../../seats/catalog.ts';
import { fits } from '../../seats/holding.ts';

type Settings = {
  type?: string | undefined;
  groupId?: string | undefined;
  managerId?: string | null | undefined;
  addOns?: string[] | { add?: string[] | undefined; remove?: string[] | undefined } | undefined;
};

/** The refusals of settings that need no user. */
export const settingsProblems = ['type_unknown', 'add_on_unknown', 'group_unknown', 'manager_unknown'] as const;

/** Does everything that is asked for exist? @throws type_unknown, add_on_unknown, group_unknown, manager_unknown (422) */
export async function requireKnown(
  ctx: Ctx,
  catalog: Catalog,
  { type, groupId, managerId, addOns }: Settings,
): Promise<void> {
  if (type !== undefined && !catalog.types.some(({ key }) => key === type)) throw new Problem('type_unknown', { type });
  const removed = Array.isArray(addOns) ? [] : (addOns?.remove ?? []);
  const addOn = [...namedAddOns(addOns), ...removed].find((key) => !catalog.addOns.some((known) => known.key === key));
  if (addOn !== undefined) throw new Problem('add_on_unknown', { addOn });
  // Locked to the end of the transaction, so that neither can be deleted concurrently.
  if (groupId !== undefined && !(await isHeld(ctx, sql`groups`, groupId))) throw new Problem('group_unknown');
  if (managerId && !(await isHeld(ctx, sql`users`, managerId))) throw new Problem('manager_unknown');
}

async function isHeld(ctx: Ctx, table: RawBuilder<unknown>, id: string): Promise<boolean> {
  const held = sql`select 1 from ${table} where account_id = ${ctx.accountId} and id = ${id} for key share`;
  return (await maybe(ctx.db, held)) !== null;
}

/** The add-ons that are requested by name. */
export function namedAddOns(addOns: Settings['addOns']): string[] {
  return Array.isArray(addOns) ? addOns : (addOns?.add ?? []);
}

/** Finds the first add-on that the type cannot hold, with the types that can. @throws add_on_needs_type (422) */
export function requireFitting(catalog: Catalog, type: string, addOns: string[]): void {
  const unfit = catalog.addOns.find((addOn) => addOns.includes(addOn.key) && !fits(catalog, type, addOn.key));
  if (!unfit) return;
  const types = catalog.types.filter(({ key }) => fits(catalog, key, unfit.key)).map(({ name }) => name);
  throw new Problem('add_on_needs_type', { addOn: unfit.name, types: types.join(' or ') });
}
