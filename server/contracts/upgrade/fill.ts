import assert from 'node:assert/strict';
import type { TestApp } from '../../testing/app.ts';
import { apply, plan, planAndApply, undo } from '../../testing/changes.ts';
import type { Client } from '../../testing/client.ts';
import { freshAccount, goodPassword, mailTo } from '../../testing/fresh-account.ts';
import { planFile } from '../../testing/imports.ts';
import { buySeats } from '../../testing/seats.ts';
import { textFields } from '../../users/rules/fields.ts';
import type { User } from '../../users/user.ts';

/** The content of a dump that tests know. */
export const filled = {
  owner: 'olivia@upgrade.example',
  password: goodPassword,
  /** One user of each status. The expired one was invited three days before the dump, for one day. */
  people: {
    pending: 'pending@upgrade.example',
    expired: 'expired@upgrade.example',
    active: 'active@upgrade.example',
    deactivated: 'deactivated@upgrade.example',
    removed: 'removed@upgrade.example',
  },
  /** A person who is invited at a date. */
  scheduled: 'scheduled@upgrade.example',
  imported: 'imported@upgrade.example',
  /** Each field that people type, of the active user. */
  texts: Object.fromEntries(textFields.map((field) => [field, `${field} “ü”`])),
  departments: { before: 'Research & Design', after: 'Œuvres' },
  request: { path: '/v1/groups', body: { name: 'Sales' }, key: 'upgrade-0001' },
  views: ['Mine', 'Ours'],
} as const;

/** A small account with a row of every kind, made as people make it. Mail to two of its people still waits. */
export async function fill(app: TestApp): Promise<void> {
  const { owner, ownerId } = await freshAccount(app, { email: filled.owner, accountName: 'Upgrade Company' });
  await buySeats(owner, { pro: 5, webinar: 2 });
  await invite(owner, filled.people.expired, { type: 'pro' }, 1);
  await app.clock.forward('3 days');
  const groupId = await repeatable(owner);
  await peopleOfEachStatus(app, owner, groupId);
  await fillFields(owner, ownerId);
  await changesOfEachState(owner, groupId);
  await links(app, owner);
  assert.equal((await owner.patch('/v1/mail-settings', { replyTo: filled.owner })).status, 200);
  for (const [name, shared] of [
    [filled.views[0], false],
    [filled.views[1], true],
  ] as const) {
    const view = { name, shared, filter: { search: 'active', type: 'pro' }, columns: ['department'] };
    assert.equal((await owner.post('/v1/views', view)).status, 201);
  }
  await leaveWaiting(app, owner);
}

/** A group, made by a request whose answer is stored. */
async function repeatable(owner: Client): Promise<string> {
  const { path, body, key } = filled.request;
  const made = await owner.post<{ id: string }>(path, body, { headers: { 'idempotency-key': key } });
  assert.equal(made.status, 201);
  return made.body.id;
}

async function peopleOfEachStatus(app: TestApp, owner: Client, groupId: string): Promise<void> {
  await owner.patch('/v1/account', { invitationDays: 30 });
  const { active, deactivated, removed } = filled.people;
  await join(app, owner, active, { type: 'pro', addOns: ['webinar'], groupId, role: 'admin' });
  await join(app, owner, deactivated, { groupId });
  await join(app, owner, removed, { type: 'pro' });
  for (const [email, change] of [
    [deactivated, { set: { status: 'deactivated' } }],
    [removed, { remove: true }],
  ] as const)
    await planAndApply(owner, { where: { search: email } }, change);
  await invite(owner, filled.scheduled, { invite: await inTwoDays(app) });
}

async function inTwoDays(app: TestApp): Promise<string> {
  const { rows } = await app.sql.query<{ at: string }>("select iso(muster_now() + interval '2 days') as at");
  return rows[0]?.at ?? '';
}

/** Every field of one user that is empty for the others. */
async function fillFields(owner: Client, managerId: string): Promise<void> {
  const id = await idOf(owner, filled.people.active);
  const { status, body } = await owner.patch(`/v1/users/${id}`, { ...filled.texts, managerId });
  assert.equal(status, 200, JSON.stringify(body));
}

async function idOf(owner: Client, email: string): Promise<string> {
  const { body } = await owner.get<{ data: User[] }>(`/v1/users?search=${encodeURIComponent(email)}`);
  const [user] = body.data;
  assert.ok(user);
  return user.id;
}

async function changesOfEachState(owner: Client, groupId: string): Promise<void> {
  const { before, after } = filled.departments;
  const everyone = { where: { status: 'active' } };
  await planAndApply(owner, everyone, { set: { department: before } });
  await undo(owner, await planAndApply(owner, everyone, { set: { groupId } }));
  await planAndApply(owner, everyone, { set: { department: after } });
  const cancelled = await plan(owner, everyone, { set: { type: 'pro' } });
  assert.equal((await owner.post(`/v1/changes/${cancelled.id}/cancel`)).status, 200);
  await plan(owner, everyone, { set: { department: 'Not yet' } });
  await apply(owner, await planFile(owner, `email,first name,type\n${filled.imported},Ivy,pro\nnobody,,\n`));
  await planFile(owner, `email;Vorname\nlater@upgrade.example;Zoë\n${filled.people.active};Álvaro\n`);
}

/** Links of each kind: to confirm the Owner's address, to set a new password, and to a new address. */
async function links(app: TestApp, owner: Client): Promise<void> {
  await mailTo(app, filled.owner, /Confirm your e-mail/);
  assert.equal((await app.browser().post('/v1/password-resets', { email: filled.people.active })).status, 202);
  const email = 'olivia.new@upgrade.example';
  assert.equal((await owner.post('/v1/profile/email', { email, password: goodPassword })).status, 202);
  await mailTo(app, email);
}

/** An invitation whose queue is paused, and a mail whose job has not begun. */
async function leaveWaiting(app: TestApp, owner: Client): Promise<void> {
  assert.equal((await owner.patch('/v1/mail-queue', { paused: true })).status, 200);
  await invite(owner, filled.people.pending, { type: 'pro' });
  await app.tools.worker.stop();
  assert.equal((await app.browser().post('/v1/password-resets', { email: filled.owner })).status, 202);
}

type Settings = { invite?: string; type?: string; groupId?: string; addOns?: string[]; role?: 'admin' | 'member' };

async function invite(owner: Client, email: string, settings: Settings, days?: number): Promise<User> {
  if (days !== undefined) await owner.patch('/v1/account', { invitationDays: days });
  const person = { email, firstName: 'Zoë', lastName: 'O’Hara "Quote"', department: 'Line\\Break' };
  const { status, body } = await owner.post<{ added: User[] }>('/v1/users', { users: [person], ...settings });
  assert.equal(status, 201, JSON.stringify(body));
  const [user] = body.added;
  assert.ok(user);
  return user;
}

async function join(app: TestApp, owner: Client, email: string, settings: Settings): Promise<void> {
  const { id } = await invite(owner, email, settings);
  const { body } = await owner.post<{ link: string }>(`/v1/users/${id}/invitation-link`);
  const token = body.link.split('/').at(-1);
  const given = { firstName: 'Jo', lastName: 'Joiner', password: goodPassword };
  assert.equal((await app.browser().post(`/v1/invitations/${token}/accept`, given)).status, 201);
}
