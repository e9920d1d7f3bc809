import { type RawBuilder, sql } from 'kysely';
import type { Catalog } from './catalog.ts';
import { products } from './catalog.ts';

type Sql = RawBuilder<unknown>;

/** Who holds seats: a pending user with an open invitation, and an active one. */
const holding = ['pending', 'active'];

type User = { status: string; type: string; addOns: string[] };

/** The products of which a user holds a seat. The status is the current one: an expired invitation holds none. */
export function heldBy(catalog: Catalog, { status, type, addOns }: User): string[] {
  if (!holding.includes(status)) return [];
  return products(catalog)
    .map(({ key }) => key)
    .filter((key) => key === type || addOns.includes(key));
}

/** The same as SQL: does a user of that status, type and those add-ons hold a seat of the product? */
export function holdsSeat(user: { status: Sql; type: Sql; addOns: Sql }, product: string): Sql {
  return sql`(${user.status} in (${sql.join(holding.map((status) => sql.lit(status)))}) and ${asksSeat(user, product)})`;
}

/** Do a type and add-ons need a seat of the product? */
export function asksSeat({ type, addOns }: { type: Sql; addOns: Sql }, product: string): Sql {
  return sql`(${type} = ${product} or ${product} = any(${addOns}))`;
}

/** May a user of the type hold the add-on? An add-on that is no longer in the catalog stays. */
export function fits(catalog: Catalog, type: string, addOn: string): boolean {
  return catalog.addOns.find(({ key }) => key === addOn)?.needs.includes(type) ?? true;
}

/** The same as SQL. */
export function fitsSql(catalog: Catalog, type: Sql, addOn: Sql): Sql {
  const needs = JSON.stringify(Object.fromEntries(catalog.addOns.map(({ key, needs }) => [key, needs])));
  return sql`coalesce(${needs}::jsonb -> ${addOn} ? ${type}, true)`;
}
