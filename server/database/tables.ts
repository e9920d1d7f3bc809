/**
 * Where the rows of each table live. When one PostgreSQL is not enough, accounts are spread over several cells, each with all rows of its
 * accounts. The directory is one small database beside them: who signs in, and in which cell. So a statement names tables of the directory
 * or of a cell, never of both, and names the account in each table of an account (layout-sql.test.ts).
 */
export const tables = {
  identities: 'directory',
  memberships: 'directory',
  links: 'directory',
  devices: 'directory',

  accounts: 'account',
  groups: 'account',
  api_keys: 'account',
  users: 'account',
  seats: 'account',
  seat_expiries: 'account',
  counts: 'account',
  changes: 'account',
  change_chunks: 'account',
  import_files: 'account',
  import_lines: 'account',
  webhooks: 'account',
  webhook_deliveries: 'account',
  audit_events: 'account',
  feeds: 'account',
  feed_entries: 'account',
  idempotency_keys: 'account',
  mail_queue: 'account',
  mail_steering: 'account',
  mail_settings: 'account',
  invitation_schedules: 'account',
  saved_views: 'account',

  // Of a cell as a whole: found by a secret or an id before an account is known, or shared by all its accounts.
  sessions: 'cell',
  jobs: 'cell',
  feed_clock: 'cell',
  mails: 'cell',
  mailbox: 'cell',
  mail_server: 'cell',

  // In every database.
  clock: 'any',
  migrations: 'any',
} as const;

export type Table = keyof typeof tables;
/** Rows of an account live in its cell, so both may stand in one statement. */
export type TableKind = (typeof tables)[Table];

export const isTable = (name: string): name is Table => Object.hasOwn(tables, name);
