import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { Client } from '../../../server/testing/client.ts';
import { addPeople, joinedPerson } from '../../../server/testing/people.ts';
import { madeKey } from '../../../server/testing/programs.ts';
import { choose, fromMenu, gone, heading, press, row, see } from '../acts.ts';
import { type OwnerAtDesk, startMuster } from '../browser.ts';

const muster = await startMuster();
const works = async (key: string) => (await new Client(muster.app.url, key).get('/v1/users')).status === 200;

/** An account whose Admin has made a key, which a program uses. */
async function withAdminsKey() {
  const desk = await muster.openAsOwner();
  const { user, browser } = await joinedPerson(muster.app, desk.owner, 'admin');
  const { key, id } = await madeKey(browser, { name: 'Export to the warehouse' });
  await desk.page.goto('/users');
  await see(row(desk.page, user.email));
  return { ...desk, user, admin: browser, key, id, name: `${user.firstName} ${user.lastName}` };
}

const warning = (page: Page) => page.getByRole('dialog').getByText('An API key stops');

for (const [action, title, confirm, done] of [
  ['Deactivate', /^Deactivate .*\?$/, 'Deactivate', /is deactivated/],
  ['Remove', /^Remove .*\?$/, 'Remove', /removed/],
  ['Make Member', /^Make .* a Member\?$/, 'Make Member', /is a Member now/],
] as const)
  test(`“${action}” for a person whose key would stop names the key first, and does nothing on Cancel`, async () => {
    const { page, user, key } = await withAdminsKey();
    await fromMenu(page, user.email, action);
    const asked = page.getByRole('dialog', { name: title });
    await see(warning(page), asked.getByText('Export to the warehouse'), asked.getByText(`${key.slice(0, 8)}…`));
    await press(asked, 'Cancel');
    await gone(asked);
    assert.equal(await works(key), true);
    await fromMenu(page, user.email, action);
    await press(asked, confirm);
    await see(page.getByText(done));
    assert.equal(await works(key), false);
  });

test('a person without keys is deactivated without a question', async () => {
  const { page, owner } = await muster.openAsOwner();
  const { user } = await joinedPerson(muster.app, owner, 'admin');
  await page.goto('/users');
  await fromMenu(page, user.email, 'Deactivate');
  await see(page.getByText(/is deactivated/));
  await gone(page.getByRole('dialog'));
});

test('the form of a person names the keys that stop as soon as the role is chosen', async () => {
  const { page, name, key } = await withAdminsKey();
  await press(page, `Open ${name}`);
  const panel = page.getByRole('dialog', { name });
  await choose(panel, 'Role', 'Member');
  await see(panel.getByText('An API key stops'), panel.getByText('Export to the warehouse'));
  await choose(panel, 'Role', 'Admin');
  await gone(panel.getByText('An API key stops'));
  await choose(panel, 'Role', 'Member');
  await see(panel.getByText('An API key stops'));
  await press(panel, 'Save');
  await see(page.getByText(`${name} is saved.`));
  assert.equal(await works(key), false);
});

test('the plan of a bulk change names the keys that stop, and the page of the change keeps them', async () => {
  const { page, owner } = await withAdminsKey();
  await addPeople(owner, 1);
  await page.reload();
  await page.getByRole('checkbox', { name: 'Select all rows that are loaded' }).check();
  await press(page, 'More');
  await page.getByRole('menuitem', { name: 'Deactivate', exact: true }).click();
  await see(warning(page), page.getByRole('dialog').getByRole('link', { name: 'Export to the warehouse' }));
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Deactivate \d/ })
    .click();
  await gone(page.getByRole('dialog'));
  await page.goto('/changes');
  await press(page, /^Open .*eactivated/);
  await see(page.getByText('An API key stopped'), page.getByText('Export to the warehouse'));
});

test('undoing what made a person an Admin names the keys that stop', async () => {
  const { page, owner } = await muster.openAsOwner();
  const { user, browser } = await joinedPerson(muster.app, owner, 'member');
  await owner.patch(`/v1/users/${user.id}`, { role: 'admin' });
  await madeKey(browser, { name: 'Export to the warehouse' });
  await page.goto('/changes');
  await row(page, /Admin/).getByRole('button', { name: /^Undo/ }).first().click();
  await see(warning(page), page.getByRole('dialog').getByText('Export to the warehouse'));
});

test('a key that stopped says why, and another Admin takes it over with a new secret', async () => {
  const { page, owner, user, key, name } = await withAdminsKey();
  await owner.delete(`/v1/users/${user.id}`);
  await page.goto('/account/api-keys');
  const line = row(page, 'Export to the warehouse');
  await see(
    line.getByText('Stopped'),
    line.getByText(`${name}, who made it, was removed. Take it over to use it again.`),
  );
  await press(line, 'Take over…');
  const asked = page.getByRole('dialog', { name: 'Take over Export to the warehouse?' });
  await see(asked.getByText(/^You become its maker/), asked.getByText(`The old one, which ${name} knows, ends.`));
  await press(asked, 'Take it over');
  const secret = page.getByRole('dialog', { name: 'Export to the warehouse has a new secret' });
  await see(secret.getByText('The old secret has ended.'));
  await press(secret, 'Copy the secret');
  await press(secret, 'Done');
  await see(line.getByText('Active'), line.getByText('You', { exact: true }));
  assert.equal(await works(key), false);
  assert.equal(await works(await page.evaluate<string>('navigator.clipboard.readText()')), true);
});

async function programActs({ owner }: OwnerAtDesk) {
  const { key, id } = await madeKey(owner, { name: 'Payroll' });
  const payroll = new Client(muster.app.url, key);
  const { users } = await addPeople(payroll, 1);
  const [user] = users;
  assert.ok(user);
  await payroll.patch(`/v1/users/${user.id}`, { department: 'Legal' });
  return { id, user };
}

test('what a program did is shown with its key everywhere, and leads to the key', async () => {
  const desk = await muster.openAsOwner();
  const { page } = desk;
  const { user, id } = await programActs(desk);
  const named = page.getByRole('main').getByRole('link', { name: 'Payroll' });
  const icon = page.getByRole('img', { name: 'API key' });
  for (const at of ['/overview', '/changes', '/audit']) {
    await page.goto(at);
    await see(named, icon);
  }
  await page.goto('/changes');
  await press(page, /^Open First1 .* added/);
  await see(named, icon);
  await page.goto(`/users?user=${user.id}`);
  const panel = page.getByRole('dialog');
  await see(panel.getByText(/^Changed by/).getByRole('link', { name: 'Payroll' }));
  await panel
    .getByText(/^Added by/)
    .getByRole('link', { name: 'Payroll' })
    .click();
  await see(heading(page, 'Account'), page.getByRole('dialog', { name: 'Payroll' }));
  assert.equal(new URL(page.url()).searchParams.get('key'), id);
});

test('the audit log is filtered by a key, also once it is revoked', async () => {
  const desk = await muster.openAsOwner();
  const { page, owner } = desk;
  const { id } = await programActs(desk);
  await page.goto('/audit');
  const filter = page.getByRole('combobox', { name: 'Done by' });
  await filter.fill('payr');
  await page.getByRole('option', { name: 'Payroll' }).click();
  await page.waitForURL(`**/audit?actorId=${id}`);
  const table = page.getByRole('table', { name: 'Audit log' });
  await gone(table.getByText('API key Payroll made'));
  await see(table.getByText('API', { exact: true }), table.getByRole('link', { name: 'Payroll' }));
  await gone(table.getByText('Signed in'));
  await owner.delete(`/v1/api-keys/${id}`);
  await page.reload();
  await see(table.getByRole('link', { name: 'Payroll' }));
  assert.equal(await filter.inputValue(), 'Payroll');
  await table.getByRole('link', { name: 'Payroll' }).first().click();
  const panel = page.getByRole('dialog');
  await see(panel.getByText('This key is revoked'));
  await panel.getByRole('link', { name: 'Open the audit log' }).click();
  await see(heading(page, 'Audit log'));
});
