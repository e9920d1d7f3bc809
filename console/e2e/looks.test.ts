import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { addCrowd } from '../../server/testing/crowd.ts';
import { becomes, gone, press, row, see } from './acts.ts';
import { startMuster } from './browser.ts';

const muster = await startMuster();

async function withCrowd(people: number) {
  const desk = await muster.openAsOwner();
  await addCrowd(muster.app, desk, people);
  await desk.page.goto('/users?sort=email');
  await see(row(desk.page, 'Crowd 1'));
  return desk;
}

const heightOf = (page: Page) =>
  page.evaluate<number>(`document.querySelector('[data-row]').getBoundingClientRect().height`);

test('rows are 44 pixels high; compact ones are 36, and the browser remembers that', async () => {
  const { page } = await withCrowd(5);
  await becomes(() => heightOf(page), 44);
  await press(page, 'Sort and columns');
  await page.getByRole('radiogroup', { name: 'Height of rows' }).getByText('Compact').click();
  await becomes(() => heightOf(page), 36);
  await page.reload();
  await see(row(page, 'Crowd 1'));
  await becomes(() => heightOf(page), 36);
});

test('the tabs stand at the same height on all three pages', async () => {
  const { page } = await withCrowd(5);
  const tops: (number | undefined)[] = [];
  for (const tab of ['Users', /^Pending/, 'Advanced']) {
    const link = page.getByRole('navigation', { name: 'User management' }).getByRole('link', { name: tab });
    await link.click();
    await see(link.and(page.locator('[aria-current=page]')));
    await page.waitForLoadState('networkidle');
    tops.push((await link.boundingBox())?.y);
  }
  assert.deepEqual(tops, [tops[0], tops[0], tops[0]]);
});

test('columns keep their width whatever the rows hold, and a screen draws few rows', async () => {
  const { page, owner } = await withCrowd(300);
  const widths = () =>
    page.evaluate<number[]>(
      `[...document.querySelectorAll('thead th')].map((cell) => cell.getBoundingClientRect().width)`,
    );
  const before = await widths();
  assert.ok((await page.locator('[data-row]').count()) <= 50);
  const department = 'Research and development of instruments for very long words';
  await owner.post('/v1/users', {
    users: [{ email: 'a@looks.test', firstName: 'Aa', lastName: 'B'.repeat(80), department }],
  });
  await page.reload();
  await see(row(page, 'a@looks.test'));
  assert.deepEqual(await widths(), before);
});

test('a window of 768 pixels has the table and no side bar; a phone has cards', async () => {
  const { page } = await withCrowd(5);
  await page.setViewportSize({ width: 768, height: 1024 });
  const menu = page.getByRole('button', { name: 'Open or close the menu' });
  await see(menu, page.getByRole('table'));
  await page.setViewportSize({ width: 390, height: 844 });
  await gone(page.getByRole('table'));
  await see(page.getByRole('listitem').filter({ hasText: 'Crowd 1' }));
});

test('on paper there are all rows of the page in black on white, and nothing to press', async () => {
  const { page } = await withCrowd(90);
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await gone(page.getByRole('link', { name: 'Groups' }), page.getByRole('link', { name: 'Add users' }));
  await becomes(() => page.locator('[data-row]').count(), 91);
  await becomes(() => page.evaluate(`getComputedStyle(document.body).backgroundColor`), 'rgb(255, 255, 255)');
  await becomes(() => page.evaluate(`getComputedStyle(document.body).color`), 'rgb(0, 0, 0)');
});

test('the typeface comes from this server, only in the letters that are needed', async () => {
  const { page } = await muster.openAsOwner();
  const fonts: string[] = [];
  page.on('response', (answer) => answer.url().endsWith('.woff2') && fonts.push(new URL(answer.url()).pathname));
  await page.goto('/users');
  await page.waitForLoadState('networkidle');
  await becomes(() => page.evaluate(`document.fonts.check('14px "Inter Variable"')`), true);
  assert.deepEqual(fonts.length, 1, fonts.join(' '));
});

test('a first visit asks for no session in vain', async () => {
  const page = await muster.open();
  const refused: string[] = [];
  page.on('response', (answer) => answer.status() === 401 && refused.push(answer.url()));
  await page.goto('/sign-in');
  await see(page.getByText('Forgotten your password?'));
  await page.goto('/');
  await page.waitForLoadState('networkidle');
  assert.deepEqual(refused, []);
});
