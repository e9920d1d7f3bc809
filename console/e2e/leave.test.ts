import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { freshAccount } from '../../server/testing/fresh-account.ts';
import { becomes, field, fillIn, follow, gone, heading, press, row, see } from './acts.ts';
import { patienceMs, startMuster } from './browser.ts';

const muster = await startMuster();
const away = (page: Page) => page.getByRole('status').filter({ hasText: 'The server does not answer, trying again.' });
const question = (page: Page) => page.getByRole('dialog', { name: 'Leave without saving?' });

/** A page whose browser may log that the server is away. */
async function openWatchless(): Promise<Page> {
  const { owner } = await freshAccount(muster.app);
  const { url } = muster.app;
  const context = await muster.browser.newContext({ baseURL: url, locale: 'en-GB', reducedMotion: 'reduce' });
  context.setDefaultTimeout(patienceMs);
  await context.addCookies([...owner.cookies].map(([name, value]) => ({ name, value, url })));
  return context.newPage();
}

test('people who were typed on Add users stay when a link, Back or a reload would lose them', async () => {
  const { page } = await muster.openAsOwner();
  await page.goto('/groups');
  await follow(page, 'User management');
  await page.getByRole('link', { name: 'Add users' }).first().click();
  await fillIn(page, { 'E-mail addresses': 'ann@leave.test, bo@leave.test' });
  await page.keyboard.press('Enter');
  const chip = page.getByRole('button', { name: 'Edit ann@leave.test' });
  await see(chip);

  await follow(page, 'Groups');
  await press(question(page), 'Keep editing');
  await gone(question(page));
  await see(chip, heading(page, 'Add users'));

  await page.goBack();
  await see(question(page));
  await page.keyboard.press('Escape');
  await gone(question(page));
  await see(chip);

  const asked = page.waitForEvent('dialog');
  const reloading = page.reload({ timeout: 2_000 }).catch(() => null);
  const dialog = await asked;
  assert.equal(dialog.type(), 'beforeunload');
  await dialog.dismiss();
  await reloading;
  await see(chip);

  await follow(page, 'Groups');
  await press(question(page), 'Leave without saving');
  await see(heading(page, 'Groups'));
  await follow(page, 'Billing'); // asked once only
  await see(heading(page, 'Billing'));
});

test('after the people were added, nothing is asked', async () => {
  const { page } = await muster.openAsOwner();
  await page.goto('/users/add');
  await fillIn(page, { 'E-mail addresses': 'ann@leave.test' });
  await press(page, 'Add');
  await see(page.getByText('1 person was added; the invitation is in the mailbox'));
  await follow(page, 'Groups');
  await see(heading(page, 'Groups'));
});

test('what was changed on Account and in My profile stays until it is saved or given up', async () => {
  const { page } = await muster.openAsOwner();
  await page.goto('/account');
  await fillIn(page, { 'Account name': 'Another name' });
  await follow(page, 'My profile');
  await press(question(page), 'Keep editing');
  await becomes(() => field(page, 'Account name').inputValue(), 'Another name');
  await page.getByRole('region', { name: 'Settings' }).getByRole('button', { name: 'Save' }).click();
  await see(page.getByText('The settings are saved.'));
  await follow(page, 'My profile');
  await see(heading(page, 'My profile'));
  await fillIn(page, { 'First name': 'Olly' });
  await follow(page, 'Account');
  await press(question(page), 'Leave without saving');
  await see(heading(page, 'Account'));
});

test('a dialog and the side panel ask before they lose what was typed, and Cancel does not', async () => {
  const { page } = await muster.openAsOwner();
  await page.goto('/groups');
  await press(page, 'Create a group');
  const dialog = page.getByRole('dialog', { name: 'Create a group' });
  await fillIn(dialog, { Name: 'Sales' });
  await page.keyboard.press('Escape');
  await press(question(page), 'Keep editing');
  await becomes(() => field(dialog, 'Name').inputValue(), 'Sales');
  await press(dialog, 'Cancel');
  await gone(dialog);

  await follow(page, 'User management');
  await press(row(page, 'Olivia Owner'), /^Open /);
  const panel = page.getByRole('dialog').first();
  await fillIn(panel, { Department: 'Legal' });
  await page.goBack();
  await press(question(page), 'Keep editing');
  await becomes(() => field(panel, 'Department').inputValue(), 'Legal');
});

test('while the server is away the page stays with what was typed, and goes on by itself when it is back', async () => {
  const page = await openWatchless();
  const context = page.context();
  await page.goto('/users/add');
  await fillIn(page, { 'E-mail addresses': 'ann@leave.test' });
  await page.keyboard.press('Enter');
  await see(page.getByRole('button', { name: 'Edit ann@leave.test' }));
  await context.route('**', (route) => route.abort('connectionrefused'));
  await follow(page, 'Audit log');
  await press(question(page), 'Leave without saving');
  await see(away(page));
  await see(page.getByRole('button', { name: 'Edit ann@leave.test' }), heading(page, 'Add users'));
  await context.unroute('**');
  await see(heading(page, 'Audit log'));
  await gone(away(page));
});

test('a list that could not be loaded is loaded when the server is back', async () => {
  const page = await openWatchless();
  const readyToTell = page.waitForResponse(/assets\/notices-.*\.js/);
  await page.goto('/users');
  await see(row(page, 'Olivia Owner'));
  await readyToTell;
  await page.context().route('**', (route) => route.abort('connectionrefused'));
  await press(page, 'Name');
  await see(away(page));
  await page.context().unroute('**');
  await gone(away(page));
  await see(row(page, 'Olivia Owner'));
});
