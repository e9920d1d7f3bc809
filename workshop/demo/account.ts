import assert from 'node:assert/strict';
import type { TestApp } from '../../server/testing/app.ts';
import type { Client, Reply } from '../../server/testing/client.ts';
import { freshAccount, goodPassword, mailTo } from '../../server/testing/fresh-account.ts';
import { insideAccount } from '../../server/testing/inside.ts';
import { waitUntil } from '../../server/testing/wait-until.ts';
import type { User } from '../../server/users/user.ts';
import { prove } from './browser.ts';
import { first, lately, later, next, type Person, silent } from './lively-people.ts';

type LinkKind = 'welcome' | 'reset' | 'confirm' | 'email-change';

export type Lively = {
  owner: Client;
  accountId: string;
  /** A mailed link of each kind, still good. */
  links: Record<LinkKind, string>;
  /** An import that was applied, and one whose plan waits. */
  imported: string;
  planned: string;
  /** A saved view, shared. */
  view: string;
};

const email = 'marta.lindqvist@halden.example';

/** A small company some weeks after it began: people of every status, mail of every kind, changes of every sort. The same each time. */
export async function livelyAccount(app: TestApp): Promise<Lively> {
  await app.clock.forward('-23 days');
  const { owner, accountId } = await freshAccount(app, { email, accountName: 'Halden Instruments' });
  await good(owner.patch('/v1/profile', { firstName: 'Marta', lastName: 'Lindqvist' }));
  await prove(app, { owner, email });
  await firstDay(app, owner);
  await app.clock.forward('12 days');
  await signInAnew(owner);
  const imported = await importFile(owner, 'spring-intake.csv', later, true);
  await app.clock.forward('9 days');
  await thisWeek(owner);
  await visit(app, ['amara.okafor', 'david.reyes', 'hiro.sato']);
  await app.clock.forward('2 days');
  await today(app, owner, accountId);
  const planned = await importFile(owner, 'autumn-intake.csv', next, false);
  const view = await saveViews(owner);
  return { owner, accountId, links: await linksOf(app, owner), imported, planned, view };
}

async function firstDay(app: TestApp, owner: Client): Promise<void> {
  const seats = { pro: 20, corp: 5, webinar: 4, 'large-meeting': 2, 'cloud-recording': 6 };
  for (const [product, quantity] of Object.entries(seats))
    await good(owner.put(`/v1/billing/subscriptions/${product}`, { quantity }));
  const groups: string[] = [];
  for (const name of ['Bergen', 'Lisbon', 'Toronto'])
    groups.push((await good(owner.post<{ id: string }>('/v1/groups', { name }))).id);
  // Whoever does not answer within ten days is seen under Expired today.
  await good(owner.patch('/v1/account', { invitationDays: 10 }));
  const [bergen = '', lisbon = '', toronto = ''] = groups;
  const pro = await add(owner, first.slice(0, 4), { type: 'pro', groupId: bergen, addOns: ['webinar'] });
  const basic = await add(owner, first.slice(4), { groupId: lisbon });
  await add(owner, silent, { type: 'pro', groupId: toronto });
  for (const user of [...pro, ...basic]) await join(app, owner, user);
  await good(owner.patch('/v1/account', { invitationDays: 30 }));
  const [amara, , , david] = pro;
  assert.ok(amara && david);
  await good(owner.patch(`/v1/users/${amara.id}`, { role: 'admin' }));
  await good(owner.patch(`/v1/users/${david.id}`, { type: 'corp' }));
}

async function thisWeek(owner: Client): Promise<void> {
  await change(owner, { where: { department: 'Firmware' } }, { set: { type: 'pro' } });
  await add(owner, lately, {});
  const [farid] = await found(owner, 'farid');
  await good(owner.patch(`/v1/users/${farid?.id}`, { status: 'deactivated' }));
  const [greta] = await found(owner, 'greta');
  await good(owner.delete(`/v1/users/${greta?.id}`));
}

/** The mail server's words are written where its answers are kept, since here no mail leaves the house. */
async function today(app: TestApp, owner: Client, accountId: string): Promise<void> {
  for (const name of ['kofi', 'lena']) for (const user of await found(owner, name)) await join(app, owner, user);
  await insideAccount(app.sql, accountId, async (client) => {
    const told = `update users set mail_state = $2, mail_detail = $3, mail_at = muster_now() where email like $1 || '%'`;
    await client.query(told, ['una', 'bounced', '550 5.1.1 No mailbox here by that name']);
    await client.query(told, ['viktor', 'delayed', '451 4.7.1 Greylisted, please try again in five minutes']);
  });
  const { id } = await change(owner, { where: { department: 'Support' } }, { set: { department: 'Customer care' } });
  await good(owner.post(`/v1/changes/${id}/undo`));
}

async function linksOf(app: TestApp, owner: Client): Promise<Lively['links']> {
  const other = await freshAccount(app, { email: 'noor@brightwater.example', accountName: 'Brightwater' });
  await good(app.browser().post('/v1/password-resets', { email }));
  await good(owner.post('/v1/profile/email', { email: 'marta@halden.example', password: goodPassword }));
  const link = async (to: string, kind: LinkKind) => {
    const { links } = await mailTo(app, to, new RegExp(`/${kind}/`));
    return new URL(links.find((address) => address.includes(`/${kind}/`)) ?? '').pathname;
  };
  return {
    welcome: await link('wren.adeyemi@halden.example', 'welcome'),
    reset: await link(email, 'reset'),
    confirm: await link(other.email, 'confirm'),
    'email-change': await link('marta@halden.example', 'email-change'),
  };
}

async function saveViews(by: Client): Promise<string> {
  const columns = ['department', 'group', 'status'];
  const save = (name: string, filter: object, shared: boolean) =>
    good(by.post<{ id: string }>('/v1/views', { name, filter, sort: '-createdAt', columns, shared }));
  await save('Pro in Bergen', { type: 'pro' }, false);
  await save('Not answered yet', { status: 'pending' }, false);
  return (await save('Optics', { department: 'Optics' }, true)).id;
}

/** A sign-in that nobody used for two weeks has ended. */
async function signInAnew(owner: Client): Promise<void> {
  await good(owner.post('/v1/session', { email, password: goodPassword }));
}

async function visit(app: TestApp, names: string[]): Promise<void> {
  for (const name of names)
    await good(app.browser().post('/v1/session', { email: `${name}@halden.example`, password: goodPassword }));
}

async function add(by: Client, users: Person[], settings: object): Promise<User[]> {
  return (await good(by.post<{ added: User[] }>('/v1/users', { users, ...settings }))).added;
}

async function join(app: TestApp, by: Client, { id, firstName, lastName }: User): Promise<void> {
  const { link } = await good(by.post<{ link: string }>(`/v1/users/${id}/invitation-link`));
  const accept = `/v1/invitations/${link.split('/').at(-1)}/accept`;
  await good(app.browser().post(accept, { firstName, lastName, password: goodPassword }));
}

async function found(by: Client, search: string): Promise<User[]> {
  return (await good(by.get<{ data: User[] }>(`/v1/users?search=${search}`))).data;
}

type Planned = { id: string; state: string };

function change(by: Client, select: object, what: object): Promise<Planned> {
  return good(by.post<Planned>('/v1/changes', { select, do: what, apply: true }));
}

/** A file with two rows that cannot be used. */
async function importFile(by: Client, fileName: string, people: Person[], apply: boolean): Promise<string> {
  const rows = people.map((person) => [person.email, person.firstName, person.lastName, person.department, 'Toronto']);
  rows.splice(3, 0, ['no-address-here', 'Nobody', 'Atall', 'Optics', 'Toronto']);
  rows.push(['lost@halden.example', 'Lost', 'Group', 'Optics', 'Atlantis']);
  const text = [['E-mail', 'First name', 'Last name', 'Department', 'Group'], ...rows]
    .map((row) => row.join(';'))
    .join('\r\n');
  const path = `/v1/changes?source=csv&type=basic&fileName=${fileName}`;
  const extra = { headers: { 'content-type': 'text/csv' } };
  const { id } = await good(by.send<Planned>('POST', path, text, extra));
  await reached(by, id, 'planned');
  if (apply) await good(by.post(`/v1/changes/${id}/apply`));
  if (apply) await reached(by, id, 'applied');
  return id;
}

function reached(by: Client, id: string, state: string): Promise<Planned> {
  return waitUntil(async () => {
    const { body } = await by.get<Planned>(`/v1/changes/${id}`);
    return body.state === state ? body : null;
  }, `the import to be ${state}`);
}

async function good<Body>(answer: Promise<Reply<Body>>): Promise<Body> {
  const { status, body } = await answer;
  assert.ok(status < 300, JSON.stringify(body));
  return body;
}
