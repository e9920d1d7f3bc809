import { test } from 'node:test';
import { becomes, field, fillIn, fromMenu, gone, press, row, see } from './acts.ts';
import { startMuster } from './browser.ts';

const muster = await startMuster();

test('a group that another tab has renamed meanwhile is not written over: mine or theirs is asked', async () => {
  const { page, owner } = await muster.openAsOwner();
  const { body } = await owner.post<{ id: string }>('/v1/groups', { name: 'Sales <b>& Co' });
  await page.goto('/groups');
  await fromMenu(page, 'Sales <b>& Co', 'Rename');
  const dialog = page.getByRole('dialog', { name: /^Rename/ });
  await fillIn(dialog, { Name: 'Mine' });
  await owner.patch(`/v1/groups/${body.id}`, { name: 'Theirs' });
  await press(dialog, 'Save');
  await see(dialog.getByText(/^Sales <b>& Co was saved by Olivia Owner (now|\d+ seconds ago|.* ago)\.$/));
  await press(dialog, 'Keep mine');
  await see(row(page, 'Mine'));
  await gone(row(page, 'Theirs'));
});

test('a person saved by another tab meanwhile is shown on request, and nothing was written over', async () => {
  const { page, owner } = await muster.openAsOwner();
  const users = [{ email: 'ann@tabs.test', firstName: 'Ann', lastName: 'Low' }];
  const { body } = await owner.post<{ added: { id: string }[] }>('/v1/users', { users });
  await page.goto('/users');
  await press(page, /^Open Ann Low/);
  const panel = page.getByRole('dialog', { name: 'Ann Low' });
  await fillIn(panel, { Department: 'Mine' });
  await owner.patch(`/v1/users/${body.added[0]?.id}`, { department: 'Theirs' });
  await press(panel, 'Save');
  await see(panel.getByText(/^Ann Low was saved by Olivia Owner/));
  await press(panel, 'Take theirs');
  await becomes(() => field(panel, 'Department').inputValue(), 'Theirs');
  await page.keyboard.press('Escape');
  await gone(panel);
});
