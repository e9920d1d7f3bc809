import type { Actor, AddOnKey, FieldChange, Ref, Role, TypeKey, UserFilter } from './types.ts';

export type Overflow = 'refuse' | 'fill';

export type ChangeState =
  | 'planning'
  | 'planned'
  | 'applying'
  | 'applied'
  | 'undoing'
  | 'undone'
  | 'cancelled'
  | 'failed';

export type Select = { ids: string[] } | { where: UserFilter; except?: string[] };

export interface SetFields {
  type?: TypeKey;
  groupId?: string;
  department?: string;
  addOns?: AddOnKey[] | { add?: AddOnKey[]; remove?: AddOnKey[] };
  role?: Role;
  status?: 'active' | 'deactivated';
}

export type Do = { set: SetFields } | { remove: true } | { restore: true } | { resend: true };

export interface Counts {
  create: number;
  update: number;
  remove: number;
  unchanged: number;
  refused: number;
}

export interface Plan extends Counts {
  refusals: { code: string; count: number; detail: string; people: Ref[] }[];
  seats: { product: string; needed: number; free: number }[];
  mails: number;
  /** People who lose an add-on because their new type cannot hold it. */
  addOnsLost: number;
}

export interface CsvFile {
  name: string;
  encoding: string;
  separator: string;
  header: boolean;
  columns: { index: number; header: string; field: string | null }[];
  rows: number;
  sample: string[][];
}

export interface Change {
  id: string;
  state: ChangeState;
  source: string;
  /** One sentence, written by the server: "Type of 12 people set to Pro". */
  summary: string;
  actor: Actor;
  select: Select | null;
  do: Do | null;
  plan: Plan | null;
  progress: { done: number; total: number };
  result: Counts | null;
  affected: number;
  undoOf: string | null;
  undoneBy: string | null;
  createdAt: string;
  appliedAt: string | null;
  undoUntil: string | null;
  file?: CsvFile | null;
}

export type RowOutcome = 'create' | 'update' | 'remove' | 'unchanged' | 'refused';

export interface ChangeRow {
  line: number | null;
  userId: string | null;
  email: string;
  name: string;
  outcome: RowOutcome;
  code: string | null;
  detail: string | null;
  fields: FieldChange[];
}
