import type { Change, ChangeRow, ChangeState, Do, Overflow, RowOutcome, Select } from './change-types.ts';
import type * as T from './types.ts';

interface Json<B> {
  content: { 'application/json': B };
}

type Query<I> = I extends { query: infer Q } ? { query?: Q } : { query?: never };
type Path<I> = I extends { path: infer P } ? { path: { [K in P & string]: string } } : { path?: never };
type Body<I> = I extends { body: infer B } ? { requestBody: Json<B> } : { requestBody?: never };

/** One operation, in the form openapi-typescript gives it. */
type Op<Answer, I = object> = { parameters: Query<I> & Path<I>; responses: { 200: Json<Answer> } } & Body<I>;

interface Paging {
  limit?: number;
  cursor?: string;
}
type SignedIn = Op<T.Session>;
type None = undefined;
interface NewPassword {
  password: string;
}
interface SignUp extends NewPassword {
  accountName: string;
  email: string;
  firstName: string;
  lastName: string;
  setUpCode?: string;
}
interface Accept extends NewPassword {
  firstName: string;
  lastName: string;
}
interface Adding {
  users: T.UserInput[];
  type?: string;
  groupId?: string;
  addOns?: string[];
  role?: 'member' | 'admin';
}
interface UsersQuery extends T.UserFilter, Paging {
  sort?: string;
  count?: 'true';
}
interface NewChange {
  select: Select;
  do: Do;
  overflow?: Overflow;
  apply?: boolean;
}
interface Import {
  source: 'csv';
  type?: string;
  groupId?: string;
  overflow?: Overflow;
  addOns?: string;
  mapping?: string;
  fileName?: string;
}
interface Remap {
  mapping: Record<string, string | null>;
  header?: boolean;
  separator?: string;
}
type Answered<D> = T.Page<D>;
type Token = 'token';
type Id = 'id';

export interface paths {
  '/v1/sign-up': {
    get: Op<{ open: boolean; codeNeeded: boolean }>;
    post: Op<T.Session, { body: SignUp }>;
  };
  '/v1/session': {
    get: SignedIn;
    post: Op<T.Session, { body: { email: string; password: string } }>;
    patch: Op<T.Session, { body: { accountId: string } }>;
    delete: Op<None>;
  };
  '/v1/password-resets': { post: Op<object, { body: { email: string } }> };
  '/v1/password-resets/{token}': {
    get: Op<{ email: string }, { path: Token }>;
    post: Op<T.Session, { path: Token; body: NewPassword }>;
  };
  '/v1/proofs': { post: Op<None> };
  '/v1/proofs/{token}': {
    get: Op<{ email: string; passwordNeeded: boolean }, { path: Token }>;
    post: Op<T.Session, { path: Token; body: { password?: string } }>;
  };
  '/v1/invitations/{token}': { get: Op<T.Invitation, { path: Token }> };
  '/v1/invitations/{token}/accept': { post: Op<T.Session, { path: Token; body: Accept }> };
  '/v1/invitations/{token}/request': { post: Op<None, { path: Token }> };
  '/v1/profile': {
    get: Op<T.Profile>;
    patch: Op<T.Profile, { body: { firstName?: string; lastName?: string } }>;
  };
  '/v1/profile/password': { post: Op<None, { body: { current: string; next: string } }> };
  '/v1/profile/email': { post: Op<None, { body: { email: string; password: string } }> };
  '/v1/email-changes/{token}': {
    get: Op<{ email: string }, { path: Token }>;
    post: Op<{ email: string }, { path: Token }>;
  };
  '/v1/profile/sessions': { get: Op<{ data: T.SessionEntry[] }> };
  '/v1/profile/sessions/{id}': { delete: Op<None, { path: Id }> };
  '/v1/mailbox': { get: Op<Answered<T.MailboxEntry>, { query: { cursor?: string } }> };
  '/v1/users': {
    get: Op<Answered<T.User> & { count?: number }, { query: UsersQuery }>;
    post: Op<{ added: T.User[]; refused: T.Refusal[]; changeId: string | null }, { body: Adding }>;
  };
  '/v1/users/{id}': {
    get: Op<T.User, { path: Id }>;
    patch: Op<T.User, { path: Id; body: T.UserPatch }>;
    delete: Op<None, { path: Id }>;
  };
  '/v1/users/{id}/history': { get: Op<Answered<T.HistoryEntry>, { path: Id; query: Paging }> };
  '/v1/users/{id}/invitation-link': { post: Op<{ link: string; expiresAt: string }, { path: Id }> };
  '/v1/users/{id}/restore': { post: Op<T.User, { path: Id }> };
  '/v1/users/{id}/erase': { post: Op<None, { path: Id }> };
  '/v1/departments': { get: Op<{ data: { name: string; count: number }[] }, { query: { search?: string } }> };
  '/v1/catalog': { get: Op<T.Catalog> };
  '/v1/changes': {
    get: Op<Answered<Change>, { query: Paging & { state?: ChangeState } }>;
    post: Op<Change, { query: Import; body: NewChange | string }>;
  };
  '/v1/changes/{id}': { get: Op<Change, { path: Id }> };
  '/v1/changes/{id}/apply': { post: Op<Change, { path: Id; body: { overflow?: Overflow } }> };
  '/v1/changes/{id}/undo': { post: Op<Change, { path: Id }> };
  '/v1/changes/{id}/cancel': { post: Op<Change, { path: Id }> };
  '/v1/changes/{id}/remap': { post: Op<Change, { path: Id; body: Remap }> };
  '/v1/changes/{id}/rows': { get: Op<Answered<ChangeRow>, { path: Id; query: Paging & { outcome?: RowOutcome } }> };
  '/v1/account': {
    get: Op<T.Account>;
    patch: Op<T.Account, { body: { name?: string; defaultGroupId?: string; invitationDays?: number } }>;
  };
  '/v1/account/transfer': { post: Op<T.Session, { body: { userId: string; password: string } }> };
  '/v1/groups': { get: Op<{ data: T.UserGroup[] }>; post: Op<T.UserGroup, { body: { name: string } }> };
  '/v1/groups/{id}': {
    patch: Op<T.UserGroup, { path: Id; body: { name: string } }>;
    delete: Op<{ moved: number; changeId: string | null }, { path: Id }>;
  };
  '/v1/billing/subscriptions': { get: Op<{ data: T.Subscription[] }> };
  '/v1/billing/subscriptions/{product}': {
    put: Op<T.Subscription, { path: 'product'; body: { quantity: number } }>;
  };
  '/v1/audit': { get: Op<Answered<T.AuditEntry>, { query: Paging & { event?: string; userId?: string } }> };
}
