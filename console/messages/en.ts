import { access } from './en-access.ts';
import { account, audit, billing, groups } from './en-account.ts';
import { changes } from './en-changes.ts';
import { csv } from './en-import.ts';
import { advanced, pending } from './en-pending.ts';
import { profile } from './en-profile.ts';
import { shell } from './en-shell.ts';
import { ui } from './en-ui.ts';
import { users } from './en-users.ts';
import { views } from './en-views.ts';
import { words } from './en-words.ts';

/** All words of the console. One file per part of the console; a part's keys begin with its name. */
export const messages = {
  ui,
  shell,
  words,
  access,
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
} as const;
