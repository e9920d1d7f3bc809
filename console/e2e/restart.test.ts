import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { goodPassword } from '../../server/testing/fresh-account.ts';
import { freePort, Process } from '../../server/testing/process.ts';
import { fillIn, follow, heading, press, row, see } from './acts.ts';
import { launch } from './browser.ts';

const browser = await launch();
after(() => browser.close());
const data = mkdtempSync(join(tmpdir(), 'muster-data-'));
after(() => rmSync(data, { recursive: true, force: true, maxRetries: 10 }));

test('after kill -9 and after Ctrl-C, Muster starts again and everything is there, the sign-in too', async () => {
  const port = await freePort();
  const environment = { PORT: String(port), MUSTER_DATA: data, HOME: data };
  const first = new Process(environment);
  await first.says(/Muster is ready: open http/);
  const page = await browser.newPage({ baseURL: `http://localhost:${port}` });
  await signUpAndWork(page);

  first.child.kill('SIGKILL');
  await first.exitCode();
  await page.getByRole('button', { name: 'Name' }).click();
  await see(page.getByText('The server does not answer.'));
  const second = new Process(environment);
  await second.says(/Muster is ready/);
  await everythingIsThere(page);

  // Ctrl-C: running requests are answered, then it exits normally.
  second.child.kill('SIGINT');
  assert.equal(await second.exitCode(), 0);
  const third = new Process(environment);
  await third.says(/Muster is ready/);
  await everythingIsThere(page);
  third.child.kill('SIGINT');
  assert.equal(await third.exitCode(), 0);
});

async function signUpAndWork(page: Page): Promise<void> {
  await page.goto('/');
  await fillIn(page, {
    'Account name': 'Acme',
    'First name': 'Olga',
    'Last name': 'Owner',
    'E-mail address': 'olga@acme.example',
    Password: goodPassword,
  });
  await press(page, 'Create the account');
  await follow(page, 'Billing');
  const pro = page.getByRole('region', { name: 'Pro', exact: true });
  await fillIn(pro, { 'Seats bought of Pro': '5' });
  await press(pro, 'Buy');
  await see(pro.getByText('5 free'));
  await page.goto('/users/add');
  await fillIn(page, { 'E-mail addresses': 'ada@acme.example' });
  await press(page, 'Add');
  await see(page.getByText('1 person was added; the invitation is in the mailbox'));
  await page.goto('/users');
  await see(row(page, 'ada@acme.example'));
}

async function everythingIsThere(page: Page): Promise<void> {
  await page.goto('/users');
  await see(
    heading(page, 'User management'),
    row(page, 'Olga Owner'),
    row(page, 'ada@acme.example').getByText('Pending'),
  );
  await page.goto('/billing');
  await see(page.getByRole('region', { name: 'Pro', exact: true }).getByText('5 free'));
  await page.goto('/mailbox');
  await see(page.getByRole('link', { name: /ada@acme\.example/ }));
  await page.goto('/changes');
  await see(row(page, 'Olga Owner'));
}
