import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { paths } from '../paths.ts';
import { see } from './acts.ts';
import { startMuster } from './browser.ts';
import { livelyAccount } from './lively.ts';
import { placesOf } from './places.ts';

const muster = await startMuster();
const lively = await livelyAccount(muster.app);
const places = placesOf(lively);
const phone = { width: 360, height: 740 };

test('every address of the console is among the places judged here', () => {
  const judged = places.map(({ path }) => path);
  assert.deepEqual(
    Object.keys(paths).filter((name) => !judged.some((path) => path === name)),
    [],
  );
});

for (const { picture, at, shows, outside, act } of places) {
  test(`axe objects to nothing on the page “${picture}”, light, dark and on a phone, where it is no wider than the screen`, async () => {
    const page = await muster.open(outside ? {} : { as: lively.owner });
    await page.goto(at);
    await see(page.getByText(shows));
    await act?.(page);
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
  });
}

/** Colours on their way from light to dark are nobody's colours: judged is what stands still. */
const settled = `Promise.all(document.getAnimations()
  .filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity)
  .map((animation) => animation.finished.catch(() => {})))`;

async function objections(page: Page, rule?: string): Promise<string[]> {
  await page.evaluate(settled);
  // Axe would wait for ever for an answer from the mailbox's sandboxed frame.
  const only = rule ? { runOnly: [rule] } : {};
  const axe = new AxeBuilder({ page })
    .options({ iframes: false, resultTypes: ['violations'], ...only })
    .setLegacyMode(true);
  const { violations } = await axe.analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id} ${html} ${failureSummary ?? ''}`),
  );
}
