import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { paths } from '../paths.ts';
import { see } from './acts.ts';
import { type Options, startMuster } from './browser.ts';
import { livelyAccount } from './lively.ts';
import { type Place, placesOf } from './places.ts';

const muster = await startMuster();
const lively = await livelyAccount(muster.app);
const places = placesOf(lively);

const looks: Record<string, Options> = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  'on a phone': { colorScheme: 'light', viewport: { width: 360, height: 740 }, hasTouch: true },
};

test('every address of the console is among the places judged here', () => {
  assert.deepEqual(
    Object.keys(paths).filter((name) => !places.some((place) => place.path === name)),
    [],
  );
});

for (const [look, options] of Object.entries(looks)) {
  test(`${look}: no page has anything that axe objects to, or is wider than the screen`, async () => {
    const inside = await muster.open({ as: lively.owner, ...options });
    const outside = await muster.open(options);
    const objections: string[] = [];
    for (const place of places) objections.push(...(await judge(place.outside ? outside : inside, place)));
    assert.deepEqual(objections, []);
  });
}

async function judge(page: Page, { at, shows, act }: Place): Promise<string[]> {
  await page.goto(at);
  await see(page.getByText(shows));
  await act?.(page);
  const found = await violations(page);
  const overflow = await page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  return [...found, ...(overflow > 0 ? [`${overflow} px wider than the screen`] : [])].map((what) => `${at}: ${what}`);
}

async function violations(page: Page): Promise<string[]> {
  // Axe would wait for ever for an answer from the mailbox's sandboxed frame.
  const axe = new AxeBuilder({ page }).options({ iframes: false }).setLegacyMode(true);
  const { violations: found } = await axe.analyze();
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id} ${html} ${failureSummary ?? ''}`),
  );
}
