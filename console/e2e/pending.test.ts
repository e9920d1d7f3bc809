import assert from 'node:assert/strict';
import { test } from 'node:test';
import { goodPassword } from '../../server/testing/fresh-account.ts';
import { Inbox } from '../../server/testing/inbox.ts';
import { waitUntil } from '../../server/testing/wait-until.ts';
import { fillIn, fromMenu, gone, heading, press, row, see } from './acts.ts';
import { startMuster } from './browser.ts';

const inbox = await Inbox.start();
inbox.answer = (to) => (to.startsWith('typo@') ? { code: 550, words: '5.1.1 No such user here' } : null);
const muster = await startMuster({ SMTP_URL: inbox.url, MAIL_FROM: 'muster@example.com' });

/** The links mailed to an address, oldest first. */
const linksTo = (address: string) =>
  inbox.received
    .filter(({ to }) => to.includes(address))
    .map(({ mail }) => /http\S+\/welcome\/[\w-]+/.exec(mail.text ?? '')?.[0] ?? '');

test('an invitation is sent again, its link copied, its address mended after the mail came back, and it is revoked', async () => {
  const { page, owner } = await muster.openAsOwner();
  const users = ['iris@example.com', 'typo@example.com', 'noor@example.com', 'kim@example.com'].map((email) => ({
    email,
  }));
  await owner.post('/v1/users', { users });
  await page.goto('/users/pending');
  await see(row(page, 'iris@example.com').getByText('Sent', { exact: true }));

  // The mail server refused one. Its message is shown, and the address is corrected there.
  const typo = row(page, 'typo@example.com');
  await see(typo.getByText('Came back'), typo.getByText('No such user here'));
  await press(typo, 'Fix address: typo@example.com');
  const dialog = page.getByRole('dialog', { name: 'Fix the address of typo@example.com' });
  await fillIn(dialog, { 'E-mail address': 'right@example.com' });
  await press(dialog, 'Correct and send again');
  await see(page.getByText('A new invitation is on its way to right@example.com.'), row(page, 'right@example.com'));
  await inbox.mailTo('right@example.com');

  // Sent again: a second mail, and the first link is invalid.
  await inbox.mailTo('iris@example.com');
  await press(page, 'Resend: iris@example.com');
  const [first, second] = await waitUntil(() => {
    const links = linksTo('iris@example.com');
    return links.length === 2 ? links : null;
  }, 'a second mail');
  assert.ok(first && second);
  const iris = await muster.open();
  await iris.goto(first);
  await see(heading(iris, 'There is a newer invitation'));
  await iris.goto(second);
  await see(heading(iris, 'Join Example Company'));

  // The copied link works like the mailed one.
  await fromMenu(page, 'noor@example.com', 'Copy link');
  await see(page.getByText('The invitation link of noor@example.com is copied.'));
  const copied = await page.evaluate<string>('navigator.clipboard.readText()');
  const noor = await muster.open();
  await noor.goto(copied);
  await fillIn(noor, { 'First name': 'Noor', 'Last name': 'Haddad', 'Choose a password': goodPassword });
  await press(noor, 'Join');
  await see(heading(noor, 'My profile'));

  await fromMenu(page, 'kim@example.com', 'Revoke');
  await see(page.getByText('The invitation of kim@example.com is revoked.'));
  await gone(row(page, 'kim@example.com'));
  await waitUntil(() => linksTo('kim@example.com')[0], 'the mail to kim');
  const kim = await muster.open();
  await kim.goto(linksTo('kim@example.com')[0] ?? '');
  await see(heading(kim, 'This invitation was withdrawn'));

  await page.reload();
  await see(page.getByRole('link', { name: 'Pending 2' }));
  await gone(row(page, 'noor@example.com'));
});

test('after 30 days an invitation has left Pending, says so to whoever opens it, and is renewed under Expired', async () => {
  const { page, owner, email, password } = await muster.openAsOwner();
  await owner.post('/v1/users', { users: [{ email: 'late@example.com' }, { email: 'later@example.com' }] });
  await inbox.mailTo('late@example.com');
  await inbox.mailTo('later@example.com');
  await muster.app.clock.forward('30 days 1 minute');

  // The Owner's sign-in is as old, so they sign in again, and return to the requested page.
  await page.goto('/users/pending');
  await see(heading(page, 'Sign in'));
  await fillIn(page, { 'E-mail address': email, Password: password });
  await press(page, 'Sign in');
  await see(page.getByText('No invitation is waiting'));
  await page.getByText('Expired (2)').click();
  await see(row(page, 'late@example.com'), row(page, 'later@example.com'));

  // The invited person is told what happened, and asks for a new link, which is mailed to the invited address.
  const late = await muster.open();
  await late.goto(linksTo('late@example.com')[0] ?? '');
  await see(heading(late, 'This invitation has expired'));
  await press(late, 'Ask for a new invitation');
  await see(heading(late, 'A new invitation is on its way'));
  await page.reload();
  await see(page.getByText('Expired (1)'));
  const again = await waitUntil(() => linksTo('late@example.com')[1], 'a second mail');
  await late.goto(again);
  await see(heading(late, 'Join Example Company'));

  await press(page, 'Renew 1');
  const plan = page.getByRole('dialog', { name: 'Renew 1 invitation' });
  await see(plan.getByText('1 mail goes out.'));
  await press(plan, 'Send 1 invitation');
  await see(page.getByText('No invitation has expired'));
  await page.getByText('Pending (2)').click();
  await see(row(page, 'late@example.com'), row(page, 'later@example.com'));
});
