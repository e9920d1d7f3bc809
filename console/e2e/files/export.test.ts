import assert from 'node:assert/strict';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import type { Download } from 'playwright-core';
import { choose, openWithCrowd, press, row, see } from '../acts.ts';
import { startMuster } from '../browser.ts';

const muster = await startMuster();

test('what the list shows is exported in its order, as a spreadsheet of the person’s language reads it', async () => {
  const { page, owner } = await openWithCrowd(muster, 20);
  const german = await muster.open({ as: owner, locale: 'de-DE', timezoneId: 'Europe/Berlin' });
  await german.goto('/users?sort=-name&status=active');
  await see(row(german, 'Olivia Owner'));
  await press(german, 'Export');
  const dialog = german.getByRole('dialog', { name: 'Export people' });
  await see(dialog.getByText(/^The file holds the 2\d people your filter shows\.$/));
  await dialog.getByText('CSV', { exact: true }).click();
  assert.equal(await dialog.getByRole('combobox', { name: 'Separator' }).inputValue(), 'Semicolon');
  assert.equal(await dialog.getByRole('combobox', { name: 'Times' }).inputValue(), '28.11.2026 15:04');
  await see(dialog.getByText('Local time of Europe/Berlin'));
  await dialog.getByRole('checkbox', { name: 'Added' }).check();
  const downloading = german.waitForEvent('download');
  await dialog.getByRole('link', { name: 'Download' }).click();
  const file = await downloading;
  assert.match(file.suggestedFilename(), /^Example Company users - active - \d{4}-\d\d-\d\d\.csv$/);
  const lines = (await textOf(file)).trimEnd().split('\n');
  assert.match(lines[0] ?? '', /^Email;First name;Last name;.*;Added;/);
  assert.match(lines[1] ?? '', /;\d\d\.\d\d\.\d{4} \d\d:\d\d;/);
  const names = lines.slice(1).map((line) => line.split(';').slice(1, 3).join(' ').replaceAll('"', ''));
  const shown = await german
    .getByRole('button', { name: /^Open / })
    .evaluateAll((all) => all.map((button) => button.getAttribute('aria-label')?.replace('Open ', '')));
  assert.deepEqual(names.slice(0, 3), shown.slice(0, 3));

  // The next export begins with the last choices.
  await german.reload();
  await press(german, 'Export');
  await see(dialog.getByRole('combobox', { name: 'Separator' }));
  assert.ok(await dialog.getByRole('checkbox', { name: 'Added' }).isChecked());
  await choose(dialog, 'Separator', 'Tab');
  await dialog.getByText('Excel (.xlsx)').click();
  const workbook = german.waitForEvent('download');
  await dialog.getByRole('link', { name: 'Download' }).click();
  assert.match((await workbook).suggestedFilename(), /\.xlsx$/);

  // Another browser begins with what its own language needs.
  await page.goto('/users');
  await press(page, 'Export');
  assert.equal(await page.getByRole('combobox', { name: 'Times' }).inputValue(), '28/11/2026 15:04');
});

async function textOf(download: Download): Promise<string> {
  return text(await download.createReadStream());
}
