import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { addPeople, joinedPerson } from '../../server/testing/people.ts';
import { follow, fromMenu, gone, heading, press, row, see } from './acts.ts';
import { startMuster } from './browser.ts';

const muster = await startMuster();

test('the Owner makes an Admin; that Admin manages people, and finds that Admins cannot be made or unmade', async () => {
  const { page, owner } = await muster.openAsOwner();
  const { user: ann, browser: annsBrowser } = await joinedPerson(muster.app, owner, 'member');
  const { user: other } = await joinedPerson(muster.app, owner, 'admin');
  const { users } = await addPeople(owner, 1);
  const [pending] = users;
  assert.ok(pending);

  // A Member sees only their own profile, until the Owner makes them an Admin.
  const admin = await muster.open({ as: annsBrowser });
  await admin.goto('/');
  await see(heading(admin, 'My profile'));
  await page.goto('/users');
  await fromMenu(page, ann.email, 'Make Admin');
  await see(
    page.getByText(`${nameOf(ann)} is an Admin now.`),
    row(page, ann.email).getByText('Admin', { exact: true }),
  );

  await admin.goto('/');
  await see(heading(admin, 'Overview'));
  await follow(admin, 'User management');
  const places = await admin.getByRole('navigation', { name: 'Main' }).getByRole('link').allInnerTexts();
  for (const place of ['Groups', 'Billing', 'Audit log', 'Account', 'My profile'])
    assert.ok(places.includes(place), place);

  // What an Admin may do to a Member, but not to an Admin, the Owner, or themselves.
  assert.deepEqual(await offered(admin, pending.email), ['Edit', 'Resend', 'Copy link', 'Fix address…', 'Revoke']);
  assert.deepEqual(await offered(admin, other.email), ['Edit']);
  assert.deepEqual(await offered(admin, ann.email), ['Edit']);
  await gone(row(admin, 'Olivia Owner').getByRole('button', { name: /^Actions/ }));
  await row(admin, other.email)
    .getByRole('button', { name: /^Open / })
    .click();
  const panel = admin.getByRole('dialog');
  await see(panel.getByText('Only the Owner can change the address of an Admin.'));
  await gone(panel.getByRole('combobox', { name: 'Role' }));
  await admin.keyboard.press('Escape');
  await follow(admin, 'Add users');
  await see(admin.getByRole('combobox', { name: 'Type' }));
  await gone(admin.getByRole('combobox', { name: 'Role' }));

  // Bulk actions obey the same table: the plan names who is left out.
  await admin.goto('/users');
  await admin.getByRole('checkbox', { name: 'Select all rows that are loaded' }).check();
  await press(admin, 'More');
  await admin.getByRole('menuitem', { name: 'Remove', exact: true }).click();
  const plan = admin.getByRole('dialog', { name: 'Remove 4 people' });
  await see(plan.getByText('1 person is removed'), plan.getByText('3 skipped'));
  await see(plan.getByText('Skipped, and why'), plan.getByText(/Owner/), plan.getByText(/Admin/));
  await press(plan, 'Cancel');

  // A Member again, they see only their own profile.
  await fromMenu(page, ann.email, 'Make Member');
  await see(page.getByText(`${nameOf(ann)} is a Member now.`));
  await admin.goto('/users');
  await see(admin.getByText('This page is for Admins'));
});

test('the Owner hands the account over, with their password, and becomes an Admin', async () => {
  const { page, owner, password } = await muster.openAsOwner();
  const { user: heir, browser } = await joinedPerson(muster.app, owner, 'member');
  await page.goto('/account');
  const section = page.getByRole('region', { name: 'Hand over the account' });
  await section.getByRole('combobox', { name: 'New Owner' }).fill(heir.firstName);
  await page.getByRole('option', { name: new RegExp(nameOf(heir)) }).click();
  await see(section.getByText(`${nameOf(heir)} becomes the Owner right away, and you become an Admin.`));
  await section.getByRole('textbox', { name: 'Your password' }).fill(password);
  await press(section, 'Hand over');
  await see(page.getByText(`${nameOf(heir)} is the Owner of Example Company now. You are an Admin.`));
  await gone(section);
  const next = await muster.open({ as: browser });
  await next.goto('/account');
  await see(next.getByRole('region', { name: 'Hand over the account' }));
});

const nameOf = ({ firstName, lastName }: { firstName: string; lastName: string }) => `${firstName} ${lastName}`;

async function offered(page: Page, person: string): Promise<string[]> {
  await row(page, person)
    .getByRole('button', { name: /^Actions for/ })
    .click();
  await see(page.getByRole('menuitem'));
  const said = await page.getByRole('menuitem').allInnerTexts();
  await page.keyboard.press('Escape');
  await gone(page.getByRole('menu'));
  return said;
}
