import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { demoAccount } from '../../workshop/demo/account.ts';
import { paths } from '../paths.ts';
import { see } from './acts.ts';
import { startMuster } from './browser.ts';
import { type Place, placesOf } from './places.ts';

const muster = await startMuster();
const demo = await demoAccount(muster.app);
const places = placesOf(demo);
const axe = readFileSync(join(import.meta.dirname, '../../node_modules/axe-core/axe.min.js'), 'utf8');
const desk = { width: 1280, height: 800 };
const phone = { width: 360, height: 740 };

/** One page for signed-out visitors and one for the Owner: a new browser for each place would take longer than the check. */
const pages: { outside?: Page; inside?: Page } = {};
async function pageOf({ outside }: Place): Promise<Page> {
  const kind = outside ? 'outside' : 'inside';
  const open = pages[kind];
  const page = open && !open.isClosed() ? open : await muster.openForAll(outside ? {} : { as: demo.owner });
  pages[kind] = page;
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(desk);
  return page;
}

test('every address of the console is among the places judged here', () => {
  const judged = places.map(({ path }) => path);
  assert.deepEqual(
    Object.keys(paths).filter((name) => !judged.some((path) => path === name)),
    [],
  );
});

for (const place of places) {
  test(`axe objects to nothing on the page “${place.picture}”, light, dark and on a phone, where it is no wider than the screen`, () =>
    muster.whereItDraws(async () => {
      const page = await pageOf(place);
      await page.goto(place.at);
      await see(page.getByText(place.shows));
      await place.act?.(page);
      await page.evaluate(axe);
      assert.deepEqual(await objections(page), [], 'light');
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.locator('html[data-mantine-color-scheme="dark"]').waitFor({ state: 'attached' });
      assert.deepEqual(await objections(page, 'color-contrast'), [], 'dark');
      await page.emulateMedia({ colorScheme: 'light' });
      await page.setViewportSize(phone);
      assert.deepEqual(await objections(page), [], 'on a phone');
      assert.ok(
        (await page.evaluate<number>('document.documentElement.scrollWidth')) <= phone.width,
        'no wider than the screen',
      );
    }));
}

/** Colours during a transition from light to dark are not final, so only the settled page is checked. */
const settled = `Promise.all(document.getAnimations()
  .filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity)
  .map((animation) => animation.finished.catch(() => {})))`;

async function objections(page: Page, rule?: string): Promise<string[]> {
  await page.evaluate(settled);
  // Axe would wait forever for an answer from the mailbox's sandboxed frame.
  const options = { iframes: false, selectors: false, resultTypes: ['violations'], ...(rule && { runOnly: [rule] }) };
  const judge = `axe.run(document, ${JSON.stringify(options)}).then(({ violations }) => violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => [id, html, failureSummary].join(' '))))`;
  return page.evaluate<string[]>(judge);
}
