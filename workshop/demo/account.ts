import assert from 'node:assert/strict';
import {
  createMuster,
  type Muster,
  type NewApiKey,
  type UpdateUser,
  type User,
  type UserFilter,
  type View,
} from '../../client/index.ts';
import type { Client } from '../../server/testing/client.ts';
import { freshAccount, goodPassword, mailTo, prove } from '../../server/testing/fresh-account.ts';
import { insideAccount } from '../../server/testing/inside.ts';
import { add, change, type DemoServer, found, importFile, join } from './actions.ts';
import { type Crowd, crowdArrives, crowdMost, crowdMoves, crowdOf, planForCrowd } from './crowd.ts';
import { first, lately, later, next, type Person, silent } from './people.ts';
import { makeWebhooks } from './webhooks.ts';

type LinkKind = 'welcome' | 'reset' | 'confirm' | 'email-change';

export type DemoAccount = {
  owner: Client;
  accountId: string;
  /** A valid mailed link of each kind. */
  links: Record<LinkKind, string>;
  /** An applied import, and one whose plan waits. */
  imported: string;
  planned: string;
  /** A shared view. */
  view: string;
  /** A webhook with deliveries. */
  webhook: string;
};

export const ownerEmail = 'marta.lindqvist@halden.example';
export const adminEmail = 'amara.okafor@halden.example';
/** The Owner and the people of the story. The rest is the crowd. */
export const fewestPeople = 1 + first.length + silent.length + later.length + lately.length;
export const mostPeople = fewestPeople + crowdMost;

/**
 * A company some weeks after its start: people of every status, mail of every kind, changes of every sort. The same each time. It has
 * `people` people, including removed ones, who all have the same password.
 */
export async function demoAccount(
  app: DemoServer,
  { people = fewestPeople, password = goodPassword } = {},
): Promise<DemoAccount> {
  const crowd = crowdOf(people - fewestPeople);
  await app.clock.forward('-23 days');
  const { owner: browser, accountId } = await freshAccount(app, {
    email: ownerEmail,
    accountName: 'Halden Instruments',
    password,
  });
  const owner = createMuster(browser);
  await owner.PATCH('/v1/profile', { body: { firstName: 'Marta', lastName: 'Lindqvist' } });
  await prove(app, { owner: browser, email: ownerEmail });
  await firstDay(app, owner, crowd, password);
  await app.clock.forward('12 days');
  await signInAnew(owner, password);
  const imported = await importPeople(owner, 'spring-intake.csv', later, true);
  await app.clock.forward('9 days');
  await thisWeek(app, owner, crowd, password);
  await visit(app, ['amara.okafor', 'david.reyes', 'hiro.sato'], password);
  await app.clock.forward('2 days');
  await today(app, owner, accountId, password);
  const planned = await importPeople(owner, 'autumn-intake.csv', next, false);
  if (crowd.early.length > 0) await planForCrowd(owner);
  const view = await saveViews(owner);
  const links = await linksOf(app, owner, password);
  const webhook = await makeWebhooks(app, owner, accountId);
  return { owner: browser, accountId, links, imported, planned, view, webhook };
}

async function firstDay(app: DemoServer, owner: Muster, { early }: Crowd, password: string): Promise<void> {
  const more = (share: number) => Math.ceil(early.length * share);
  const seats = {
    pro: 20 + more(0.4),
    corp: 5 + more(0.15),
    webinar: 4 + more(0.15),
    'large-meeting': 2 + more(0.1),
    'cloud-recording': 6 + more(0.2),
  };
  for (const [product, quantity] of Object.entries(seats))
    await owner.PUT('/v1/billing/subscriptions/{product}', { params: { path: { product } }, body: { quantity } });
  const groups: string[] = [];
  for (const name of ['Bergen', 'Lisbon', 'Toronto'])
    groups.push((await owner.POST('/v1/groups', { body: { name } })).data.id);
  // An invitation without an answer for ten days is expired today.
  await owner.PATCH('/v1/account', { body: { invitationDays: 10 } });
  const [bergen = '', lisbon = '', toronto = ''] = groups;
  const pro = await add(owner, first.slice(0, 4), { type: 'pro', groupId: bergen, addOns: ['webinar'] });
  const basic = await add(owner, first.slice(4), { groupId: lisbon });
  await add(owner, silent, { type: 'pro', groupId: toronto });
  for (const user of [...pro, ...basic]) await join(app, owner, user, password);
  if (early.length > 0) await crowdArrives(app, owner, early, password);
  await owner.PATCH('/v1/account', { body: { invitationDays: 30 } });
  const [amara, , , david] = pro;
  assert.ok(amara && david);
  await edit(owner, amara, { role: 'admin' });
  await edit(owner, david, { type: 'corp' });
}

async function edit(owner: Muster, { id }: User, body: UpdateUser): Promise<void> {
  await owner.PATCH('/v1/users/{id}', { params: { path: { id } }, body });
}

async function thisWeek(app: DemoServer, owner: Muster, crowd: Crowd, password: string): Promise<void> {
  await change(owner, { where: { department: 'Firmware' } }, { set: { type: 'pro' } });
  if (crowd.early.length > 0) await crowdMoves(owner, crowd);
  await add(owner, lately, {});
  const [farid] = await found(owner, { search: 'farid' });
  assert.ok(farid);
  await makeKeys(app, owner, farid, password);
  await edit(owner, farid, { status: 'deactivated' });
  const [greta] = await found(owner, { search: 'greta' });
  assert.ok(greta);
  await owner.DELETE('/v1/users/{id}', { params: { path: { id: greta.id } } });
}

/** Programs of this account. The key of this person stops with them. */
async function makeKeys(app: DemoServer, owner: Muster, person: User, password: string): Promise<void> {
  await edit(owner, person, { role: 'admin' });
  const admin = createMuster(app.browser());
  await admin.POST('/v1/session', { body: { email: person.email, password } });
  const made: [Muster, NewApiKey][] = [
    [
      admin,
      {
        name: 'Payroll',
        permissions: ['users.read', 'users.edit', 'users.access', 'invitations.manage', 'groups.read', 'groups.manage'],
      },
    ],
    [owner, { name: 'Sign-up form of the shop', permissions: ['users.read', 'groups.read', 'invitations.manage'] }],
    [owner, { name: 'Export to the warehouse', permissions: ['users.read', 'audit.read', 'billing.read'] }],
  ];
  for (const [by, body] of made) {
    const { key } = (await by.POST('/v1/api-keys', { body })).data;
    const program = createMuster({ url: app.browser().url, apiKey: key });
    await program.GET('/v1/users');
  }
}

/** Writes the mail server's answers directly into the database, because no mail leaves this machine. */
async function today(app: DemoServer, owner: Muster, accountId: string, password: string): Promise<void> {
  for (const name of ['kofi', 'lena'])
    for (const user of await found(owner, { search: name })) await join(app, owner, user, password);
  await insideAccount(app.sql, accountId, async (client) => {
    const told = `update users set mail_state = $2, mail_detail = $3, mail_at = muster_now() where email like $1 || '%'`;
    await client.query(told, ['una', 'bounced', '550 5.1.1 No mailbox here by that name']);
    await client.query(told, ['viktor', 'delayed', '451 4.7.1 Greylisted, please try again in five minutes']);
  });
  const { id } = await change(owner, { where: { department: 'Support' } }, { set: { department: 'Customer care' } });
  await owner.POST('/v1/changes/{id}/undo', { params: { path: { id } } });
}

async function linksOf(app: DemoServer, owner: Muster, password: string): Promise<DemoAccount['links']> {
  const other = await freshAccount(app, { email: 'noor@brightwater.example', accountName: 'Brightwater', password });
  await createMuster(app.browser()).POST('/v1/password-resets', { body: { email: ownerEmail } });
  await owner.POST('/v1/profile/email', { body: { email: 'marta@halden.example', password } });
  const link = async (to: string, kind: LinkKind) => {
    const { links } = await mailTo(app, to, new RegExp(`/${kind}/`));
    return new URL(links.find((address) => address.includes(`/${kind}/`)) ?? '').pathname;
  };
  return {
    welcome: await link('wren.adeyemi@halden.example', 'welcome'),
    reset: await link(ownerEmail, 'reset'),
    confirm: await link(other.email, 'confirm'),
    'email-change': await link('marta@halden.example', 'email-change'),
  };
}

async function saveViews(by: Muster): Promise<string> {
  const columns: View['columns'] = ['department', 'group', 'status'];
  const save = async (name: string, filter: UserFilter, shared: boolean) =>
    (await by.POST('/v1/views', { body: { name, filter, sort: '-createdAt', columns, shared } })).data;
  await save('Pro in Bergen', { type: 'pro' }, false);
  await save('Not answered yet', { status: 'pending' }, false);
  return (await save('Optics', { department: 'Optics' }, true)).id;
}

/** A sign-in that was unused for two weeks has ended. */
async function signInAnew(owner: Muster, password: string): Promise<void> {
  await owner.POST('/v1/session', { body: { email: ownerEmail, password } });
}

async function visit(app: DemoServer, names: string[], password: string): Promise<void> {
  for (const name of names)
    await createMuster(app.browser()).POST('/v1/session', { body: { email: `${name}@halden.example`, password } });
}

/** A file with two invalid rows. */
function importPeople(by: Muster, fileName: string, people: Person[], apply: boolean): Promise<string> {
  const rows = people.map((person) => [person.email, person.firstName, person.lastName, person.department, 'Toronto']);
  rows.splice(3, 0, ['no-address-here', 'Nobody', 'Atall', 'Optics', 'Toronto']);
  rows.push(['lost@halden.example', 'Lost', 'Group', 'Optics', 'Atlantis']);
  return importFile(by, fileName, [['E-mail', 'First name', 'Last name', 'Department', 'Group'], ...rows], { apply });
}
