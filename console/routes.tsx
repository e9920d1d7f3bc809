import { createRootRouteWithContext, createRoute, createRouter, redirect } from '@tanstack/react-router';
import { requireSession, startPage } from './access/guards.ts';
import { SignInPage } from './access/sign-in-page.tsx';
import { lazy } from './parts/lazy.ts';
import { parseSearch, readStrings, stringifySearch } from './parts/search.ts';
import { Crashed } from './parts/states.tsx';
import { paths } from './paths.ts';
import { UnknownAddress } from './shell/unknown-address.tsx';
import { Loading } from './ui/loading.tsx';
import { readUsersSearch } from './views/filter.ts';

const root = createRootRouteWithContext()({ notFoundComponent: UnknownAddress, errorComponent: Crashed });

const home = createRoute({
  getParentRoute: () => root,
  path: paths.home,
  beforeLoad: async () => {
    throw redirect({ to: await startPage(), replace: true });
  },
});

/* Outside: these pages need no session. */

const signIn = createRoute({
  getParentRoute: () => root,
  path: paths.signIn,
  validateSearch: readStrings(['next']),
  component: SignInPage, // the entry page, so it needs no second request
});
const signUp = createRoute({
  getParentRoute: () => root,
  path: paths.signUp,
  component: lazy(() => import('./access/sign-up-page.tsx'), 'SignUpPage'),
});
const forgotten = createRoute({
  getParentRoute: () => root,
  path: paths.forgotten,
  component: lazy(() => import('./access/forgotten-page.tsx'), 'ForgottenPage'),
});
const reset = createRoute({
  getParentRoute: () => root,
  path: paths.reset,
  component: lazy(() => import('./access/reset-page.tsx'), 'ResetPage'),
});
const confirm = createRoute({
  getParentRoute: () => root,
  path: paths.confirm,
  component: lazy(() => import('./access/confirm-page.tsx'), 'ConfirmPage'),
});
const emailChange = createRoute({
  getParentRoute: () => root,
  path: paths.emailChange,
  component: lazy(() => import('./access/email-change-page.tsx'), 'EmailChangePage'),
});
const welcome = createRoute({
  getParentRoute: () => root,
  path: paths.welcome,
  component: lazy(() => import('./invitations/welcome-page.tsx'), 'WelcomePage'),
});
const mailbox = createRoute({
  getParentRoute: () => root,
  path: paths.mailbox,
  validateSearch: readStrings(['mail']),
  component: lazy(() => import('./mailbox/mailbox-page.tsx'), 'MailboxPage'),
});

/* Inside: everything below needs a session and is shown in the frame with the navigation. */

const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  beforeLoad: ({ location }) => requireSession(location.href),
  component: lazy(() => import('./shell/frame.tsx'), 'Frame'),
});
const profile = createRoute({
  getParentRoute: () => inside,
  path: paths.profile,
  component: lazy(() => import('./profile/profile-page.tsx'), 'ProfilePage'),
});
const overview = createRoute({
  getParentRoute: () => inside,
  path: paths.overview,
  component: lazy(() => import('./overview/overview-page.tsx'), 'OverviewPage'),
});
const users = createRoute({
  getParentRoute: () => inside,
  path: paths.users,
  validateSearch: readUsersSearch,
  component: lazy(() => import('./users/list/users-page.tsx'), 'UsersPage'),
});
const addUsers = createRoute({
  getParentRoute: () => inside,
  path: paths.addUsers,
  component: lazy(() => import('./users/add/add-users-page.tsx'), 'AddUsersPage'),
});
const pending = createRoute({
  getParentRoute: () => inside,
  path: paths.pending,
  validateSearch: readUsersSearch,
  component: lazy(() => import('./pending/pending-page.tsx'), 'PendingPage'),
});
const advanced = createRoute({
  getParentRoute: () => inside,
  path: paths.advanced,
  component: lazy(() => import('./advanced/advanced-page.tsx'), 'AdvancedPage'),
});
const importCsv = createRoute({
  getParentRoute: () => inside,
  path: paths.importCsv,
  validateSearch: readStrings(['change']),
  component: lazy(() => import('./import/import-page.tsx'), 'ImportPage'),
});
const changes = createRoute({
  getParentRoute: () => inside,
  path: paths.changes,
  validateSearch: readStrings(['state']),
  component: lazy(() => import('./changes/changes-page.tsx'), 'ChangesPage'),
});
const change = createRoute({
  getParentRoute: () => inside,
  path: paths.change,
  validateSearch: readStrings(['outcome']),
  component: lazy(() => import('./changes/change-page.tsx'), 'ChangePage'),
});
const groups = createRoute({
  getParentRoute: () => inside,
  path: paths.groups,
  component: lazy(() => import('./groups/groups-page.tsx'), 'GroupsPage'),
});
const billing = createRoute({
  getParentRoute: () => inside,
  path: paths.billing,
  component: lazy(() => import('./billing/billing-page.tsx'), 'BillingPage'),
});
const audit = createRoute({
  getParentRoute: () => inside,
  path: paths.audit,
  validateSearch: readStrings(['event', 'userId', 'actorId', 'since', 'before']),
  component: lazy(() => import('./audit/audit-page.tsx'), 'AuditPage'),
});
const account = createRoute({
  getParentRoute: () => inside,
  path: paths.account,
  component: lazy(() => import('./account/account-page.tsx'), 'AccountPage'),
});

const mail = createRoute({
  getParentRoute: () => inside,
  path: paths.mail,
  component: lazy(() => import('./account/mail-page.tsx'), 'MailPage'),
});

const apiKeys = createRoute({
  getParentRoute: () => inside,
  path: paths.apiKeys,
  validateSearch: readStrings(['search', 'state', 'sort', 'key']),
  component: lazy(() => import('./account/keys/keys-page.tsx'), 'KeysPage'),
});

const webhooks = createRoute({
  getParentRoute: () => inside,
  path: paths.webhooks,
  component: lazy(() => import('./account/webhooks/webhooks-page.tsx'), 'WebhooksPage'),
});
const webhook = createRoute({
  getParentRoute: () => inside,
  path: paths.webhook,
  validateSearch: readStrings(['taken', 'delivery']),
  component: lazy(() => import('./account/webhooks/webhook-page.tsx'), 'WebhookPage'),
});

const outsideRoutes = [home, signIn, signUp, forgotten, reset, confirm, emailChange, welcome, mailbox] as const;

const management = [users, addUsers, importCsv, pending, advanced] as const;
const insideRoutes = [
  overview,
  ...management,
  changes,
  change,
  groups,
  billing,
  audit,
  account,
  mail,
  apiKeys,
  webhooks,
  webhook,
  profile,
] as const;

export const router = createRouter({
  routeTree: root.addChildren([...outsideRoutes, inside.addChildren([...insideRoutes])]),
  defaultPreload: 'intent',
  defaultPendingComponent: Loading,
  defaultErrorComponent: Crashed,
  scrollRestoration: true,
  parseSearch,
  stringifySearch,
});

// A page stays until the next one is here. Only the first has none before it.
const unsubscribe = router.subscribe('onResolved', () => {
  unsubscribe();
  router.update({ ...router.options, defaultPendingMs: Number.POSITIVE_INFINITY });
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
