import type { Page } from 'playwright-core';
import { createMuster } from '../../client/index.ts';
import type { DemoAccount } from '../../workshop/demo/account.ts';
import type { paths } from '../paths.ts';
import { press, row, see } from './acts.ts';

/** A page of the console, as a person sees it. */
export type Place = {
  path: keyof typeof paths;
  at: string;
  /** Text that is visible when the page is complete. */
  shows: string | RegExp;
  /** Seen by a signed-out visitor. */
  outside?: true;
  /** Done before looking, for example opening a dialog. */
  act?: (page: Page) => Promise<void>;
  /** The name of its screenshot. */
  picture: string;
};

/** Every page, and every overlay. */
export function placesOf({ owner, links, imported, planned, view, webhook }: DemoAccount): Place[] {
  return [
    ...outside(links),
    ...people(view),
    ...changes(imported, planned),
    ...house(),
    ...webhooks(webhook),
    ...paused(owner),
  ];
}

function outside(links: DemoAccount['links']): Place[] {
  return [
    { path: 'signUp', at: '/sign-up', shows: 'Account name', outside: true, picture: 'sign-up' },
    { path: 'signIn', at: '/sign-in', shows: 'Forgotten your password?', outside: true, picture: 'sign-in' },
    { path: 'forgotten', at: '/forgotten', shows: 'Mail me a link', outside: true, picture: 'forgotten' },
    { path: 'reset', at: links.reset, shows: 'Set it and sign in', outside: true, picture: 'reset' },
    { path: 'confirm', at: links.confirm, shows: 'Confirm your address', outside: true, picture: 'confirm' },
    {
      path: 'emailChange',
      at: links['email-change'],
      shows: 'Use this address',
      outside: true,
      picture: 'email-change',
    },
    { path: 'welcome', at: links.welcome, shows: 'Join Halden Instruments', outside: true, picture: 'welcome' },
    {
      path: 'welcome',
      at: '/welcome/torn',
      shows: 'This link is not complete',
      outside: true,
      picture: 'welcome-dead',
    },
    {
      path: 'mailbox',
      at: '/mailbox',
      shows: 'wren.adeyemi@halden.example',
      outside: true,
      act: async (page) => {
        await page
          .getByRole('link', { name: /wren\.adeyemi/ })
          .first()
          .click();
        await see(page.getByText('Links in this mail'));
      },
      picture: 'mailbox',
    },
  ];
}

function people(view: string): Place[] {
  const users = '/users';
  return [
    { path: 'home', at: '/', shows: 'Set up Halden Instruments', picture: 'checklist' },
    {
      path: 'overview',
      at: '/overview',
      shows: 'All seats',
      act: async (page) => {
        await press(page, 'Put this list away');
        await see(page.getByText('All changes'));
      },
      picture: 'overview',
    },
    { path: 'users', at: users, shows: 'Amara Okafor', picture: 'users' },
    {
      path: 'users',
      at: users,
      shows: 'Amara Okafor',
      act: async (page) => {
        await press(page, 'Open Chiyo Tanaka');
        await see(page.getByRole('dialog').getByText('Joined'));
      },
      picture: 'user',
    },
    {
      path: 'users',
      at: `${users}?department=Optics`,
      shows: 'Department: Optics',
      act: async (page) => {
        await page.getByRole('checkbox', { name: 'Select all rows that are loaded' }).check();
        await see(page.getByText(/^\d+ selected$/));
      },
      picture: 'users-selected',
    },
    {
      path: 'users',
      at: `${users}?view=${view}`,
      shows: 'Department: Optics',
      act: async (page) => {
        await press(page, 'Views: Optics');
        await see(page.getByRole('menuitem', { name: 'Not answered yet' }));
      },
      picture: 'views',
    },
    {
      path: 'users',
      at: `${users}?columns=name,email,type,addOns,department,group,role,status,lastSignInAt,createdAt`,
      shows: 'Amara Okafor',
      act: async (page) => {
        await press(page, 'Actions for Chiyo Tanaka');
        await see(page.getByRole('menuitem', { name: 'Edit' }));
      },
      picture: 'users-wide',
    },
    {
      path: 'users',
      at: `${users}?status=pending`,
      shows: 'Status: Pending',
      act: async (page) => {
        await press(page, 'Status: Pending');
        await see(page.getByRole('menuitemradio', { name: 'Any status' }));
      },
      picture: 'users-status',
    },
    {
      path: 'users',
      at: users,
      shows: 'Amara Okafor',
      act: async (page) => {
        await press(page, 'Filter');
        await see(page.getByRole('dialog', { name: 'Filter' }).getByText('Add-on'));
      },
      picture: 'users-filter',
    },
    {
      path: 'users',
      at: users,
      shows: 'Amara Okafor',
      act: async (page) => {
        await press(page, 'Sort and columns');
        await see(page.getByRole('dialog', { name: 'Sort and columns' }).getByText('Sort by'));
      },
      picture: 'users-arrange',
    },
    {
      path: 'users',
      at: users,
      shows: 'Amara Okafor',
      act: async (page) => {
        await press(page, 'Export');
        await see(page.getByRole('dialog').getByText(/The file holds/));
      },
      picture: 'export',
    },
    { path: 'users', at: `${users}?status=removed`, shows: 'Greta Nowak', picture: 'users-removed' },
    { path: 'users', at: `${users}?search=nobody`, shows: 'Nobody matches', picture: 'users-none' },
    {
      path: 'addUsers',
      at: '/users/add',
      shows: 'People to add',
      act: async (page) => {
        const field = page.getByRole('textbox', { name: 'E-mail addresses' });
        await field.fill('Ana Luz <ana.luz@halden.example>, per@halden.example; not an address, ');
        await field.press('Enter');
        await see(page.getByText('cannot be used'));
      },
      picture: 'add-users',
    },
    { path: 'pending', at: '/users/pending', shows: '550 5.1.1', picture: 'pending' },
    {
      path: 'pending',
      at: '/users/pending',
      shows: '550 5.1.1',
      act: async (page) => {
        await press(
          row(page, 'Una Kelly').or(page.getByRole('listitem').filter({ hasText: 'Una Kelly' })),
          /^Fix address/,
        );
        await see(page.getByRole('dialog').getByText('The mail server said'));
      },
      picture: 'fix-address',
    },
    { path: 'pending', at: '/users/pending?status=expired', shows: 'Ivo Petrov', picture: 'expired' },
    { path: 'advanced', at: '/users/advanced', shows: 'Default group', picture: 'advanced' },
    {
      path: 'advanced',
      at: '/users/advanced',
      shows: 'Default group',
      act: async (page) => {
        await press(page, 'Remove all Basic…');
        await see(page.getByRole('dialog').getByText('Skipped, and why'));
      },
      picture: 'advanced-plan',
    },
  ];
}

/** It affects all later pages of the account, so it comes last. */
function paused(owner: DemoAccount['owner']): Place[] {
  return [
    {
      path: 'pending',
      at: '/users/pending',
      shows: '550 5.1.1',
      act: async (page) => {
        await createMuster(owner).PATCH('/v1/mail-queue', { body: { paused: true } });
        await page.reload();
        const bar = page.getByRole('region', { name: 'Mail that waits' });
        await see(bar.getByText('Mail has been paused'), bar.getByRole('button', { name: 'Resume mail' }));
      },
      picture: 'mail-paused',
    },
  ];
}

function changes(imported: string, planned: string): Place[] {
  return [
    { path: 'importCsv', at: '/users/import', shows: 'Choose a file', picture: 'import' },
    { path: 'importCsv', at: `/users/import?change=${planned}`, shows: 'What will happen', picture: 'import-plan' },
    {
      path: 'importCsv',
      at: `/users/import?change=${imported}`,
      shows: 'The import is done.',
      picture: 'import-result',
    },
    { path: 'changes', at: '/changes', shows: 'Undone', picture: 'changes' },
    { path: 'change', at: `/changes/${imported}`, shows: 'What was done', picture: 'change' },
  ];
}

function webhooks(webhook: string): Place[] {
  const list = { path: 'webhooks', at: '/account/webhooks', shows: 'Shop, production' } as const;
  const one = { path: 'webhook', at: `/account/webhooks/${webhook}`, shows: '503: an error of your server' } as const;
  return [
    { ...list, picture: 'webhooks' },
    {
      ...list,
      act: async (page) => {
        await press(page, 'Make a webhook');
        await press(page.getByRole('dialog'), /^Groups: /);
        await see(page.getByRole('checkbox', { name: 'Group renamed' }));
      },
      picture: 'webhook-new',
    },
    { ...one, picture: 'webhook' },
    {
      ...one,
      act: async (page) => {
        await page
          .getByRole('button', { name: /^Open Several events/ })
          .first()
          .click();
        await see(page.getByRole('dialog').getByText('user.created').first());
      },
      picture: 'webhook-delivery',
    },
  ];
}

function house(): Place[] {
  const keys = { path: 'apiKeys', at: '/account/api-keys', shows: 'Export to the warehouse' } as const;
  return [
    { path: 'groups', at: '/groups', shows: 'Toronto', picture: 'groups' },
    { path: 'billing', at: '/billing', shows: 'Cloud Recording', picture: 'billing' },
    { path: 'audit', at: '/audit', shows: 'Signed in', picture: 'audit' },
    { path: 'account', at: '/account', shows: 'Hand over the account', picture: 'account' },
    { path: 'mail', at: '/account/mail', shows: 'Send me a test mail', picture: 'mail' },
    { ...keys, picture: 'api-keys' },
    {
      ...keys,
      act: async (page) => {
        await press(page, 'Make a key');
        await see(page.getByRole('dialog').getByText('For reports and copies'));
      },
      picture: 'api-key-new',
    },
    {
      ...keys,
      act: async (page) => {
        await press(page, 'Open Sign-up form of the shop');
        await see(page.getByRole('dialog').getByText('New secret…'));
      },
      picture: 'api-key',
    },
    { path: 'profile', at: '/profile', shows: 'This browser', picture: 'profile' },
  ];
}
