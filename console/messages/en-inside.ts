import { account, audit, billing, groups } from './en-account.ts';
import { changes } from './en-changes.ts';
import { csv } from './en-import.ts';
import { apiKeys } from './en-keys.ts';
import { mail } from './en-mail.ts';
import { overview } from './en-overview.ts';
import { advanced, pending } from './en-pending.ts';
import { profile } from './en-profile.ts';
import { users } from './en-users.ts';
import { views } from './en-views.ts';
import { webhooks } from './en-webhooks.ts';

/** The words of the pages inside, which load with the frame around them. */
export const messages = {
  overview,
  changes,
  profile,
  users,
  views,
  pending,
  advanced,
  csv,
  groups,
  billing,
  account,
  audit,
  mail,
  apiKeys,
  webhooks,
} as const;
