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

export interface CsvColumn {
  index: number;
  /** Null when the file has no header. */
  header: string | null;
  field: string | null;
}

export interface CsvFile {
  name: string;
  bytes: number;
  encoding: string;
  separator: string;
  header: boolean;
  columns: CsvColumn[];
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
  do: Do | object;
  plan: Plan | null;
  progress: { done: number; total: number };
  result: Counts | null;
  /** Why it failed. */
  failure: { code: string; detail: string } | null;
  undoOf: string | null;
  undoneBy: string | null;
  createdAt: string;
  appliedAt: string | null;
  /** Null when it cannot be undone. */
  undoUntil: string | null;
  file: CsvFile | null;
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
