import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { addCrowd } from '../../server/testing/crowd.ts';
import { joinedPerson } from '../../server/testing/people.ts';
import { becomes, choose, fillIn, gone, heading, press, row, see } from './acts.ts';
import { type OwnerAtDesk, startMuster } from './browser.ts';

const muster = await startMuster();

const menu = (page: Page) => page.getByRole('button', { name: /^Views/ });

async function fromViews(page: Page, item: string | RegExp): Promise<void> {
  await menu(page).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}

async function saveAs(page: Page, name: string, item = 'Save as a view…'): Promise<void> {
  await fromViews(page, item);
  const dialog = page.getByRole('dialog', { name: 'Save a view' });
  await fillIn(dialog, { Name: name });
  await press(dialog, 'Save the view');
}

const columns = (page: Page) => async () => {
  const titles = await page.getByRole('columnheader').allInnerTexts();
  return titles.map((title) => title.trim()).filter((title) => title !== '' && title !== 'Actions');
};

/** Ten people of Sales and Design among a crowd, with the list filtered by Sales and arranged by hand. */
async function arranged(): Promise<OwnerAtDesk> {
  const desk = await muster.openAsOwner();
  await addCrowd(muster.app, desk, 12);
  const users = ['zoe', 'aaron'].map((name) => ({
    email: `${name}@example.com`,
    firstName: name,
    department: name === 'zoe' ? 'Design' : 'Sales',
  }));
  assert.equal((await desk.owner.post('/v1/users', { users })).status, 201);
  const { page } = desk;
  await page.goto('/users?status=pending&department=Sales');
  await press(page, 'Sort and columns');
  const arrange = page.getByRole('dialog', { name: 'Sort and columns' });
  await choose(arrange, 'Sort by', 'Newest first');
  for (const column of ['Type', 'Add-ons', 'Group', 'Role', 'Last sign-in'])
    await arrange.getByRole('checkbox', { name: column, exact: true }).uncheck();
  await page.keyboard.press('Escape');
  await see(row(page, 'aaron'), page.getByText('1 person', { exact: true }));
  return desk;
}

test('a view keeps filters, sort and columns under a name, and is changed, renamed and deleted', async () => {
  const { page } = await arranged();
  await saveAs(page, 'Sales, not answered');
  await see(menu(page).getByText('Sales, not answered'));
  await page.waitForURL(/\/users\?view=[0-9a-f-]{36}$/);
  const link = page.url();

  await page.goto('/users');
  await see(page.getByText('15 people'));
  await fromViews(page, 'Sales, not answered');
  await see(page.getByText('1 person', { exact: true }), page.getByText('Department: Sales'));
  await becomes(columns(page), ['Name', 'Department', 'Status']);
  await becomes(() => page.url(), link);

  // Unsaved changes of a view are in the address.
  await press(page, 'Remove the filter Department: Sales');
  await see(page.getByText('2 people', { exact: true }), menu(page).getByText('Sales, not answered, changed'));
  await page.reload();
  await see(page.getByText('2 people', { exact: true }), menu(page).getByText('Sales, not answered, changed'));
  await fromViews(page, 'Back to how it was saved');
  await see(page.getByText('1 person', { exact: true }));
  await page.goBack();
  await fromViews(page, 'Save the changes');
  await see(page.getByText('The view Sales, not answered is saved.'));
  await becomes(() => page.url(), link);
  await page.reload();
  await see(page.getByText('2 people', { exact: true }));

  await fromViews(page, 'Rename…');
  const dialog = page.getByRole('dialog', { name: 'Rename Sales, not answered' });
  await fillIn(dialog, { Name: 'Not answered' });
  await press(dialog, 'Save');
  await see(menu(page).getByText('Not answered', { exact: true }));

  await saveAs(page, 'not ANSWERED', 'Save as a new view…');
  const refused = page.getByRole('dialog', { name: 'Save a view' });
  await see(refused.getByText('You have a view of this name already. Choose another name.'));
  assert.equal(await refused.getByRole('textbox', { name: 'Name' }).getAttribute('aria-invalid'), 'true');
  await press(refused, 'Cancel');

  await fromViews(page, 'Delete…');
  const ask = page.getByRole('dialog', { name: 'Delete the view Not answered?' });
  await press(ask, 'Delete the view');
  await see(page.getByText('15 people'));
  await page.goto(link);
  await see(page.getByText('There is no such view'));
  await page.getByRole('link', { name: 'Show everyone' }).click();
  await see(page.getByText('15 people'));
});

test('a shared view and the address of any list open the same for another Admin; what is not shared opens for nobody else', async () => {
  const { page, owner } = await arranged();
  const { browser } = await joinedPerson(muster.app, owner, 'admin');
  const admin = await muster.open({ as: browser });
  const seesTheSame = async () => {
    await see(admin.getByText('1 person', { exact: true }), row(admin, 'aaron'));
    await becomes(columns(admin), ['Name', 'Department', 'Status']);
  };

  await fromViews(page, 'Copy the link');
  await see(page.getByText(/^The link is copied/));
  await admin.goto(await page.evaluate<string>('navigator.clipboard.readText()'));
  await seesTheSame();

  await saveAs(page, 'Sales');
  await see(menu(page).getByText('Sales', { exact: true }));
  const link = page.url();
  await admin.goto(link);
  await see(admin.getByText('There is no such view'));

  await fromViews(page, 'Share with the Admins');
  await see(page.getByText('Everyone who manages users sees Sales now.'));
  await admin.goto(link);
  await seesTheSame();
  await admin.goto('/users');
  await see(heading(admin, 'User management'));
  await fromViews(admin, /^Sales\s*by Olivia Owner$/);
  await seesTheSame();

  // The view is the Owner's. The Admin filters it further, and saves that as their own view.
  await menu(admin).click();
  await see(admin.getByRole('menuitem', { name: 'Save as a new view…' }));
  await gone(admin.getByRole('menuitem', { name: 'Rename…' }), admin.getByRole('menuitem', { name: 'Delete…' }));
  await admin.keyboard.press('Escape');

  await fromViews(page, 'Keep it to yourself');
  await see(page.getByText('Only you see Sales now.'));
  await admin.goto(link);
  await see(admin.getByText('There is no such view'));
});
