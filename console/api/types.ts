/** The shapes of the server's answers that screens speak about. */

export type Role = 'owner' | 'admin' | 'member';
export type Status = 'pending' | 'active' | 'deactivated' | 'expired' | 'removed';
/** A key of the catalog; the operator decides which exist. */
export type TypeKey = string;
export type AddOnKey = string;

export type Right =
  | 'users.manage'
  | 'admins.manage'
  | 'groups.manage'
  | 'account.manage'
  | 'billing.manage'
  | 'audit.read'
  | 'ownership.transfer';

export interface Ref {
  id: string;
  name: string;
}

export interface Page<T> {
  data: T[];
  nextCursor: string | null;
}

export interface Mail {
  state: string;
  at: string;
  detail: string | null;
}

export interface User {
  id: string;
  email: string;
  /** The domain as it really is, where it only looks like the typed one. */
  emailDomain: string | null;
  firstName: string;
  lastName: string;
  department: string;
  type: TypeKey;
  addOns: AddOnKey[];
  group: Ref;
  role: Role;
  status: Status;
  invitedAt: string | null;
  invitedBy: Ref | null;
  expiresAt: string | null;
  mail: Mail | null;
  createdAt: string;
  updatedAt: string;
  lastSignInAt: string | null;
  removedAt: string | null;
  purgeAt: string | null;
}

export interface UserFilter {
  search?: string;
  type?: TypeKey;
  status?: Status;
  role?: Role;
  groupId?: string;
  department?: string;
  addOn?: AddOnKey;
}

export interface UserInput {
  email: string;
  firstName?: string;
  lastName?: string;
  department?: string;
}

export interface UserPatch {
  email?: string;
  firstName?: string;
  lastName?: string;
  department?: string;
  type?: TypeKey;
  addOns?: AddOnKey[];
  groupId?: string;
  role?: Role;
  status?: 'active' | 'deactivated';
}

export interface Refusal {
  email: string;
  code: string;
  detail: string;
}

export interface FieldChange {
  field: string;
  before: string | null;
  after: string | null;
}

export interface Actor {
  id: string | null;
  name: string;
  kind: string;
}

export interface HistoryEntry {
  changeId: string;
  at: string;
  actor: Actor;
  source: string;
  action: string;
  fields: FieldChange[];
}

export interface Permissions {
  /** Names, department, type, add-ons, group. */
  settings: Role[];
  /** E-mail, status, removal, restoring, the invitation. */
  access: Role[];
  role: Role[];
  grant: Role[];
}

export interface Session {
  id: string;
  identity: { email: string; proven: boolean };
  account: Ref;
  user: Pick<User, 'id' | 'email' | 'firstName' | 'lastName' | 'role'>;
  accounts: { id: string; name: string; role: Role }[];
  rights: Right[];
  /** By the actor's role: of whom, by present role, they may change what; and which roles they may give. */
  permissions: Partial<Record<Role, Permissions>>;
}

export interface Invitation {
  state: 'open';
  accountName: string;
  invitedBy: string;
  email: string;
  identity: 'new' | 'known';
  expiresAt: string;
}

export interface Profile {
  email: string;
  firstName: string;
  lastName: string;
  department: string;
  type: TypeKey;
  addOns: AddOnKey[];
  group: Ref;
  role: Role;
  pendingEmail: string | null;
  proven: boolean;
  accounts: { id: string; name: string; role: Role }[];
}

export interface SessionEntry {
  id: string;
  current: boolean;
  createdAt: string;
  lastSeenAt: string;
  userAgent: string;
  ip: string;
}

export interface MailboxEntry {
  id: string;
  to: string;
  from: string;
  subject: string;
  text: string;
  html: string;
  sentAt: string;
  links: string[];
}

export interface Catalog {
  types: { key: TypeKey; name: string; paid: boolean }[];
  addOns: { key: AddOnKey; name: string; paid: boolean; needs: TypeKey[] }[];
}

export interface Seat {
  product: string;
  bought: number;
  held: number;
  free: number;
}

export interface Account {
  id: string;
  name: string;
  ownerId: string;
  defaultGroupId: string;
  invitationDays: number;
  totals: Record<TypeKey, number>;
  seats: Seat[];
  counts: { pending: number; active: number; expired: number; removed: number; deactivated: number };
}

export interface UserGroup extends Ref {
  isDefault: boolean;
  members: number;
}

export interface Subscription {
  product: string;
  name: string;
  quantity: number;
  held: number;
  free: number;
}

export interface AuditEntry {
  id: string;
  at: string;
  event: string;
  actor: Actor;
  way: string;
  changeId: string | null;
  count: number;
  summary: string;
  details: unknown;
}
