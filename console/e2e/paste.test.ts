import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { becomes, gone, heading, press, see } from './acts.ts';
import { startMuster } from './browser.ts';

const muster = await startMuster();

async function openAdd(): Promise<Page> {
  const { page } = await muster.openAsOwner();
  await page.goto('/users/add');
  await see(heading(page, 'Add users'));
  return page;
}

/** Copies the text and presses Ctrl-V in the field, as a person does. */
async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
  await page.getByRole('textbox', { name: 'E-mail addresses' }).focus();
  await page.keyboard.press('ControlOrMeta+V');
}

const chips = (page: Page): Locator => page.getByRole('list', { name: 'People to add' }).getByRole('listitem');

test('51 people copied from Outlook are added with first and last names', async () => {
  const page = await openAdd();
  const people = Array.from({ length: 51 }, (_, n) => `Low${n}, Ann (EXT) <ann${n}@paste.test>`);
  await paste(page, people.join('; '));
  await becomes(() => chips(page).count(), 51);
  const answered = page.waitForResponse((response) => response.url().endsWith('/v1/users'));
  await press(page, 'Add 51 people');
  const { added } = await (await answered).json();
  assert.equal(added.length, 51);
  assert.deepEqual([added[0].firstName, added[0].lastName], ['Ann', 'Low0']);
  await see(page.getByText('51 people were added; their invitations are in the mailbox'));
});

test('rows copied from a sheet fill first name, last name and department, each person their own', async () => {
  const page = await openAdd();
  await paste(
    page,
    'Nachname\tVorname\tAbteilung\tE-Mail\tTelefon\nLow\tAnn\tHR\tann@paste.test\t030 1\nMeyer\tBo\tIT\tbo@paste.test\t030 2\n',
  );
  await see(page.getByText('Columns that are not used here: Telefon.'));
  const answered = page.waitForResponse((response) => response.url().endsWith('/v1/users'));
  await press(page, 'Add 2 people');
  const { added } = await (await answered).json();
  const told = added.map((user: Record<string, string>) => [user['firstName'], user['lastName'], user['department']]);
  assert.deepEqual(told, [
    ['Ann', 'Low', 'HR'],
    ['Bo', 'Meyer', 'IT'],
  ]);
});

test('entries that cannot be used say why, can be corrected, and are removed with one click', async () => {
  const page = await openAdd();
  await paste(page, 'ann@paste.test\nTeam Berlin\nbo@paste\ncy@@paste.test\nann@paste.test');
  await see(page.getByText('4 of these cannot be used.'));
  const reasons = ['no e-mail address', 'no dot after the @', 'more than one @', 'entered twice'];
  for (const reason of reasons) await see(chips(page).filter({ hasText: reason }));

  await press(page, 'Edit bo@paste, no dot after the @');
  const field = page.getByRole('textbox', { name: 'E-mail addresses' });
  await becomes(() => field.inputValue(), 'bo@paste');
  await field.fill('bo@paste.test');
  await page.keyboard.press('Enter');
  await press(page, 'Remove 3 that cannot be used');
  await becomes(() => chips(page).allInnerTexts(), ['ann@paste.test', 'bo@paste.test']);
  await press(page, 'Add 2 people');
  await see(page.getByText('2 people were added; their invitations are in the mailbox'));
});

test('a paste after typed text keeps both, and every line is a person', async () => {
  const page = await openAdd();
  const field = page.getByRole('textbox', { name: 'E-mail addresses' });
  await field.fill('ann@paste.test ');
  await page.keyboard.press('End');
  await paste(page, 'bo@paste.test\ncy@paste.test');
  await becomes(() => chips(page).allInnerTexts(), ['ann@paste.test', 'bo@paste.test', 'cy@paste.test']);
});

test('a name is typed with its comma, and the department of a corrected entry stays', async () => {
  const page = await openAdd();
  await page.getByRole('textbox', { name: 'E-mail addresses' }).focus();
  await page.keyboard.type('Low, Ann <ann@paste.test>,');
  await becomes(() => chips(page).allInnerTexts(), ['Ann Low <ann@paste.test>']);
  await paste(page, 'Bo\tMeyer\tbo@paste\tIT');
  await page.getByRole('button', { name: /^Edit Bo Meyer/ }).click();
  await page.getByRole('textbox', { name: 'E-mail addresses' }).fill('Bo Meyer <bo@paste.test>');
  await page.keyboard.press('Enter');
  await see(chips(page).filter({ hasText: 'Bo Meyer <bo@paste.test>' }).filter({ hasText: 'IT' }));
});

test('more than 1,000 people are offered the import, and can be saved as a file for it', async () => {
  const page = await openAdd();
  await paste(page, Array.from({ length: 1_200 }, (_, n) => `ann${n}@paste.test`).join('\n'));
  await see(page.getByText('1,200 people are too many for one step'));
  await see(page.getByRole('link', { name: 'Go to the import' }));
  assert.ok(await page.getByRole('button', { name: 'Add 1,200 people' }).isDisabled());
  const saving = page.waitForEvent('download');
  await press(page, 'Save them as a CSV file');
  assert.equal((await saving).suggestedFilename(), 'people.csv');
  await gone(page.getByText('cannot be used'));
});

test('addresses pasted from a ticket become a selection, and unknown ones are named', async () => {
  const { page, owner } = await muster.openAsOwner();
  await owner.post('/v1/users', { users: ['ann', 'bo', 'cy'].map((name) => ({ email: `${name}@ticket.test` })) });
  await page.goto('/users');
  await press(page, 'Select by addresses');
  const dialog = page.getByRole('dialog');
  await page.evaluate(
    `navigator.clipboard.writeText('Please change Ann Low <ANN@ticket.test>, bo@ticket.test\\nand dora@ticket.test.')`,
  );
  await dialog.getByRole('textbox', { name: 'E-mail addresses' }).focus();
  await page.keyboard.press('ControlOrMeta+V');
  await press(dialog, 'Find people');
  await see(dialog.getByText('2 of 3 found here.'), dialog.getByText('1 was not found'));
  await see(dialog.getByText('dora@ticket.test'));
  await press(dialog, 'Select 2 people');
  await gone(dialog);
  const bar = page.getByRole('group', { name: 'Selection' });
  await see(bar.getByText('2 selected'));
  await press(bar, 'Department');
  await see(page.getByRole('dialog', { name: 'Set the department of 2 people' }));
});
