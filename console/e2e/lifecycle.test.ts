import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mailTo, prove } from '../../server/testing/fresh-account.ts';
import { addPeople, joinedPerson } from '../../server/testing/people.ts';
import { fillIn, follow, fromMenu, gone, heading, press, row, see, signIn, signOut } from './acts.ts';
import { startMuster } from './browser.ts';

const muster = await startMuster();
const next = 'granite teacup 19 willow';

test('a deactivated person is out of their open page at once, and back when reactivated', async () => {
  const { page, owner } = await muster.openAsOwner();
  const { user, browser } = await joinedPerson(muster.app, owner, 'member');
  const theirs = await muster.open({ as: browser });
  await theirs.goto('/profile');
  await see(heading(theirs, 'My profile'));

  await page.goto('/users');
  await fromMenu(page, user.email, 'Deactivate');
  await see(
    page.getByText('is deactivated and signed out everywhere.'),
    row(page, user.email).getByText('Deactivated', { exact: true }),
  );
  await fillIn(theirs.getByRole('region', { name: 'Name' }), { 'First name': 'Still' });
  await press(theirs.getByRole('region', { name: 'Name' }), 'Save');
  await see(theirs.getByRole('dialog', { name: 'You have been signed out' }));
  await theirs.goto('/profile');
  await see(heading(theirs, 'Sign in'));
  await signIn(theirs, user.email, 'plum tractor violin 61');
  await see(theirs.getByRole('alert'));

  await fromMenu(page, user.email, 'Reactivate');
  await see(page.getByText('is active again.'));
  await signIn(theirs, user.email, 'plum tractor violin 61');
  await see(heading(theirs, 'My profile'));
});

test('a forgotten password is set anew by mail, ends every other session, and leads back in', async () => {
  const { page, email, password } = await muster.openAsOwner();
  await page.goto('/users');
  await see(heading(page, 'User management'));
  const elsewhere = await muster.open();
  await elsewhere.goto('/sign-in');
  await follow(elsewhere, 'Forgotten your password?');
  // Both pages ask for an address. The right one has this button.
  await see(elsewhere.getByRole('button', { name: 'Mail me a link' }));
  await fillIn(elsewhere, { 'E-mail address': email });
  await press(elsewhere, 'Mail me a link');
  await see(heading(elsewhere, 'Look into your mail'));
  const { links } = await mailTo(muster.app, email, /password/i);
  const link = links.find((address) => address.includes('/reset/'));
  assert.ok(link);

  await elsewhere.goto(link);
  await see(elsewhere.getByText(`For ${email}.`));
  await fillIn(elsewhere, { 'New password': 'short' });
  await press(elsewhere, 'Set it and sign in');
  await see(elsewhere.getByText('Choose a password of at least 12 characters.'));
  await fillIn(elsewhere, { 'New password': next });
  await press(elsewhere, 'Set it and sign in');
  await see(heading(elsewhere, 'Overview'));

  // The link is used, the old password no longer works, the other browser is signed out.
  await page.goto(link);
  await see(heading(page, 'This link no longer works'));
  await signIn(page, email, password);
  await see(page.getByRole('alert'));
  await fillIn(page, { Password: next });
  await press(page, 'Sign in');
  await see(heading(page, 'Overview'));
});

test('what one was about to see comes after signing in, and no other site does', async () => {
  const { page, email, password } = await muster.openAsOwner();
  await page.goto('/billing');
  await signOut(page);
  await page.goto('/users?search=somebody');
  await see(heading(page, 'Sign in'));
  await fillIn(page, { 'E-mail address': email, Password: password });
  await press(page, 'Sign in');
  await see(page.getByRole('searchbox', { name: 'Search name or e-mail' }));
  assert.equal(new URL(page.url()).search, '?search=somebody');

  for (const elsewhere of ['https://elsewhere.example/', '//elsewhere.example/', '/.//elsewhere.example/']) {
    await signOut(page);
    await page.goto(`/sign-in?next=${encodeURIComponent(elsewhere)}`);
    await fillIn(page, { 'E-mail address': email, Password: password });
    await press(page, 'Sign in');
    await see(heading(page, 'Overview'));
    assert.equal(new URL(page.url()).origin, muster.app.url);
  }
});

test('somebody in two accounts enters the second with their present password, and changes from one to the other', async () => {
  const { page, owner, email, password } = await muster.openAsOwner({}, { accountName: 'Acme' });
  await prove(muster.app, { owner, email });
  const other = await muster.openAsOwner({}, { accountName: 'Globex' });
  await other.page.goto('/users/add');
  await fillIn(other.page, { 'E-mail addresses': email });
  await press(other.page, 'Add');
  await see(other.page.getByText('1 person was added; the invitation is in the mailbox'));
  const { links } = await mailTo(muster.app, email, /Globex/);
  const link = links.find((address) => address.includes('/welcome/'));
  assert.ok(link);

  await page.goto(link);
  await see(heading(page, 'Join Globex'), page.getByText('You have a sign-in here already.'));
  await fillIn(page, { 'First name': 'Olivia', 'Last name': 'Guest', Password: 'not this one 123' });
  await press(page, 'Join');
  await see(page.getByRole('alert').or(page.locator('[aria-invalid=true]')));
  await fillIn(page, { Password: password });
  await press(page, 'Join');
  await see(heading(page, 'My profile'), page.getByText('In Globex'));

  await press(page, 'Switch account: Globex');
  await page.getByRole('menuitem', { name: /Acme/ }).click();
  await see(heading(page, 'Overview'), page.getByRole('link', { name: 'User management' }));
  await press(page, 'Switch account: Acme');
  await page.getByRole('menuitem', { name: /Globex/ }).click();
  await see(heading(page, 'My profile'));
  await gone(page.getByRole('link', { name: 'User management' }));
});

test('a mail one reads stays before one, while others come into the mailbox by themselves', async () => {
  const { owner, email } = await muster.openAsOwner();
  const mailbox = await muster.open();
  await mailbox.goto('/mailbox');
  const mine = mailbox.getByRole('list', { name: 'Mails' }).getByRole('link', { name: email });
  await mine.click();
  const read = mailbox.getByText(`To ${email}`);
  await see(read);
  await addPeople(owner, 200);
  await gone(mine);
  await see(read);
});
