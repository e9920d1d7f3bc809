import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { StartError } from '../kernel/config.ts';

const key = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be a short lower-case word');
const name = z.string().min(1).max(60);

export const catalogSchema = z.object({
  types: z
    .array(z.object({ key, name, paid: z.boolean() }))
    .min(1)
    .describe('The first unpaid type is what a new user gets.'),
  addOns: z.array(z.object({ key, name, paid: z.boolean(), needs: z.array(key).describe('Types that may hold it.') })),
});
catalogSchema.register(z.globalRegistry, { id: 'Catalog', description: 'Which user types and add-ons exist.' });

/** The user types and add-ons, which of them need a paid seat, and which add-on needs which type. */
export type Catalog = z.infer<typeof catalogSchema>;
const standard: Catalog = {
  types: [
    { key: 'basic', name: 'Basic', paid: false },
    { key: 'pro', name: 'Pro', paid: true },
    { key: 'corp', name: 'Corp', paid: true },
  ],
  addOns: [
    { key: 'large-meeting', name: 'Large Meeting', paid: true, needs: ['pro', 'corp'] },
    { key: 'webinar', name: 'Webinar', paid: true, needs: ['pro', 'corp'] },
    { key: 'cloud-recording', name: 'Cloud Recording', paid: true, needs: ['pro', 'corp'] },
  ],
};

/** The standard catalog, or the operator's file. The file is checked whole: a bad entry stops the start with one sentence. */
export function loadCatalog(file: string | null): Catalog {
  if (!file) return standard;
  let parsed: z.ZodSafeParseResult<Catalog>;
  try {
    parsed = catalogSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new StartError(`MUSTER_CATALOG cannot be read: ${String(error)}.`);
  }
  if (!parsed.success)
    throw new StartError(`MUSTER_CATALOG is not a catalog: ${z.prettifyError(parsed.error).replaceAll('\n', ' ')}.`);
  const catalog = parsed.data;
  const keys = [...catalog.types, ...catalog.addOns].map((item) => item.key);
  if (new Set(keys).size !== keys.length) throw new StartError('MUSTER_CATALOG names a key twice.');
  if (!catalog.types.some((type) => !type.paid))
    throw new StartError('MUSTER_CATALOG has no unpaid type, so nobody could join without a seat.');
  const unknown = catalog.addOns
    .flatMap((addOn) => addOn.needs)
    .find((need) => !catalog.types.some((type) => type.key === need));
  if (unknown) throw new StartError(`MUSTER_CATALOG: an add-on needs the type ${unknown}, which does not exist.`);
  return catalog;
}

/** The default type of a new user. */
export function freeType(catalog: Catalog): string {
  const free = catalog.types.find((type) => !type.paid);
  if (!free) throw new Error('a catalog has an unpaid type');
  return free.key;
}

/** Everything that is bought: paid types and paid add-ons. */
export function products(catalog: Catalog): { key: string; name: string }[] {
  return [...catalog.types, ...catalog.addOns].filter((item) => item.paid).map(({ key, name }) => ({ key, name }));
}

export function productName(catalog: Catalog, product: string): string {
  return [...catalog.types, ...catalog.addOns].find((item) => item.key === product)?.name ?? product;
}
