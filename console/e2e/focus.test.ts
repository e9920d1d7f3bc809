import { test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { fillIn, press, row, see } from './acts.ts';
import { startMuster } from './browser.ts';

const muster = await startMuster();
const focused = (page: Page, locator: Locator) => see(locator.and(page.locator(':focus')));

test('the result of adding people has the focus and is in sight, though the button is far below it', async () => {
  const { page } = await muster.openAsOwner({ viewport: { width: 1280, height: 400 } });
  await page.goto('/users/add');
  await fillIn(page, { 'E-mail addresses': 'ann@focus.test' });
  await page.getByRole('button', { name: 'Add', exact: true }).scrollIntoViewIfNeeded();
  await press(page, 'Add');
  const result = page.getByRole('heading', { name: '1 person was added; the invitation is in the mailbox' });
  await focused(page, result);
  await page.waitForFunction(
    `(() => { const { top, bottom } = document.querySelector('.muster-result').getBoundingClientRect(); return top >= 0 && bottom <= innerHeight; })()`,
  );
  await fillIn(page, { 'E-mail addresses': 'ann@focus.test' });
  await press(page, 'Add');
  await focused(page, page.getByRole('heading', { name: '1 skipped' }));
});

test('after Save the focus stays at the button', async () => {
  const { page } = await muster.openAsOwner();
  await page.goto('/profile');
  await fillIn(page, { 'First name': 'Olly' });
  await press(page.getByRole('region', { name: 'Name', exact: true }), 'Save');
  await see(page.getByText('Your name is saved.'));
  await focused(page, page.getByRole('region', { name: 'Name', exact: true }).getByRole('button', { name: 'Save' }));
});

test('the side panel has the actions of the row, the way to more seats, and says why it cannot be edited', async () => {
  const { page, owner } = await muster.openAsOwner();
  await owner.post('/v1/users', { users: [{ email: 'ann@panel.test', firstName: 'Ann', lastName: 'Low' }] });
  await page.goto('/users');
  await press(page, /^Open Ann Low/);
  const panel = page.getByRole('dialog', { name: 'Ann Low' });
  const actions = panel.getByRole('group', { name: 'Actions' });
  for (const name of ['Resend', 'Copy link', 'Fix address…', 'Make Admin', 'Revoke'])
    await see(actions.getByRole('button', { name, exact: true }));
  await panel.getByRole('combobox', { name: 'Type' }).click();
  await page.getByRole('option', { name: 'Pro', exact: true }).click();
  await see(panel.getByText('No seats left.'), panel.getByRole('link', { name: 'Buy seats' }));
  await panel.getByRole('combobox', { name: 'Type' }).click();
  await page.getByRole('option', { name: 'Basic', exact: true }).click();
  await press(actions, 'Revoke');
  await see(panel.getByText('This person is in the trash. Restore?'));
  await press(actions, 'Restore');
  await see(panel.getByRole('button', { name: 'Save' }), row(page, 'Ann Low'));
});
