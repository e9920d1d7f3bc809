import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import type { Client } from '../../../server/testing/client.ts';
import { addPeople, joinedPerson } from '../../../server/testing/people.ts';
import { Receiver, verify } from '../../../server/testing/receiver.ts';
import { becomes, fillIn, follow, fromMenu, gone, heading, press, row, see } from '../acts.ts';
import { startMuster } from '../browser.ts';

const muster = await startMuster({ OUTBOUND_ALLOW: '127.0.0.1/32' });
const copied = (page: Page) => page.evaluate<string>('navigator.clipboard.readText()');
const deliveries = (page: Page) => page.getByRole('region', { name: 'Deliveries' });

async function made(by: Client, receiver: Receiver, more: Record<string, unknown> = {}): Promise<string> {
  const body = { url: receiver.url, types: ['user.*'], description: 'The shop', ...more };
  const reply = await by.post<{ id: string }>('/v1/webhooks', body);
  assert.equal(reply.status, 201);
  return reply.body.id;
}

test('an Admin makes a webhook, its receiver gets who is added and can verify it, and the page shows that and sends it again', async () => {
  const { owner } = await muster.openAsOwner();
  const { browser } = await joinedPerson(muster.app, owner, 'admin');
  const receiver = await Receiver.start();
  const page = await muster.open({ as: browser });
  await page.goto('/account');
  await follow(page, 'Webhooks');
  await see(page.getByText('Nothing is sent anywhere yet'));
  assert.equal(await page.getByRole('link', { name: 'How webhooks work' }).getAttribute('href'), '/docs');

  await page.keyboard.press('a');
  const form = page.getByRole('dialog', { name: 'Make a webhook' });
  await press(form, 'Make the webhook');
  await see(form.getByText('Please fill this in.'));
  await fillIn(form, { Address: 'http://10.0.0.1/hook', 'Name (optional)': 'The shop' });
  await see(form.getByText('6 of 57 kinds of events chosen'));
  await press(form, /^Groups: 0 of 3/);
  await form.getByRole('checkbox', { name: 'Group created' }).check();
  await press(form, 'Make the webhook');
  await see(form.getByText(/^Events cannot be sent there\./));
  await fillIn(form, { Address: receiver.url });
  await press(form, 'Make the webhook');
  const shown = page.getByRole('dialog', { name: 'The webhook is made' });
  await see(shown.getByText(/verifyWebhook\(secret/));
  await press(shown, 'Done');
  await press(page.getByRole('dialog', { name: 'Leave without copying?' }), 'Stay and copy');
  await press(shown, 'Copy the secret');
  const secret = await copied(page);
  assert.match(secret, /^whsec_/);
  await press(shown, 'Done');
  await see(heading(page, 'The shop'), page.getByText('Nothing was sent in the last seven days'));
  assert.equal((await page.content()).includes(secret), false);

  const { users } = await addPeople(owner, 1);
  const [got] = await receiver.untilGot(1);
  assert.ok(got && users[0]);
  verify(secret, got);
  const line = row(page, 'A person is added');
  await see(line.getByText('Answered 204'), line.getByText('Taken', { exact: true }));
  await press(page, /^Open A person is added/);
  const panel = page.getByRole('dialog', { name: 'Delivery' });
  await see(panel.getByText(`"email": "${users[0].email}"`), panel.getByText('An answer without a body.'));
  receiver.answer = () => 202;
  await press(panel, 'Send again');
  await see(panel.getByText('Answered 202'), panel.getByText('said 202'));
  const [, again] = await receiver.untilGot(2);
  assert.deepEqual([again?.body, again?.headers['webhook-id']], [got.body, got.headers['webhook-id']]);
});

test('a test shows at once what the receiver answers, and why there is no answer', async () => {
  const { page, owner } = await muster.openAsOwner();
  const receiver = await Receiver.start();
  const id = await made(owner, receiver);
  await page.goto(`/account/webhooks/${id}`);
  receiver.answer = () => 401;
  await press(page, 'Send a test');
  await see(page.getByText('Your server did not take the test.'), page.getByText('said 401'));
  await owner.patch(`/v1/webhooks/${id}`, { url: 'http://127.0.0.1:1/closed' });
  await press(page, 'Send a test');
  await see(page.getByText(/^No answer, after/), page.getByText(/cannot be reached/));
  await deliveries(page).getByText('Not taken', { exact: true }).first().click();
  await becomes(() => page.locator('[data-row]').count(), 2);
});

test('a receiver that answers 500 shows as trying again with the next time, and paused and resumed it goes on', async () => {
  const { page, owner } = await muster.openAsOwner();
  const receiver = await Receiver.start();
  receiver.answer = () => 500;
  await made(owner, receiver);
  await page.goto('/account/webhooks');
  await addPeople(owner, 1);
  const line = row(page, receiver.url);
  await see(line.getByText('Trying again'), line.getByText(/not taken\. The next is/));
  await press(page, `Open ${receiver.url}`);
  await see(page.getByText('500: an error of your server'));
  await press(page, 'Pause');
  await see(page.getByText('A person paused it. Resumed, it goes on where it stopped.'));
  const before = receiver.got.length;
  receiver.answer = () => 204;
  await addPeople(owner, 1);
  await press(page, 'Resume');
  await see(page.getByText('Answered 204'));
  await gone(page.getByText('A person paused it.'));
  await receiver.untilGot(before + 2);
});

test('a webhook is edited, gets a new secret, sends again since a time, and is deleted', async () => {
  const { page, owner } = await muster.openAsOwner();
  const receiver = await Receiver.start();
  const id = await made(owner, receiver);
  await addPeople(owner, 1);
  await receiver.untilGot(1);
  await page.goto(`/account/webhooks/${id}`);
  await press(page, 'Edit…');
  const form = page.getByRole('dialog', { name: 'Edit the webhook' });
  await fillIn(form, { 'Name (optional)': 'Shop, new' });
  await form.getByRole('radio', { name: 'Everything' }).click();
  await form.getByRole('radio', { name: 'Up to 100' }).check();
  await press(form, 'Save');
  await see(heading(page, 'Shop, new'), page.getByText('Up to 100 events each'), page.getByText('Everything'));

  const actions = async (name: string) => {
    await press(page, 'Actions for Shop, new');
    await page.getByRole('menuitem', { name, exact: true }).click();
  };
  await actions('New secret…');
  await press(page.getByRole('dialog'), 'Give it a new secret');
  const renewed = page.getByRole('dialog', { name: 'The webhook has a new secret' });
  await see(renewed.getByText(/^Both secrets sign until/));
  await press(renewed, 'Copy the secret');
  const secret = await copied(page);
  await press(renewed, 'Done');

  const before = receiver.got.length;
  await actions('Send again since…');
  await press(page.getByRole('dialog', { name: 'Send again since a time' }), 'Send again');
  const got = await receiver.untilGot(before + 1);
  verify(secret, got[before] ?? assert.fail('nothing came'));

  await actions('Delete…');
  await press(page.getByRole('dialog', { name: 'Delete the webhook Shop, new?' }), 'Delete it');
  await see(page.getByText('Nothing is sent anywhere yet'));
  await page.goto(`/account/webhooks/${id}`);
  await see(heading(page, 'No such webhook'));
});

test('a long address fits a phone, and the list says why a webhook is paused and resumes it', async () => {
  const { page, owner } = await muster.openAsOwner();
  const receiver = await Receiver.start();
  receiver.answer = () => 410;
  const url = `${receiver.url}/${'tenant-without-spaces'.repeat(12)}`;
  const id = await made(owner, receiver, { url, description: '' });
  await addPeople(owner, 1);
  await page.setViewportSize({ width: 390, height: 844 });
  const fits = async () =>
    assert.ok((await page.evaluate<number>('document.documentElement.scrollWidth')) <= 390, page.url());
  await page.goto(`/account/webhooks/${id}`);
  await see(page.getByText(/answered that it is gone \(410\)/));
  await fits();
  await page.goto('/account/webhooks');
  await see(page.getByText(/answered that it is gone \(410\)/));
  await fits();
  receiver.answer = () => 204;
  await press(page, 'Resume');
  await see(page.getByText('Working', { exact: true }));
  await receiver.untilGot(2);
});

test('a Member reads who to ask instead of the webhooks', async () => {
  const { owner } = await muster.openAsOwner();
  const { browser } = await joinedPerson(muster.app, owner, 'member');
  const page = await muster.open({ as: browser });
  await page.goto('/account/webhooks');
  await see(page.getByText('This page is for Admins'));
});

test('when the webhooks cannot be read the page says so, and reads them on request', async () => {
  const { page, owner } = await muster.openAsOwner();
  await made(owner, await Receiver.start());
  await page.route('**/v1/webhooks', (route) =>
    route.fulfill({ status: 409, contentType: 'application/problem+json', body: '{"detail":"Not at this moment."}' }),
  );
  await page.goto('/account/webhooks');
  await see(page.getByText('Not at this moment.'));
  await page.unroute('**/v1/webhooks');
  await press(page, 'Try again');
  await see(page.getByText('The shop'));
});

test('who may not read what a webhook brings can look at it and delete it, and reads what is missing', async () => {
  const { page, owner } = await muster.openAsOwner();
  await made(owner, await Receiver.start());
  await page.route('**/v1/session', async (route) => {
    const answer = await route.fetch();
    const session: { permissions: string[] } = await answer.json();
    const permissions = session.permissions.filter((name) => name !== 'audit.read');
    await route.fulfill({ response: answer, json: { ...session, permissions } });
  });
  await page.goto('/account/webhooks');
  await see(page.getByText(/you also need to read people and the audit log/));
  assert.equal(await page.getByRole('button', { name: 'Make a webhook' }).count(), 0);
  await fromMenu(page, 'The shop', 'Delete…');
  await press(page.getByRole('dialog'), 'Delete it');
  await see(page.getByText('Nothing is sent anywhere yet'));
});
