/** Every address of the console. Routes are declared with these, links point to these, nothing else writes one. */
export const paths = {
  home: '/',
  signUp: '/sign-up',
  signIn: '/sign-in',
  forgotten: '/forgotten',
  reset: '/reset/$token',
  confirm: '/confirm/$token',
  emailChange: '/email-change/$token',
  welcome: '/welcome/$token',
  mailbox: '/mailbox',
  profile: '/profile',
  users: '/users',
  addUsers: '/users/add',
  importCsv: '/users/import',
  pending: '/users/pending',
  advanced: '/users/advanced',
  changes: '/changes',
  change: '/changes/$id',
  groups: '/groups',
  billing: '/billing',
  audit: '/audit',
  account: '/account',
} as const;

/** Where to go after signing in: only an address of this console, never another site. */
export function safeNext(next: string | undefined): string {
  if (!next) return paths.home;
  const target = new URL(next, window.location.origin);
  if (target.origin !== window.location.origin || target.pathname === paths.signIn) return paths.home;
  return target.pathname + target.search + target.hash;
}
