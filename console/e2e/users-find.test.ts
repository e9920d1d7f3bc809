import { test } from 'node:test';
import { choose, openWithCrowd, press, row, search, see } from './acts.ts';
import { startMuster } from './browser.ts';

const muster = await startMuster();
const withCrowd = () => openWithCrowd(muster);

test('a filter takes several values, or leaves them out, and what is searched is offered as a filter', async () => {
  const { page, owner } = await withCrowd();
  for (const [email, department] of [
    ['ada@example.com', 'Support'],
    ['bob@example.com', 'Legal'],
  ])
    await owner.post('/v1/users', { users: [{ email, department }] });
  await search(page).fill('Sup');
  await press(page.getByRole('group', { name: 'Filter instead:' }), 'Department: Support');
  await see(page.getByText('1 person', { exact: true }), row(page, 'ada@example.com'));
  await press(page, 'Filter');
  const panel = page.getByRole('dialog', { name: 'Filter' });
  await choose(panel, 'Department', /^Legal/);
  await see(page.getByText('2 people', { exact: true }), page.getByText('Department: Support or Legal'));
  await panel.getByLabel('None of these').check();
  await see(page.getByText('23 people'), page.getByText('Department: not Support or Legal'));
  await page.keyboard.press('Escape');
  await page.reload();
  await see(page.getByText('23 people'));
  await press(page, 'Remove the filter Department: not Support or Legal');
  await see(page.getByText('25 people'));
});

test('a pasted list of addresses is searched, each of its lines', async () => {
  const { page } = await withCrowd();
  await search(page).focus();
  await page.evaluate(`{
    const clipboardData = new DataTransfer();
    clipboardData.setData('text', 'crowd1@example.com\\ncrowd2@example.com\\n');
    document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }`);
  await see(page.getByText('2 people', { exact: true }), row(page, 'crowd1@'), row(page, 'crowd2@'));
});
