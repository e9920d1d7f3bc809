import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { choose, fillIn, follow, gone, heading, press, row, see } from '../acts.ts';
import { startMuster } from '../browser.ts';

const muster = await startMuster({ SIGN_UP: 'first' });
const password = 'kettle harbour 88 moss';

test('a newcomer signs up, buys seats, adds three people, and one joins as a Member who sees only their own profile', async () => {
  const page = await muster.open();
  await signUp(page);
  await buySeats(page);
  const mailbox = await muster.open();
  await mailbox.goto('/mailbox');
  await see(heading(mailbox, 'Mailbox'), mailbox.getByText('Confirm'));
  await addThree(page);

  // All are invited; none has joined.
  await follow(page, 'Back to Users');
  for (const name of ['ada@acme.example', 'bela@acme.example', 'Carla Curie'])
    await see(row(page, name).getByText('Pending', { exact: true }));
  await see(page.getByRole('link', { name: 'Pending 3' }));

  const member = await joinByMail(mailbox);
  await seesOnlyTheirProfile(member);

  // The Owner sees who has joined.
  await page.goto('/users/pending');
  await see(page.getByRole('link', { name: 'Pending 2' }), row(page, 'bela@acme.example'), row(page, 'Carla Curie'));
  await gone(row(page, 'ada@acme.example'));
  await follow(page, 'Users');
  const ada = row(page, 'Ada Lovelace');
  await see(
    ada.getByText('Active', { exact: true }),
    ada.getByText('Pro', { exact: true }),
    ada.getByText('Member', { exact: true }),
  );
  await see(ada.getByText('Engineering'), ada.getByText('Research', { exact: true }));
});

async function signUp(page: Page): Promise<void> {
  await page.goto('/');
  await see(heading(page, 'Create your account'));
  await fillIn(page, {
    'Account name': 'Acme',
    'First name': 'Olga',
    'Last name': 'Owner',
    'E-mail address': 'olga@acme.example',
    Password: password,
  });
  await press(page, 'Create the account');
  await see(heading(page, 'Overview'), page.getByText('Set up Acme'));
  await follow(page, 'User management');
  await see(row(page, 'Olga Owner').getByText('Owner', { exact: true }));
  await see(page.getByText('Nobody else is here yet'));
}

async function buySeats(page: Page): Promise<void> {
  await follow(page, 'Billing');
  const pro = page.getByRole('region', { name: 'Pro', exact: true });
  await fillIn(pro, { 'Seats bought of Pro': '5' });
  await press(pro, 'Buy');
  await see(page.getByText('You now have 5 Pro seats.'), pro.getByText('5 free'));
}

async function addThree(page: Page): Promise<void> {
  await follow(page, 'Groups');
  await press(page, 'Create a group');
  await fillIn(page.getByRole('dialog'), { Name: 'Research' });
  await press(page.getByRole('dialog'), 'Create a group');
  await see(row(page, 'Research'));

  await follow(page, 'User management');
  await page.getByRole('link', { name: 'Add users' }).first().click();
  await fillIn(page, { 'E-mail addresses': 'ada@acme.example' });
  await choose(page, 'Type', 'Pro');
  await see(page.getByText('5 seats left.'));
  await choose(page, 'Group', 'Research');
  await fillIn(page, { Department: 'Engineering' });
  await press(page, 'Add');
  await see(page.getByText('1 person was added; the invitation is in the mailbox'));

  await fillIn(page, { 'E-mail addresses': 'bela@acme.example, Carla Curie <carla@acme.example>' });
  await press(page, 'Add 2 people');
  await see(page.getByText('2 people were added; their invitations are in the mailbox'));
}

/** The mailed link, which has arrived in the open mailbox, opened on another computer. */
async function joinByMail(mailbox: Page): Promise<Page> {
  const mails = mailbox.getByRole('list', { name: 'Mails' });
  await see(mails.getByRole('link', { name: /bela@acme\.example/ }), mails.getByRole('link', { name: /carla@/ }));
  await mails.getByRole('link', { name: /ada@acme\.example/ }).click();
  const link = await mailbox.getByRole('link', { name: /\/welcome\// }).getAttribute('href');
  assert.ok(link);

  const member = await muster.open();
  await member.goto(link);
  await see(heading(member, 'Join Acme'), member.getByText('Olga Owner has invited you'));
  await fillIn(member, { 'First name': 'Ada', 'Last name': 'Lovelace', 'Choose a password': 'violet otter 41 parade' });
  await press(member, 'Join');
  return member;
}

async function seesOnlyTheirProfile(member: Page): Promise<void> {
  await see(heading(member, 'My profile'), member.getByText('Welcome to Acme.'), member.getByText('Engineering'));
  const places = member.getByRole('navigation', { name: 'Main' }).getByRole('link');
  assert.deepEqual(await places.allInnerTexts(), ['My profile']);
  for (const address of ['/users', '/users/pending', '/users/advanced', '/billing', '/groups', '/audit', '/account']) {
    await member.goto(address);
    await see(member.getByText('This page is for Admins'));
  }
}
