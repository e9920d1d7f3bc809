import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { addCrowd } from '../../server/testing/crowd.ts';
import {
  becomes,
  choose,
  chooseStatus,
  fillIn,
  gone,
  heading,
  openWithCrowd,
  press,
  row,
  search,
  see,
} from './acts.ts';
import { patienceMs, startMuster } from './browser.ts';

const muster = await startMuster();

const withCrowd = (crowd?: number) => openWithCrowd(muster, crowd);

/** The names of the list, in order. */
const names = (page: Page) => () =>
  page
    .getByRole('button', { name: /^Open / })
    .evaluateAll((all) => all.map((button) => button.getAttribute('aria-label')?.replace('Open ', '')));

test('the search, the filters and the sort stand in the address, so Back, reload and a shared link show the same', async () => {
  const { page, owner } = await withCrowd();
  await search(page).fill('zoe');
  await see(page.getByText('1 person', { exact: true }), row(page, 'Zoë Ångström'));
  await search(page).fill('');
  await see(page.getByText('23 people'));

  await chooseStatus(page, 'Pending');
  await see(page.getByText('2 people', { exact: true }));
  await press(page, 'Filter');
  await choose(page, 'Department', /^Sales/);
  await page.keyboard.press('Escape');
  await see(page.getByText('1 person', { exact: true }), row(page, 'Aaron Abel'));
  const filtered = page.url();
  await page.reload();
  await see(
    page.getByText('1 person', { exact: true }),
    page.getByText('Department: Sales'),
    page.getByText('Status: Pending'),
  );
  const shared = await muster.open({ as: owner });
  await shared.goto(filtered);
  await see(shared.getByText('1 person', { exact: true }), row(shared, 'Aaron Abel'));

  await page.goBack();
  await see(page.getByText('2 people', { exact: true }));
  await press(page, 'Name');
  await see(page.getByRole('columnheader', { name: 'Name' }).and(page.locator('[aria-sort=descending]')));
  await becomes(names(page), ['Zoë Ångström', 'Aaron Abel']);
  await press(page, 'Remove the filter Status: Pending');
  await see(page.getByText('23 people'));
  await page.goBack();
  await page.goBack();
  await see(page.getByText('2 people', { exact: true }));
  await becomes(names(page), ['Aaron Abel', 'Zoë Ångström']);

  await search(page).fill('nobody at all');
  await see(page.getByText('Nobody matches'));
  await press(page, 'Show everyone');
  await see(page.getByText('23 people'));
});

test('all who match are selected, not only those on the screen, and what is done to them shows its plan first', async () => {
  const { page, owner } = await withCrowd(120);
  await search(page).fill('crowd');
  await see(page.getByText('120 people'));
  await page.getByRole('checkbox', { name: 'Select all rows that are loaded' }).check();
  await press(page, 'Select all 120 that match');
  await see(page.getByText('120 selected'));
  await page.getByRole('checkbox', { name: 'Select Crowd 1', exact: true }).uncheck();
  await see(page.getByText('119 selected'));
  await press(page.getByRole('group', { name: 'Selection' }), 'Department');
  const ask = page.getByRole('dialog', { name: 'Set the department of 119 people' });
  await fillIn(ask, { Department: 'Support' });
  await press(ask, 'Preview');
  const plan = page.getByRole('dialog', { name: 'Set the department of 119 people' });
  await see(plan.getByText('119 people are changed'));
  const apply = plan.getByRole('button', { name: 'Change 119 people' });
  assert.equal(await apply.isDisabled(), true, 'more than 100 people: the number has to be typed');
  await plan.getByRole('textbox', { name: /Type 119 to go on/ }).fill('119');
  await apply.click();
  await gone(plan);
  await see(page.getByRole('button', { name: 'Undo' }));
  const { body } = await owner.get<{ count: number }>('/v1/users?department=Support&count=true&limit=1');
  assert.equal(body.count, 119);
  await press(page, 'Undo');
  await see(row(page, 'Crowd 10'));
  await gone(row(page, 'Crowd 10').getByText('Support'));
});

test('the list is worked by the keyboard alone, and the focus comes back to where it was', async () => {
  const { page } = await withCrowd();
  const focused = page.locator(':focus');
  const focusedName = () => focused.getAttribute('aria-label');
  const key = (name: string) => page.keyboard.press(name);
  // Sorted by address, a renamed person stays in their row.
  await page.goto('/users?sort=email');
  await see(page.getByText('23 people'));

  await key('/');
  await page.keyboard.type('crowd 1');
  await see(page.getByRole('button', { name: 'Remove the filter Search: crowd 1' }));
  await see(page.getByText('11 people'));
  await gone(row(page, 'Aaron Abel'), row(page, 'Crowd 2'));
  await key('Escape');
  await key('j');
  const first = await focusedName();
  await key('j');
  const second = await focusedName();
  assert.notEqual(second, first);
  await key('k');
  assert.equal(await focusedName(), first);
  await key('x');
  await see(page.getByText('1 selected'));
  await key('x');
  await gone(page.getByText('1 selected'));

  // Edits the second row. An accidental Esc does not lose what was typed.
  await key('j');
  await key('e');
  const panel = page.getByRole('dialog').filter({ has: page.getByRole('textbox', { name: 'First name' }) });
  await see(panel.getByRole('textbox', { name: 'First name' }).and(focused));
  await fillIn(panel, { 'First name': 'Changed' });
  await key('Escape');
  const leave = page.getByRole('dialog', { name: 'Leave without saving?' });
  await press(leave, 'Keep editing');
  await gone(leave);
  await press(panel, 'Save');
  await gone(panel);
  await see(page.getByText(/^Changed \d+ is saved\.$/));
  await see(focused.and(page.getByRole('button', { name: /^Open Changed \d+$/ })));

  await key('?');
  const help = page.getByRole('dialog', { name: 'Keyboard' });
  for (const said of [
    'Search',
    'Next row',
    'Previous row',
    'Select the row',
    'Open the row',
    'Add users',
    'Close what is open',
  ])
    await see(help.getByText(said, { exact: true }));
  await key('Escape');
  await gone(help);
  await see(focused.and(page.getByRole('button', { name: /^Open Changed \d+$/ })));
  await key('a');
  await see(heading(page, 'Add users'), page.getByRole('textbox', { name: 'E-mail addresses' }).and(focused));
});

test('a person is edited beside the list, with everything that ever happened to them', async () => {
  const { page } = await withCrowd();
  await search(page).fill('aaron');
  // A row that is drawn anew while it is pressed would miss the click.
  await see(page.getByText('1 person', { exact: true }));
  await press(page, 'Open Aaron Abel');
  const panel = page.getByRole('dialog', { name: /^Aaron Abel/ });
  await fillIn(panel, { 'Last name': 'Abelson', Department: 'Finance' });
  await press(panel, 'Save');
  await see(page.getByText('Aaron Abelson is saved.'), row(page, 'Finance'));
  await press(page, 'Open Aaron Abelson');
  await see(panel.getByText('Changed by Olivia Owner'), panel.getByText('Added by Olivia Owner'));
  await see(panel.getByText('Department: Sales → Finance'));
  await page.keyboard.press('Escape');
  await press(page, 'Undo');
  await see(row(page, 'Aaron Abel').getByText('Sales'));
});

test('a list that is too wide for the page keeps its head, the names and the way sideways in sight', async () => {
  const { page } = await withCrowd(120);
  await page.setViewportSize({ width: 1024, height: 720 });
  const columns = 'name,email,type,addOns,department,group,role,status,lastSignInAt,createdAt';
  await page.goto(`/users?columns=${columns}`);
  const list = page.getByRole('region', { name: 'Users' });
  await see(list);
  await see(row(page, 'Crowd 1'));
  await page.evaluate('scrollTo(0, 3000)'); // rows are drawn near the visible part
  await row(page, 'Crowd 60').scrollIntoViewIfNeeded();
  const head = page.locator('[aria-hidden] th').filter({ hasText: 'Status' });
  const status = row(page, 'Crowd 60').getByText('Active');
  const name = row(page, 'Crowd 60').getByText('Crowd 60', { exact: true });
  const before = { head: await boxOf(head), name: await boxOf(name) };
  assert.ok(before.head.y >= 0 && before.head.y < 20, 'the head is where one looks');

  const bar = list.locator('xpath=following-sibling::div');
  const { y, height } = await boxOf(bar);
  assert.ok(y + height <= (page.viewportSize()?.height ?? 0), 'and so is the scroll bar');
  await bar.evaluate((element) => element.scrollTo(300, 0));
  await page.waitForFunction((element) => element?.scrollLeft === 300, await list.elementHandle());
  await see(status);
  assert.equal((await boxOf(name)).x, before.name.x, 'the names stay');
  const column = await boxOf(page.getByRole('columnheader', { name: 'Status' }));
  assert.ok(Math.abs((await boxOf(head)).x - column.x) < 1, 'the head goes along');
  await page.locator('[aria-hidden] th').getByText('Name').click();
  await see(page.getByRole('columnheader', { name: 'Name' }).and(page.locator('[aria-sort=descending]')));
});

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox();
  assert.ok(box, 'it is in the page');
  return box;
}

/** Waits until no visible place is empty, because of rows that are not drawn or still loading. */
async function allDrawnInSight(page: Page): Promise<void> {
  await page.evaluate(`new Promise((done, fail) => {
    setTimeout(() => fail(new Error('rows in sight stay empty')), ${patienceMs});
    const look = () => {
      const spaces = [...document.querySelectorAll('tbody > [aria-hidden]')].map((space) => space.getBoundingClientRect());
      if (spaces.some(({ top, bottom }) => bottom > 0 && top < innerHeight)) requestAnimationFrame(look);
      else done();
    };
    look();
  })`);
}

/** The first person whose row is visible, and its vertical position. */
const inSight = (page: Page) =>
  page.evaluate<[string, number]>(`(() => {
    const row = [...document.querySelectorAll('[data-row]')].find((each) => each.getBoundingClientRect().top > 100);
    return [row?.dataset.row ?? '', Math.round(row?.getBoundingClientRect().top ?? 0)];
  })()`);

test('a long list is drawn only where one looks, skips nobody, and Back returns to where one was', () =>
  muster.whereItDraws(async () => {
    const desk = await muster.openAsOwner();
    const { page } = desk;
    const people = 800;
    await addCrowd(muster.app, desk, people);
    await page.goto('/users?sort=email');
    await see(page.getByText('801 people'), row(page, 'Crowd 1'));
    const seen = new Set<string>();
    let most = 0;
    for (let end = false; !end; ) {
      await allDrawnInSight(page);
      const drawn = await page.evaluate<string[]>(
        `[...document.querySelectorAll('[data-row]')].map((row) => row.dataset.row)`,
      );
      for (const id of drawn) seen.add(id);
      most = Math.max(most, drawn.length);
      end = await page.evaluate<boolean>('scrollY + innerHeight >= document.documentElement.scrollHeight - 1');
      await page.evaluate('window.scrollBy(0, 700)');
    }
    await see(page.getByText('End of list'));
    assert.equal(seen.size, people + 1);
    assert.ok(most <= 500, `${most} rows at once`);

    await page.evaluate('window.scrollBy(0, -15000)');
    await allDrawnInSight(page);
    const before = await inSight(page);
    await page.getByRole('link', { name: 'Changes', exact: true }).click();
    await see(heading(page, 'Changes'));
    await page.goBack();
    await see(page.locator(`[data-row="${before[0]}"]`));
    assert.deepEqual(await inSight(page), before);
  }));

test('without a network, which Muster on the same machine does not need, everything goes on', async () => {
  const { page } = await withCrowd();
  await page.evaluate("window.dispatchEvent(new Event('offline'))");
  await search(page).fill('zoe');
  await see(page.getByText('1 person', { exact: true }), row(page, 'Zoë Ångström'));
  await row(page, 'Zoë Ångström')
    .getByRole('button', { name: /^Open / })
    .click();
  await fillIn(page, { Department: 'Research' });
  await press(page, 'Save');
  await see(row(page, 'Zoë Ångström').getByText('Research'));
});
