import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { Client } from '../../../server/testing/client.ts';
import { joinedPerson } from '../../../server/testing/people.ts';
import { madeKey } from '../../../server/testing/programs.ts';
import { becomes, fillIn, fromMenu, gone, press, row, see } from '../acts.ts';
import { startMuster } from '../browser.ts';

const muster = await startMuster();
const day = 86_400_000;
const withKey = (key: string) => new Client(muster.app.url, key);
const copied = (page: Page) => page.evaluate<string>('navigator.clipboard.readText()');
const question = (page: Page) => page.getByRole('dialog', { name: 'Leave without copying?' });
const tick = (scope: Locator, name: string) => scope.getByRole('checkbox', { name, exact: true });

async function openKeys(page: Page): Promise<void> {
  await page.goto('/account');
  await page.getByRole('link', { name: 'API keys', exact: true }).click();
  await see(page.getByRole('button', { name: 'Make a key' }));
}

const startMaking = (page: Page) => page.getByRole('button', { name: 'Make a key' }).first().click();

async function makeInBrowser(page: Page, name: string): Promise<Locator> {
  await startMaking(page);
  const dialog = page.getByRole('dialog', { name: 'Make an API key' });
  await fillIn(dialog, { Name: name });
  await press(dialog, 'Make the key');
  return page.getByRole('dialog', { name: `The key ${name} is made` });
}

test('an Admin makes a key, a program uses it, and the list shows the use, a new secret, and the end', async () => {
  const { owner } = await muster.openAsOwner();
  const { browser } = await joinedPerson(muster.app, owner, 'admin');
  const page = await muster.open({ as: browser });
  await page.goto('/account/api-keys');
  await see(page.getByText('No program uses this account yet'));
  await press(page, 'Copy this line');
  await becomes(() => copied(page), `curl -H "Authorization: Bearer $MUSTER_API_KEY" ${muster.app.url}/v1/users`);

  await page.keyboard.press('a');
  const form = page.getByRole('dialog', { name: 'Make an API key' });
  await press(form, 'Make the key');
  await see(form.getByText('Please fill this in.'));
  await fillIn(form, { Name: 'Sign-up of the shop' });
  await form.getByRole('radio', { name: 'Invite people' }).click();
  await see(form.getByText('3 of 13 chosen'));
  await tick(form, 'Read seats').check();
  await form.getByRole('radio', { name: 'In 30 days' }).check();
  await press(form, 'Make the key');
  const secret = page.getByRole('dialog', { name: 'The key Sign-up of the shop is made' });
  await see(secret.getByText('You will not see it again'), secret.getByText('Waiting for its first use…'));
  await press(secret, 'Copy the secret');
  const first = await copied(page);
  assert.match(first, /^mst_[\w-]{43}$/);

  // A program uses it while the dialog is open.
  assert.equal((await withKey(first).get('/v1/users')).status, 200);
  assert.equal((await withKey(first).get('/v1/audit')).status, 403);
  await see(secret.getByText('It works: used from 127.0.0.1.'));
  await press(secret, 'Done');
  const line = row(page, 'Sign-up of the shop');
  await see(line.getByText('from 127.0.0.1'), line.getByText('Active'), line.getByText('Read people and 3 more'));
  const { body } = await owner.get<{ data: { permissions: string[]; expiresAt: string }[] }>('/v1/api-keys');
  const [made] = body.data;
  assert.deepEqual(made?.permissions.toSorted(), ['billing.read', 'groups.read', 'invitations.manage', 'users.read']);
  assert.ok(Math.abs(Date.parse(made?.expiresAt ?? '') - Date.now() - 30 * day) < day);

  // A new secret; the old one works on while the program is changed.
  await fromMenu(page, 'Sign-up of the shop', 'New secret…');
  const rotate = page.getByRole('dialog', { name: 'Give Sign-up of the shop a new secret?' });
  await see(rotate.getByText(/^Both secrets work until/));
  await press(rotate, 'Give it a new secret');
  const renewed = page.getByRole('dialog', { name: 'Sign-up of the shop has a new secret' });
  await see(renewed.getByText(/^The old secret works until/));
  await press(renewed, 'Copy the secret');
  await becomes(async () => (await copied(page)) !== first, true);
  const second = await copied(page);
  await press(renewed, 'Done');
  for (const key of [first, second]) assert.equal((await withKey(key).get('/v1/users')).status, 200);
  await see(line.getByText(/^The secret before works until/));

  await fromMenu(page, 'Sign-up of the shop', 'Revoke…');
  const revoke = page.getByRole('dialog', { name: 'Revoke Sign-up of the shop?' });
  await see(revoke.getByText(/^It was used last .* from 127\.0\.0\.1\. A program seems to use it still\.$/));
  await press(revoke, 'Revoke it');
  await see(page.getByText('The key Sign-up of the shop is revoked.'), page.getByText('No program uses'));
  assert.equal((await withKey(second).get('/v1/users')).status, 401);
});

test('leaving the secret without copying it asks, by Done and by Escape; after copying by hand it does not', async () => {
  const { page } = await muster.openAsOwner();
  await openKeys(page);
  const secret = await makeInBrowser(page, 'Nightly');
  await press(secret, 'Done');
  await press(question(page), 'Stay and copy');
  await gone(question(page));
  await page.keyboard.press('Escape');
  await press(question(page), 'Leave without it');
  await gone(secret);

  await fromMenu(page, 'Nightly', 'New secret…');
  await press(page.getByRole('dialog'), 'Give it a new secret');
  const renewed = page.getByRole('dialog', { name: 'Nightly has a new secret' });
  await renewed.getByText(/^mst_/).click({ clickCount: 3 });
  await page.keyboard.press('ControlOrMeta+c');
  await page.keyboard.press('Escape');
  await gone(renewed);
  assert.match(await copied(page), /^mst_[\w-]{43}$/);
});

test('the secret is nowhere on the page once the dialog is closed', async () => {
  const { page } = await muster.openAsOwner();
  await openKeys(page);
  const secret = await makeInBrowser(page, 'Nightly');
  await press(secret, 'Copy the secret');
  const key = await copied(page);
  await press(secret, 'Done');
  await press(page, 'Open Nightly');
  await see(page.getByRole('dialog', { name: 'Nightly' }).getByText(`${key.slice(0, 8)}…`));
  assert.doesNotMatch(await page.content(), new RegExp(key.slice(8)));
});

test('a key is edited in its panel, and keeps what was not touched', async () => {
  const { page, owner } = await muster.openAsOwner();
  const expiresAt = new Date(Date.now() + 200 * day).toISOString();
  const { key } = await madeKey(owner, { permissions: ['users.read', 'audit.read'], expiresAt });
  await openKeys(page);
  await press(page, 'Open Nightly');
  const panel = page.getByRole('dialog', { name: 'Nightly' });
  await fillIn(panel, { Name: 'Hourly', 'Only from these networks (optional)': 'nowhere' });
  await tick(panel, 'Read the audit log').uncheck();
  await press(panel, 'Save');
  await see(panel.getByText('“nowhere” is no network such as 203.0.113.0/24, and no IP address.'));
  await fillIn(panel, { 'Only from these networks (optional)': '203.0.113.0/24\n127.0.0.0/8' });
  await press(panel, 'Save');
  await see(page.getByText('The key Hourly is saved.'));
  const { body } = await owner.get<{ data: { addresses: string[]; permissions: string[]; expiresAt: string }[] }>(
    '/v1/api-keys',
  );
  const [saved] = body.data;
  assert.deepEqual(
    [saved?.permissions, saved?.addresses, Date.parse(saved?.expiresAt ?? '')],
    [['users.read'], ['203.0.113.0/24', '127.0.0.0/8'], Date.parse(expiresAt)],
  );
  assert.equal((await withKey(key).get('/v1/users')).status, 200);
});

test('among 200 keys one is found by its name, its maker or its state, and the address keeps that', async () => {
  const { page, owner } = await muster.openAsOwner();
  const { browser, user } = await joinedPerson(muster.app, owner, 'admin');
  const long = `Export of ${'everything '.repeat(8)}`.slice(0, 100).trim();
  for (let n = 1; n <= 198; n++) await madeKey(owner, { name: `Job ${n}`, permissions: ['users.read'] });
  await madeKey(owner, { name: long, permissions: ['users.read'] });
  const { key } = await madeKey(browser, { name: 'Hers', permissions: ['users.read'] });
  await openKeys(page);
  const search = page.getByRole('searchbox', { name: 'Search name, key or maker' });
  await search.fill('job 19');
  await becomes(() => page.locator('[data-row]').count(), 11);
  await search.fill(user.lastName);
  await becomes(() => page.locator('[data-row]').count(), 1);
  await page.waitForURL(new RegExp(`search=${user.lastName}`));
  await page.reload();
  await see(row(page, 'Hers'));
  await search.fill(` ${key}`); // found in a log, pasted to see which it is
  await page.waitForURL(new RegExp(`search=.*${key.slice(0, 8)}$`));
  await see(row(page, 'Hers'));
  await search.fill('nothing like it');
  await press(page, 'Show all keys');
  await page.setViewportSize({ width: 390, height: 844 });
  await see(page.getByText(long));
  assert.ok((await page.evaluate<number>('document.documentElement.scrollWidth')) <= 390);
  await startMaking(page);
  const dialog = page.getByRole('dialog', { name: 'Make an API key' });
  await fillIn(dialog, { Name: 'One more' });
  await press(dialog, 'Make the key');
  await see(dialog.getByText('There are 200 API keys, which is the most. Revoke one first.'));
});

test('what the signed-in person may not do cannot be chosen, and a key that may do more can only be revoked', async () => {
  const { page, owner } = await muster.openAsOwner();
  await madeKey(owner, { name: 'Strong' });
  await page.route('**/v1/session', async (route) => {
    const answer = await route.fetch();
    const session: { permissions: string[] } = await answer.json();
    const permissions = session.permissions.filter((name) => name !== 'billing.manage');
    await route.fulfill({ response: answer, json: { ...session, permissions } });
  });
  await openKeys(page);
  await startMaking(page);
  const dialog = page.getByRole('dialog', { name: 'Make an API key' });
  assert.equal(await tick(dialog, 'Buy seats').isDisabled(), true);
  assert.equal(await dialog.getByRole('radio', { name: 'Everything' }).isDisabled(), true);
  assert.equal(await tick(dialog, 'Read seats').isDisabled(), false);
  await see(dialog.getByText('You may not do this yourself.'));
  await press(dialog, 'Cancel');
  await press(page, 'Open Strong');
  const panel = page.getByRole('dialog', { name: 'Strong' });
  await see(panel.getByText(/^You may not do all that this key may/), panel.getByText('Buy seats'));
  assert.deepEqual(await panel.getByRole('button', { name: /…$/ }).allInnerTexts(), ['Revoke…']);
});

test('a Member reads who to ask instead of the keys', async () => {
  const { owner } = await muster.openAsOwner();
  const { browser } = await joinedPerson(muster.app, owner, 'member');
  const page = await muster.open({ as: browser });
  await page.goto('/account/api-keys');
  await see(page.getByText('This page is for Admins'));
});

test('when the keys cannot be read the page says so, and reads them on request', async () => {
  const { page, owner } = await muster.openAsOwner();
  await madeKey(owner);
  await page.route('**/v1/api-keys', (route) =>
    route.fulfill({ status: 409, contentType: 'application/problem+json', body: '{"detail":"Not at this moment."}' }),
  );
  await page.goto('/account/api-keys');
  await see(page.getByText('Not at this moment.'));
  await page.unroute('**/v1/api-keys');
  await press(page, 'Try again');
  await see(row(page, 'Nightly'));
});

test('an expired key says so, and works again once it has a later end', async () => {
  const { page, owner } = await muster.openAsOwner();
  const { key } = await madeKey(owner, { expiresAt: new Date(Date.now() + day).toISOString() });
  await muster.app.clock.forward('2 days');
  await openKeys(page);
  const line = row(page, 'Nightly');
  await see(line.getByText('Expired'), line.getByText(/Give it a later end to use it again\.$/));
  assert.equal((await withKey(key).get('/v1/users')).status, 401);
  await press(page, 'Open Nightly');
  const panel = page.getByRole('dialog', { name: 'Nightly' });
  await panel.getByRole('radio', { name: 'In 90 days' }).check();
  await press(panel, 'Save');
  await see(line.getByText('Active'));
  await becomes(async () => (await withKey(key).get('/v1/users')).status, 200);
});
