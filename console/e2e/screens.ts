import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { demoAccount } from '../../workshop/demo/account.ts';
import { see } from './acts.ts';
import { type Options, startMuster } from './browser.ts';
import { type Place, placesOf } from './places.ts';

/** Takes the screenshots in docs/screens. It runs like a test, to use its database and built console. */
const folder = join(import.meta.dirname, '../../docs/screens');
const muster = await startMuster();
const demo = await demoAccount(muster.app);
const places = placesOf(demo);

mkdirSync(folder, { recursive: true });
const looks: { ending: string; options: Options }[] = [
  { ending: '', options: { colorScheme: 'light' } },
  { ending: '-dark', options: { colorScheme: 'dark' } },
  { ending: '-phone', options: { viewport: { width: 360, height: 740 } } },
];
for (const { ending, options } of looks)
  test(`the pictures of the console${ending}`, async () => {
    const inside = await muster.open({ as: demo.owner, ...options });
    const outside = await muster.open(options);
    for (const place of places) await take(place.outside ? outside : inside, place, ending);
  });

async function take(page: Page, { at, shows, act, picture }: Place, ending: string): Promise<void> {
  await page.goto(at);
  await see(page.getByText(shows));
  await act?.(page);
  // Counts and suggestions that load a moment later belong in the screenshot too.
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: join(folder, `${picture}${ending}.png`), caret: 'hide' });
}
