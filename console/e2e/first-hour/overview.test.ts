import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { prove } from '../../../server/testing/fresh-account.ts';
import { addPeople, joinedPerson } from '../../../server/testing/people.ts';
import { becomes, follow, gone, heading, press, row, see, signIn } from '../acts.ts';
import { startMuster } from '../browser.ts';

const muster = await startMuster();

const region = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const addressOf = (page: Page) => new URL(page.url()).pathname + decodeURIComponent(new URL(page.url()).search);

describe('the overview', () => {
  test('is where the Owner and Admins come after signing in, and a Member comes to their profile', async () => {
    const { owner, email, password, page } = await muster.openAsOwner();
    await page.goto('/');
    await see(heading(page, 'Overview'));
    const stranger = await muster.open();
    await signIn(stranger, email, password);
    await see(heading(stranger, 'Overview'));
    const places = stranger.getByRole('navigation', { name: 'Main' }).getByRole('link');
    assert.deepEqual((await places.allInnerTexts()).slice(0, 2), ['Overview', 'User management']);

    const admin = await joinedPerson(muster.app, owner, 'admin');
    const asAdmin = await muster.open({ as: admin.browser });
    await asAdmin.goto('/');
    await see(heading(asAdmin, 'Overview'));

    const member = await joinedPerson(muster.app, owner, 'member');
    const asMember = await muster.open({ as: member.browser });
    await asMember.goto('/');
    await see(heading(asMember, 'My profile'));
    await asMember.goto('/overview');
    await see(asMember.getByText('This page is for Admins'));
  });

  test('counts people, seats and invitations, and each number leads to its list', async () => {
    const { owner, page } = await muster.openAsOwner();
    await owner.put('/v1/billing/subscriptions/pro', { quantity: 4 });
    await addPeople(owner, 3, { type: 'pro' });
    await joinedPerson(muster.app, owner, 'member');
    await page.goto('/overview');
    const people = region(page, 'People');
    await see(people.getByText('5 people'));
    await see(people.getByRole('link', { name: 'Active 2' }), people.getByRole('link', { name: 'Pro 3' }));
    await see(region(page, 'Seats').getByText('3 of 4 seats held'), region(page, 'Seats').getByText('1 free'));
    await follow(people, 'Pending 3');
    await see(row(page, 'First1 Last1'));
    assert.equal(addressOf(page), '/users/pending');
    await page.goBack();
    await follow(people, 'Pro 3');
    await see(row(page, 'First2 Last2'), page.getByText('Type: Pro'));
    await page.goBack();
    await follow(region(page, 'Invitations'), 'Expire within 3 days 0');
    await see(page.getByText(/Invitation expires within/));
    await page.goBack();
    await follow(region(page, 'Invitations'), 'Mail came back 0');
    await becomes(() => addressOf(page), '/users/pending?mailState=bounced');
    await page.goBack();
    await follow(region(page, 'Seats'), 'All seats');
    await see(heading(page, 'Billing'));
  });

  test('shows the last changes, which lead to their pages', async () => {
    const { owner, page } = await muster.openAsOwner();
    await page.goto('/overview');
    const changes = region(page, 'Last changes');
    await see(changes.getByText('Nothing has been changed yet.'));
    await addPeople(owner, 2);
    await page.reload();
    await changes.getByRole('listitem').getByRole('link').click();
    await see(page.getByRole('link', { name: 'All changes' }));
    assert.match(addressOf(page), /^\/changes\/[\w-]+$/);
  });
});

describe('the checklist of a new account', () => {
  const listOf = (page: Page) => page.getByRole('region', { name: /^Set up / });

  test('ticks off what is done, and goes away by itself when all is', async () => {
    const desk = await muster.openAsOwner();
    const { owner, page } = desk;
    const served = { signIn: 'mailbox', invitations: 'server' };
    await page.goto('/');
    const list = listOf(page);
    await see(list.getByText('0 of 5 done'), list.getByRole('link', { name: 'Set a mail server' }));
    await see(list.getByRole('button', { name: 'Make a new link' }));
    await follow(list, 'Buy seats');
    await see(heading(page, 'Billing'));

    await prove(muster.app, desk);
    await owner.put('/v1/billing/subscriptions/pro', { quantity: 4 });
    await addPeople(owner, 1, { role: 'admin' });
    // The proof has ended the session of before.
    const later = await muster.open({ as: owner });
    await later.goto('/');
    await see(listOf(later).getByText('4 of 5 done'), listOf(later).getByRole('img', { name: 'Done', exact: true }));
    await later.route('**/v1/mail-delivery', (route) => route.fulfill({ json: served }));
    await later.reload();
    await see(region(later, 'People'));
    await gone(listOf(later));
  });

  test('can be put away, and stays away in this browser; then the notices tell what is missing', async () => {
    const { page } = await muster.openAsOwner();
    await page.goto('/');
    const notice = page.getByRole('region', { name: 'No mail server' });
    await see(listOf(page));
    await gone(notice);
    await press(page, 'Put this list away');
    await gone(listOf(page));
    await see(notice);
    await page.reload();
    await see(notice, region(page, 'People'));
    await gone(listOf(page));
  });
});

describe('an address that leads nowhere', () => {
  test('keeps the menu for those who are signed in, and leads others to the start', async () => {
    const { page } = await muster.openAsOwner();
    await page.goto('/users/adda');
    await see(heading(page, 'There is nothing here'));
    await follow(page.getByRole('navigation', { name: 'Main' }), 'Groups');
    await see(heading(page, 'Groups'));
    const stranger = await muster.open();
    await stranger.goto('/users/adda');
    await see(heading(stranger, 'There is nothing here'));
    await gone(stranger.getByRole('navigation', { name: 'Main' }));
  });

  test('a link to a person of another account, or to one whose data was erased, says that they are gone', async () => {
    const { owner, page } = await muster.openAsOwner();
    const { users } = await addPeople((await muster.openAsOwner()).owner, 1);
    await addPeople(owner, 1);
    for (const id of [users[0]?.id, 'nobody']) {
      await page.goto(`/users?user=${id}`);
      const panel = page.getByRole('dialog');
      await see(panel.getByText('This person is gone'));
      await press(panel, 'Back to the list');
      await gone(panel);
      await see(row(page, 'First1 Last1'));
    }
  });

  test('a link to a person in the trash offers to restore them', async () => {
    const { owner, page } = await muster.openAsOwner();
    const { users } = await addPeople(owner, 1);
    await owner.delete(`/v1/users/${users[0]?.id}`);
    await page.goto(`/users?user=${users[0]?.id}`);
    const panel = page.getByRole('dialog');
    await see(panel.getByText('This person is in the trash. Restore?'));
    await press(panel, 'Restore');
    await see(page.getByText('First1 Last1 is back.'));
  });

  test('a link to a change of another account says that it is gone', async () => {
    const { page } = await muster.openAsOwner();
    const { changeId } = await addPeople((await muster.openAsOwner()).owner, 1);
    await page.goto(`/changes/${changeId}`);
    await see(heading(page, 'This change is gone'));
    await follow(page, 'Back to the list');
    await see(heading(page, 'Changes'));
    await page.goto(`/users/import?change=${changeId}`);
    await see(page.getByText('It does not exist, or belongs to another account.'));
    await follow(page, 'Import another file');
    await see(page.getByRole('button', { name: 'Choose a file' }));
  });
});
