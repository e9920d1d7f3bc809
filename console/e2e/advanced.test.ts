import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { addCrowd } from '../../server/testing/crowd.ts';
import { joinedPerson } from '../../server/testing/people.ts';
import { choose, gone, press, row, see } from './acts.ts';
import { startMuster } from './browser.ts';

const muster = await startMuster();

const card = (page: Page, type: string) => page.getByRole('article', { name: type, exact: true });

async function changeAll(page: Page, from: string, to: string): Promise<Locator> {
  await press(page, `Change all ${from} to…`);
  await page.getByRole('menuitem', { name: to, exact: true }).click();
  return page.getByRole('dialog', { name: `Change all ${from} to ${to}` });
}

/** For more than 100 people the number has to be typed, with or without separators. */
async function typeNumber(plan: Locator, number: string): Promise<void> {
  await plan.getByRole('textbox', { name: /to go on/ }).fill(number);
}

test('on Advanced everybody of a type is changed or removed, as far as seats and rights reach', async () => {
  const desk = await muster.openAsOwner();
  const { page, owner } = desk;
  await joinedPerson(muster.app, owner, 'admin');
  await addCrowd(muster.app, desk, 10_002);
  await owner.put('/v1/billing/subscriptions/pro', { quantity: 5 });
  await page.goto('/users/advanced');
  await see(card(page, 'Basic').getByText('10,004 people'), card(page, 'Pro').getByText('0 of 5 seats held'));
  await see(
    card(page, 'Pro').getByText('Nobody has this type.'),
    card(page, 'Corp').getByText('Nobody has this type.'),
  );

  // All Basic to Pro: 10,004 seats are needed, 5 are free. As far as it fits gives exactly those.
  const short = await changeAll(page, 'Basic', 'Pro');
  await see(short.getByText('10,004 Pro seats needed, 5 free.'));
  await see(short.getByText('Seats reach 5 of 10,004 people, in the order in which they were added.'));
  await press(short, 'Change 5 people to Pro');
  await gone(short);
  await see(card(page, 'Pro').getByText('5 people'), card(page, 'Pro').getByText('5 of 5 seats held'));
  await see(card(page, 'Basic').getByText('9,999 people'), card(page, 'Pro').getByText('0 free'));

  const back = await changeAll(page, 'Pro', 'Basic');
  await see(back.getByText('5 people are changed'), back.getByText('Pro: 5 seats become free.'));
  await press(back, 'Change 5 people to Basic');
  await gone(back);
  await see(card(page, 'Basic').getByText('10,004 people'), card(page, 'Pro').getByText('0 of 5 seats held'));

  // Removing all of a type leaves out the Owner, who is also the actor, and says so.
  await press(page, 'Remove all Basic…');
  const removal = page.getByRole('dialog', { name: 'Remove all Basic' });
  await see(removal.getByText('10,003 people are removed'), removal.getByText('1 skipped'));
  await see(removal.getByText('Olivia Owner'));
  await typeNumber(removal, '10003');
  await press(removal, 'Remove 10,003 people');
  await gone(removal);
  await see(card(page, 'Basic').getByText('1 person', { exact: true }));
  await press(page.getByRole('status').filter({ hasText: /removed/ }), 'Undo');
  await see(card(page, 'Basic').getByText('10,004 people'));
});

test('an Admin who removes all of a type stays, and so does the Owner; the plan names both', async () => {
  const { owner } = await muster.openAsOwner();
  const { browser } = await joinedPerson(muster.app, owner, 'admin');
  const page = await muster.open({ as: browser });
  await page.goto('/users/advanced');
  await press(page, 'Remove all Basic…');
  const plan = page.getByRole('dialog', { name: 'Remove all Basic' });
  await see(plan.getByText('2 skipped'), plan.getByText('Olivia Owner'), plan.getByText('First1 Last1'));
});

test('the default group is changed, and everybody of one group moves to another', async () => {
  const desk = await muster.openAsOwner();
  const { page, owner } = desk;
  await addCrowd(muster.app, desk, 20);
  await page.goto('/users/advanced');
  await see(page.getByText('There is only one group so far.'));
  assert.equal((await owner.post('/v1/groups', { name: 'Berlin' })).status, 201);
  await page.reload();
  const defaults = page.getByRole('region', { name: 'Default group' });
  await choose(defaults, 'Default group', 'Berlin');
  await press(defaults, 'Save');
  await see(page.getByText('New people go to Berlin from now on.'));

  const move = page.getByRole('region', { name: 'Move people to another group' });
  await choose(move, 'From', 'Everyone (21)');
  await choose(move, 'To', 'Berlin (0)');
  await press(move, 'Preview');
  const plan = page.getByRole('dialog', { name: 'Move all people from Everyone to Berlin' });
  await see(plan.getByText('21 people are changed'));
  await press(plan, 'Move 21 people');
  await gone(plan);
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Groups' }).click();
  await see(row(page, 'Berlin').getByText('21'), row(page, 'Berlin').getByText('Default'));
  await see(row(page, 'Everyone').getByText('0'));
});
