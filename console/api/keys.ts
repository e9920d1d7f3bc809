import type { UserFilter } from './types.ts';

/** Every query key. A write invalidates by the first word, so each word stands for one kind of thing. */
export const keys = {
  session: ['session'],
  signUp: ['sign-up'],
  link: (kind: 'reset' | 'confirm' | 'email-change' | 'welcome', token: string) => ['link', kind, token],
  profile: ['profile'],
  sessions: ['profile', 'sessions'],
  mailbox: ['mailbox'],
  mailQueue: ['mail-queue'],
  catalog: ['catalog'],
  account: ['account'],
  groups: ['groups'],
  departments: (search: string) => ['departments', search],
  jobTitles: (search: string) => ['job-titles', search],
  users: ['users'],
  userLists: ['users', 'list'],
  userList: (filter: UserFilter, sort: string) => ['users', 'list', filter, sort],
  userCounts: ['users', 'count'],
  userCount: (filter: UserFilter) => ['users', 'count', filter],
  user: (id: string) => ['users', 'one', id],
  history: (id: string) => ['users', 'one', id, 'history'],
  changes: ['changes'],
  change: (id: string) => ['changes', 'one', id],
  changeList: (state: string) => ['changes', 'list', state],
  /** The state is part of the key, because planned and done changes have different rows. */
  changeRows: (id: string, state: string, outcome: string) => ['changes', 'rows', id, state, outcome],
  views: ['views'],
  viewList: ['views', 'list'],
  view: (id: string) => ['views', 'one', id],
  subscriptions: ['subscriptions'],
  audit: (filter: Record<string, string>) => ['audit', filter],
} as const;
