import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plan } from '../../server/testing/changes.ts';
import { addCrowd } from '../../server/testing/crowd.ts';
import { holdRows } from '../../server/testing/held-row.ts';
import type { User } from '../../server/users/user.ts';
import { choose, fillIn, follow, gone, heading, press, row, see } from './acts.ts';
import { startMuster } from './browser.ts';

const muster = await startMuster();

test('any change is undone from Changes; what was changed since stays and is named', async () => {
  const desk = await muster.openAsOwner();
  const { page, owner } = desk;
  await addCrowd(muster.app, desk, 12);
  const change = (where: object, what: object) =>
    owner.post('/v1/changes', { select: { where }, do: what, apply: true });
  await change({ search: 'crowd' }, { set: { department: 'Support' } });
  const one = await owner.get<{ data: User[] }>('/v1/users?search=crowd7@example.com');
  const [seven] = one.body.data;
  assert.ok(seven);
  await owner.patch(`/v1/users/${seven.id}`, { department: 'Sales' });
  await change({ search: 'crowd1@example.com' }, { remove: true });

  await page.goto('/changes');
  await see(heading(page, 'Changes'));

  // The removal: they are back.
  await row(page, /removed/i)
    .getByRole('button')
    .or(row(page, /removed/i).getByRole('link'))
    .first()
    .click();
  await press(page, 'Undo');
  await press(page.getByRole('dialog', { name: 'Undo this change?' }), 'Undo');
  await see(page.getByText('This undoes'));
  await follow(page, 'All changes');

  // The department of twelve: eleven go back; the one that was changed since stays.
  await row(page, 'Support')
    .getByRole('button', { name: /^Open / })
    .click();
  await see(page.getByText('12 people were changed'));
  await press(page, 'Undo');
  await press(page.getByRole('dialog', { name: 'Undo this change?' }), 'Undo');
  await see(page.getByText('11 people were changed'), page.getByText('1 skipped'));
  await choose(page, 'Outcome', 'Skipped');
  await see(row(page, 'crowd7@example.com'));
  await gone(row(page, 'crowd8@example.com'));
  await follow(page, 'All changes');
  await see(row(page, 'Support').getByText('Undone'));
});

test('an undo that takes longer says so, and then what came of it', async () => {
  const desk = await muster.openAsOwner();
  const { page } = desk;
  await addCrowd(muster.app, desk, 3);
  await page.goto('/users?search=crowd1@example.com');
  await press(page, 'Open Crowd 1');
  const panel = page.getByRole('dialog', { name: 'Crowd 1' });
  await fillIn(panel, { Department: 'Support' });
  await press(panel, 'Save');
  await see(page.getByText('Crowd 1 is saved.'));
  const crowd1 = "select from users where email_key = 'crowd1@example.com' for update";
  const held = await holdRows(muster.app.sql, desk.accountId, crowd1, []);
  await press(page, 'Undo');
  await see(page.getByText('Undoing. You may go on; you find it under Changes.'));
  await held.release();
  await see(page.getByText(/^Undone: /));
});

test('a change that is stopped tells what was done and how many were not reached', async () => {
  const desk = await muster.openAsOwner();
  const { page, owner, accountId } = desk;
  await addCrowd(muster.app, desk, 22_000);
  const planned = await plan(owner, { where: { role: 'member' } }, { set: { department: 'Support' } });
  // The first two of three chunks wait.
  const lock = "select from users where email_key in ('crowd1@example.com', 'crowd15000@example.com') for update";
  const held = await holdRows(muster.app.sql, accountId, lock, []);
  await owner.post(`/v1/changes/${planned.id}/apply`);
  await held.waited(2);
  await page.goto(`/changes/${planned.id}`);
  await press(page, 'Cancel');
  await see(page.getByText('It stops after the people it is busy with.'));
  await held.release();
  await see(page.getByText('20,000 people were changed'), page.getByText('2,000 were not reached'));
});
