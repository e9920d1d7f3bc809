import { type Catalog, products } from '../../seats/catalog.ts';
import { type Field, fieldOf, fields } from '../../users/rules/fields.ts';
import type { Proposal, StatusVerb, Value } from './proposal.ts';

/** The fields that a proposal may change. A change of type may take add-ons away, so it touches them too. */
export function touched({ set }: Proposal): Field[] {
  return fields.filter((field) => set[field] || (field === 'addOns' && set.type));
}

export function touches(proposal: Proposal, ...names: Field[]): boolean {
  return touched(proposal).some((field) => names.includes(field));
}

/** Does it change who is in the account, or an address? Then every count of the people changes too. */
export function touchesAccess(proposal: Proposal): boolean {
  return touches(proposal, 'status', 'email');
}

/**
 * Is the same proposed to everyone of a cohort? Then the cohort is judged as one. Not if the value comes from a row per person, if names or
 * addresses change, or if people return from the trash and may conflict with others.
 */
export function isUniform({ people, set, keys = {} }: Proposal): boolean {
  if ('ids' in people && people.ids.length === 1) return false;
  // Whether a manager is the person's own must be checked per person.
  if (Object.keys(keys).length > 0 || set.managerId) return false;
  return fields.every((field) => {
    const value = set[field];
    if (!value) return true;
    if (!fieldOf(field).bulk || isFromRow(value)) return false;
    return field !== 'status' || !restores(value);
  });
}

function isFromRow(value: Value): boolean {
  return 'from' in value || ('before' in value && ('column' in value.before || 'column' in value.after));
}

function restores(value: Value): boolean {
  if ('before' in value) return !('all' in value.after) || value.after.all === 'removed';
  return 'to' in value && value.to === 'restored';
}

const becomes: Record<StatusVerb, string | null> = {
  // A person who has never joined becomes pending.
  active: null,
  deactivated: 'deactivated',
  removed: 'removed',
  restored: null,
  resent: 'pending',
  joined: 'active',
};

/** The text that a field of everyone written has afterwards, if it is the same for all and not personal. */
export function constantAfter({ set }: Proposal, field: Field): string | null {
  const value = set[field];
  if (!value || !fieldOf(field).bulk || !('to' in value) || typeof value.to !== 'string') return null;
  return field === 'status' ? constantStatus(value.to) : value.to;
}

function constantStatus(verb: string): string | null {
  const known = Object.entries(becomes).find(([name]) => name === verb);
  return known?.[1] ?? null;
}

/** The products of which people may gain a seat. */
export function productsTaken(catalog: Catalog, proposal: Proposal): string[] {
  const all = products(catalog).map(({ key }) => key);
  const { type, addOns, status } = proposal.set;
  if (status && !onlyFrees(status)) return all;
  const named = [...(type ? keysGiven(type, all) : []), ...(addOns ? keysGiven(addOns, all) : [])];
  return all.filter((key) => named.includes(key));
}

/** Does the status lead to a state without seats? */
function onlyFrees(value: Value): boolean {
  return 'undoAdding' in value || ('to' in value && (value.to === 'removed' || value.to === 'deactivated'));
}

function keysGiven(value: Value, all: string[]): string[] {
  if ('to' in value) return typeof value.to === 'string' ? [value.to] : value.to;
  if ('add' in value) return value.add;
  if ('before' in value && 'all' in value.before) return value.before.all.split(',');
  return all;
}
