import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { goodPassword } from '../../server/testing/fresh-account.ts';
import { Inbox } from '../../server/testing/inbox.ts';
import { addPeople } from '../../server/testing/people.ts';
import { waitUntil } from '../../server/testing/wait-until.ts';
import { gone, press, row, see } from './acts.ts';
import { startMuster } from './browser.ts';

const inbox = await Inbox.start();
const muster = await startMuster({ SMTP_URL: inbox.url, MAIL_FROM: 'muster@example.com', MAIL_RATE: '10' });

const bar = (page: Page) => page.getByRole('region', { name: 'Mail that waits' });

/** The number of waiting invitations in the bar. */
async function waiting(page: Page): Promise<number> {
  const words = await bar(page).getByText('wait').last().innerText();
  return Number(/([\d,]+) invitation/.exec(words)?.[1]?.replace(',', ''));
}

test('a crowd’s mail is seen as a queue with an estimate, stands still and goes on, and counts down by itself', async () => {
  const { page, owner } = await muster.openAsOwner();
  const open = inbox.close();
  await addPeople(owner, 1000);
  await page.goto('/users/pending');
  await see(bar(page).getByText(/^1,000 invitations wait; at 10 a second that takes about 1 min\s40 secs?\.$/));

  await press(bar(page), 'Pause mail');
  await see(bar(page).getByText(/^Mail has been paused since .*Nobody gets an invitation until you resume\.$/));
  open();
  const [single] = (await addPeople(owner, 1)).users;
  assert.ok(single);
  await page.reload();
  await see(row(page, single.email).getByText('Waiting to be sent'), bar(page).getByText('Mail has been paused'));

  await press(bar(page), 'Resume mail');
  await gone(bar(page).getByText('Mail has been paused'));
  // The page is not touched from here on. The last person added gets the first mail, and the list shows it.
  await see(row(page, single.email).getByText('Sent', { exact: true }));
  await waitUntil(async () => ((await waiting(page)) < 985 ? true : null), 'a smaller number');
});

test('a mail server that is away is told in words, and so is its return', async () => {
  const { page, owner } = await muster.openAsOwner();
  await inbox.down();
  await addPeople(owner, 200);
  await page.goto('/users/pending');
  await see(bar(page).getByText(/^The mail server has not answered since /));
  await inbox.up();
  await muster.app.clock.forward('1 minute');
  await gone(bar(page).getByText('has not answered'));
});

test('a mail server that refuses the sender is told in its words, also where only a reset waits', async () => {
  const { page, email } = await muster.openAsOwner();
  await inbox.mailTo(email);
  inbox.answerSender = () => ({ code: 530, words: '5.7.0 Authentication required' });
  await muster.app.browser().post('/v1/password-resets', { email });
  const words = page.getByText(/Authentication required/);
  await page.goto('/users');
  const notice = page.getByRole('status', { name: 'Mail server' });
  await see(notice.getByText(/^The mail server has refused all mail since /), words);
  await page.goto('/users/pending');
  await see(bar(page).getByText(/^The mail server has refused all mail since /), words);
  inbox.answerSender = () => null;
  await muster.app.clock.forward('1 minute');
  await gone(bar(page).getByText('has refused all mail'));
});

test('whoever joins meanwhile leaves the list of those who are waited for, without a reload', async () => {
  const { page, owner } = await muster.openAsOwner();
  await owner.patch('/v1/mail-queue', { paused: true });
  const [stays, joins] = (await addPeople(owner, 2)).users;
  assert.ok(stays && joins);
  await page.goto('/users/pending');
  await see(row(page, stays.email), row(page, joins.email));
  const { body } = await owner.post<{ link: string }>(`/v1/users/${joins.id}/invitation-link`);
  const token = body.link.split('/').at(-1);
  const person = { firstName: 'Jo', lastName: 'Ins', password: goodPassword };
  assert.equal((await muster.app.browser().post(`/v1/invitations/${token}/accept`, person)).status, 201);
  await gone(row(page, joins.email));
  await see(row(page, stays.email), page.getByText('Pending (1)'));
});
