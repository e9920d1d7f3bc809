/** Names for the shapes the server's description holds, so that screens can speak of them. */
import type { paths } from './generated/schema.ts';

interface Json<Body> {
  content: { 'application/json': Body };
}
export type Answer<Operation> = Operation extends { responses: { 200: Json<infer Body> } } ? Body : never;
export type Asked<Operation> = Operation extends { requestBody: Json<infer Body> } ? Body : never;
type Query<Operation> = Operation extends { parameters: { query?: infer Named } } ? NonNullable<Named> : never;

type ListUsers = paths['/v1/users']['get'];

export type User = Answer<paths['/v1/users/{id}']['get']>;
export type UserPatch = Asked<paths['/v1/users/{id}']['patch']>;
export type UserFilter = Omit<Query<ListUsers>, 'limit' | 'cursor' | 'sort' | 'count'>;
export type UserSort = NonNullable<Query<ListUsers>['sort']>;
export type Refusal = paths['/v1/users']['post']['responses'][201]['content']['application/json']['refused'][number];
export type Role = User['role'];
export type Status = User['status'];
export type Mail = NonNullable<User['mail']>;
/** A key of the catalog; the operator decides which exist. */
export type TypeKey = User['type'];

export type HistoryEntry = Answer<paths['/v1/users/{id}/history']['get']>['data'][number];
export type FieldChange = HistoryEntry['fields'][number];

export type Session = Answer<paths['/v1/session']['get']>;
export type Permission = Session['permissions'][number];
export type Invitation = Answer<paths['/v1/invitations/{token}']['get']>;
export type MailQueue = Answer<paths['/v1/mail-queue']['get']>;
export type Profile = Answer<paths['/v1/profile']['get']>;
export type SessionEntry = Answer<paths['/v1/profile/sessions']['get']>['data'][number];
export type MailboxEntry = Answer<paths['/v1/mailbox']['get']>['data'][number];

export type Account = Answer<paths['/v1/account']['get']>;
export type Seat = Account['seats'][number];
export type Catalog = Answer<paths['/v1/catalog']['get']>;
export type UserGroup = Answer<paths['/v1/groups']['get']>['data'][number];
export type View = Answer<paths['/v1/views/{id}']['get']>;
export type Subscription = Answer<paths['/v1/billing/subscriptions']['get']>['data'][number];
export type AuditEntry = Answer<paths['/v1/audit']['get']>['data'][number];
export type AuditFilter = Omit<Query<paths['/v1/audit']['get']>, 'limit' | 'cursor'>;
export type AuditEvent = NonNullable<AuditFilter['event']>;
export type ExportColumn = NonNullable<Query<paths['/v1/users.csv']['get']>['columns']>[number];
