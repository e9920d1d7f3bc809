/** The shapes of the server's description, under the names that screens use. */
import type { operations } from '../../client/index.ts';

export type {
  Account,
  Actor,
  ApiKey,
  AuditEvent,
  AuditLine,
  Catalog,
  EventTypePattern,
  FieldChange,
  Group as UserGroup,
  HistoryEntry,
  Invitation,
  InvitationMail,
  InvitationSchedule,
  KeyPermission,
  MadeApiKey,
  MadeWebhook,
  Mail,
  MailQueue,
  MailSettings,
  MailTest,
  NewApiKey,
  NewWebhook,
  Overview,
  OwnSession,
  Permission,
  Profile,
  RefusedAddress,
  Role,
  Seats,
  SenderRecord,
  SenderRecords,
  Session,
  StoppedApiKey,
  Subscription,
  UpdateApiKey,
  UpdateMailSettings,
  UpdateUser,
  UpdateWebhook,
  User,
  UserFilter,
  UserSort,
  UserStatus,
  UsersByEmail,
  View,
  Webhook,
  WebhookDelivery,
  WebhookDeliveryWithRequest,
} from '../../client/index.ts';

type Query<Name extends keyof operations> = NonNullable<operations[Name]['parameters']['query']>;

/** A key of the catalog. The operator decides which exist. */
export type TypeKey = string;
export type AuditFilter = Omit<Query<'listAuditLines'>, 'limit' | 'cursor'>;
export type ExportColumn = NonNullable<Query<'exportUsers'>['columns']>[number];
export type ExportSeparator = NonNullable<Query<'exportUsers'>['separator']>;
export type TimeFormat = NonNullable<Query<'exportUsers'>['timeFormat']>;
