import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Download, Locator, Page } from 'playwright-core';
import { heading, press, row, see } from '../acts.ts';
import { startMuster } from '../browser.ts';

const muster = await startMuster();
const people = 10_000;
/** By line of the file. The first line is the header. */
const badRows: Record<number, string> = {
  101: 'jörg.ohne-at;Jörg;Groß;Vertrieb;Einkauf',
  202: 'person1@example.com;Doppelt;Gemoppelt;Vertrieb;Einkauf',
  303: ';Ohne;Adresse;Vertrieb;Einkauf',
  404: 'gruppenlos@example.com;Änne;Öztürk;Vertrieb;Gibt es nicht',
};

/** 10,000 people as a German Excel saves them: a byte order mark, semicolons, CRLF, umlauts, quotes; and some invalid rows. */
function excelFile(): Buffer {
  const lines = ['E-Mail;Vorname;Nachname;Abteilung;Gruppe'];
  for (let i = 1; i <= people; i++)
    lines.push(
      badRows[i + 1] ?? `person${i}@example.com;Jürgen;"Müßig ""${i}""; Straße";Forschung & Übersicht;Einkauf`,
    );
  return Buffer.from(`\uFEFF${lines.join('\r\n')}\r\n`);
}

test('10,000 people saved by Excel are imported, the bad rows named, the import undone and done again', async () => {
  const { page, owner } = await muster.openAsOwner();
  assert.equal((await owner.post('/v1/groups', { name: 'Einkauf' })).status, 201);
  await page.goto('/users');
  await page.getByRole('link', { name: 'Import', exact: true }).click();
  await see(heading(page, 'Import'));
  await plan(page);

  const read = page.getByRole('region', { name: 'How the file was read' });
  await see(read.getByText('10,000', { exact: true }), read.getByText('leute.csv'));
  assert.equal(await read.getByRole('combobox', { name: 'Encoding' }).inputValue(), 'UTF-8');
  assert.equal(await read.getByRole('combobox', { name: 'Separator' }).inputValue(), 'Semicolon');
  assert.equal(await read.getByRole('combobox', { name: 'What Abteilung means' }).inputValue(), 'Department');
  const what = page.getByRole('region', { name: 'What will happen' });
  await see(
    what.getByText('9,996 people are added'),
    what.getByText('4 skipped'),
    what.getByText('9,996 mails go to the mailbox of this server'),
  );
  await seeRows(page);
  await see(row(page, 'person1@example.com'), page.getByText('The first 100 rows.'));

  await apply(what);
  await see(page.getByRole('heading', { name: 'The import is done.' }), page.getByText('9,996 people were added'));
  await seeRows(page);
  await see(row(page, '101'), row(page, '202'), row(page, '303'), row(page, '404'));
  const importPage = page.url();

  // The same file back, each row with its outcome.
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download all rows' }).click();
  const lines = (await textOf(await downloading)).trimEnd().split('\r\n');
  assert.equal(lines.length, people + 1);
  assert.match(lines[0] ?? '', /^\uFEFF?E-Mail;Vorname;Nachname;Abteilung;Gruppe;status;reason$/);
  assert.match(lines[1] ?? '', /Müßig ""1""; Straße/);
  for (const line of Object.keys(badRows)) assert.match(lines[Number(line) - 1] ?? '', /;refused;.+/);
  assert.equal(lines.filter((line) => /;refused;/.test(line)).length, 4);

  await page.goto('/users?search=person77@example.com');
  await see(row(page, 'Jürgen Müßig "77"; Straße').getByText('Forschung & Übersicht'));
  await see(row(page, 'Jürgen Müßig "77"; Straße').getByText('Einkauf'));

  // After the undo all are gone; after another import all are back.
  await page.goto(importPage);
  await press(page, 'Undo');
  await press(page.getByRole('dialog', { name: 'Undo this change?' }), 'Undo');
  await see(page.getByText('9,996 people were removed'));
  await page.goto('/users');
  await see(page.getByText('Nobody else is here yet'));
  await page.goto('/users/import');
  await plan(page);
  await apply(what);
  await see(page.getByRole('heading', { name: 'The import is done.' }), page.getByText('9,996 people were added'));
  await page.goto('/users');
  await see(page.getByText('9,997 people'));

  // The same file again has nothing to do, and says so.
  await page.goto('/users/import');
  await plan(page);
  await see(
    what.getByText('Nothing to change.'),
    what.getByText('Everybody in this file is here already, just as it says.'),
    what.getByText('9,996 stay as they are'),
  );
  assert.equal(await page.getByRole('button', { name: /^Import [\d,]+ p/ }).count(), 0);
  await press(what, 'Import another file');
  await see(page.getByRole('button', { name: 'Choose a file' }));
});

/** Rows are drawn where a person looks. */
async function seeRows(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'Person by person' }).scrollIntoViewIfNeeded();
  await page.mouse.move(640, 400);
  await page.mouse.wheel(0, 600);
}

/** More than 100 mails ask for their number. */
async function apply(what: Locator): Promise<void> {
  await what.getByRole('textbox', { name: 'Type 9,996 to go on' }).fill('9996');
  await press(what, 'Import 9,996 people');
}

async function plan(page: Page): Promise<void> {
  const choosing = page.waitForEvent('filechooser');
  await press(page, 'Choose a file');
  await (await choosing).setFiles({ name: 'leute.csv', mimeType: 'text/csv', buffer: excelFile() });
  await see(page.getByText('leute.csv'));
  await press(page, 'Check the file');
  await see(page.getByRole('region', { name: 'What will happen' }));
}

test('a file that holds no address is refused in one sentence, and columns read wrongly are put right', async () => {
  const { page } = await muster.openAsOwner();
  await page.goto('/users/import');
  const choose = async (name: string, text: string) => {
    const choosing = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: /^Choose (a|another) file$/ }).click();
    await (await choosing).setFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
    await press(page, 'Check the file');
  };
  await choose('recipe.csv', 'flour;200 g\r\nmilk;0.5 l\r\n');
  await see(page.getByRole('alert'));

  await choose('swapped.csv', 'email,last name,first name\r\nada@example.com,Ada,Lovelace\r\n');
  await seeRows(page);
  await see(page.getByText('Lovelace Ada'));
  const read = page.getByRole('region', { name: 'How the file was read' });
  for (const [column, field] of [
    ['last name', 'First name'],
    ['first name', 'Last name'],
  ] as const) {
    await read.getByRole('combobox', { name: `What ${column} means` }).click();
    await page.getByRole('option', { name: field, exact: true }).click();
  }
  await press(read, 'Read it again like this');
  await seeRows(page);
  await see(page.getByText('Ada Lovelace'));
  await press(page, 'Import 1 person');
  await see(page.getByText('1 person was added'));
});

async function textOf(download: Download): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}
