import assert from 'node:assert/strict';
import { inspect, isDeepStrictEqual } from 'node:util';
import type { Locator, Page } from 'playwright-core';
import { addCrowd } from '../../server/testing/crowd.ts';
import { waitUntil } from '../../server/testing/wait-until.ts';
import type { Muster, OwnerAtDesk } from './browser.ts';

/** Common actions of stories, by the words that a person reads. */

export async function see(...seen: Locator[]): Promise<void> {
  for (const locator of seen) await locator.first().waitFor();
}

export async function gone(...hidden: Locator[]): Promise<void> {
  for (const locator of hidden) await locator.first().waitFor({ state: 'hidden' });
}

/** Waits until the value is as expected: a page may say that something is saved before it shows it. */
export async function becomes<T>(read: () => Promise<T> | T, expected: T): Promise<void> {
  let last: T;
  await waitUntil(
    async () => {
      last = await read();
      return isDeepStrictEqual(last, expected) || null;
    },
    () => `${inspect(expected)}, and read ${inspect(last)}`,
  );
}

export function heading(page: Page, name: string | RegExp): Locator {
  return page.getByRole('heading', { name, exact: true, level: 1 });
}

/** Picks an option from the list with this label. */
export async function choose(scope: Page | Locator, label: string, option: string | RegExp): Promise<void> {
  const page = 'keyboard' in scope ? scope : scope.page();
  await scope.getByRole('combobox', { name: label, exact: true }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

/** Filters the list of users by a status. */
export async function chooseStatus(page: Page, status: string): Promise<void> {
  await press(page, /^Status: /);
  await page.getByRole('menuitemradio', { name: status, exact: true }).click();
}

export async function press(scope: Page | Locator, name: string | RegExp): Promise<void> {
  await scope.getByRole('button', { name, exact: true }).click();
}

export async function follow(scope: Page | Locator, name: string | RegExp): Promise<void> {
  await scope.getByRole('link', { name, exact: true }).click();
}

/** The row of this person. */
export function row(page: Page, text: string | RegExp): Locator {
  return page.getByRole('row').filter({ hasText: text });
}

/** An action of the menu in a person's row. */
export async function fromMenu(page: Page, person: string, action: string): Promise<void> {
  await press(row(page, person), /^Actions for /);
  await page.getByRole('menuitem', { name: action, exact: true }).click();
}

export async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await press(page, 'Sign in');
}

export async function signOut(page: Page): Promise<void> {
  await press(page, /^You: /);
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await see(heading(page, 'Sign in'));
}

/** Types into fields, found by their labels. */
export async function fillIn(scope: Page | Locator, fields: Record<string, string>): Promise<void> {
  for (const [label, text] of Object.entries(fields)) await field(scope, label).fill(text);
}

export function field(scope: Page | Locator, label: string): Locator {
  const named = { name: label, exact: true };
  return scope.getByRole('textbox', named).or(scope.getByRole('combobox', named)).first();
}

/** Two people to find among a crowd called Crowd 1, Crowd 2, …; a small crowd, unless it must fill several screens. */
export async function openWithCrowd(muster: Muster, crowd = 20): Promise<OwnerAtDesk> {
  const desk = await muster.openAsOwner();
  await addCrowd(muster.app, desk, crowd);
  const users = [
    { email: 'zoe@example.com', firstName: 'Zoë', lastName: 'Ångström', department: 'Design' },
    { email: 'aaron@example.com', firstName: 'Aaron', lastName: 'Abel', department: 'Sales' },
  ];
  const { status } = await desk.owner.post('/v1/users', { users });
  assert.equal(status, 201);
  await desk.page.goto('/users');
  await see(desk.page.getByText(`${crowd + 3} people`));
  return desk;
}

export const search = (page: Page) => page.getByRole('searchbox', { name: 'Search name or e-mail' });
