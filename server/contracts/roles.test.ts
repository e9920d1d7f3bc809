import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { assertRefused } from '../testing/answers.ts';
import { startTestApp } from '../testing/app.ts';
import type { Client, Reply } from '../testing/client.ts';
import { freshEmail, goodPassword } from '../testing/fresh-account.ts';
import type { User } from '../users/user.ts';
import {
  type Act,
  acts,
  beforehand,
  bulk,
  importLine,
  personIn,
  refusalOf,
  type Status,
  type Way,
} from './fixtures/acts.ts';
import { freshWorld, joined, type World } from './fixtures/world.ts';

/** yes: it is done. same: it was so already, and nothing happens. -: there is no such case. Otherwise the code of the refusal. */
type Cell = string;
const columns = [
  'owner on admin',
  'owner on member',
  'owner on self',
  'admin on owner',
  'admin on admin',
  'admin on member',
  'admin on self',
] as const;

/** Written by hand from rules 4 and 5 of the product, in the order of columns. A Member may do none of it, to anyone. */
// biome-ignore format: a table is read in columns
const table: Record<keyof typeof acts, readonly Cell[]> = {
  'give a type':               ['yes',  'yes',  'yes',             'owner_protected', 'yes',             'yes',            'yes'],
  'change the department':     ['yes',  'yes',  'yes',             'owner_protected', 'yes',             'yes',            'yes'],
  'change the name':           ['yes',  'yes',  'yes',             'owner_protected', 'yes',             'yes',            'yes'],
  'change the e-mail':         ['yes',  'yes',  'owner_protected', 'owner_protected', 'admin_protected', 'yes',            'self_protected'],
  'deactivate':                ['yes',  'yes',  'owner_protected', 'owner_protected', 'admin_protected', 'yes',            'self_protected'],
  'reactivate':                ['yes',  'yes',  '-',               '-',               'admin_protected', 'yes',            '-'],
  'remove':                    ['yes',  'yes',  'owner_protected', 'owner_protected', 'admin_protected', 'yes',            'self_protected'],
  'restore':                   ['yes',  'yes',  '-',               '-',               'admin_protected', 'yes',            '-'],
  'send the invitation again': ['yes',  'yes',  '-',               '-',               'admin_protected', 'yes',            '-'],
  'copy the invitation link':  ['yes',  'yes',  '-',               '-',               'admin_protected', 'yes',            '-'],
  'make an Admin':             ['same', 'yes',  'owner_protected', 'owner_protected', 'same',            'role_forbidden', 'same'],
  'make a Member':             ['yes',  'same', 'owner_protected', 'owner_protected', 'role_forbidden',  'same',           'self_protected'],
  'hand over the account':     ['yes',  'yes',  'transfer_target', 'forbidden',       'forbidden',       'forbidden',      'forbidden'],
};
/** An actor that may not make Admins is refused before any person is judged. */
// biome-ignore format: a table is read in columns
const inBulk: Partial<typeof table> = {
  'make an Admin':             ['same', 'yes',  'owner_protected', 'role_forbidden',  'role_forbidden',  'role_forbidden', 'role_forbidden'],
};
const ways = ['console', 'bulk', 'csv', 'undo'] as const satisfies Way[];
const names = [
  'give a type',
  'change the department',
  'change the name',
  'change the e-mail',
  'deactivate',
  'reactivate',
  'remove',
  'restore',
  'send the invitation again',
  'copy the invitation link',
  'make an Admin',
  'make a Member',
  'hand over the account',
] as const;

const app = await startTestApp();
const home = await freshWorld(app);
await home.people.owner.browser.put('/v1/billing/subscriptions/corp', { quantity: 1000 });
let tried = 0;
after(() => assert.ok(tried > 200, `${tried} cells were tried`));

for (const way of ways) {
  describe(`who may do what to whom, by ${way}`, () => {
    for (const name of names) {
      const act: Act = acts[name];
      if (act[way === 'undo' ? 'undoOf' : way] === undefined) continue;
      for (const [n, column] of columns.entries()) {
        const cell = (way === 'bulk' ? inBulk[name] : undefined)?.[n] ?? table[name][n] ?? '';
        if (!exists(way, act, column, cell)) continue;
        it(`${name}, ${column}: ${cell}`, () => tryCell(way, act, column, cell));
      }
      it(`${name}, member on anybody: forbidden`, () => tryMember(way, act));
    }
  });
}

/** Not every act can be the undo of an opposite one. */
function exists(way: Way, { undoOf }: Act, column: string, cell: Cell): boolean {
  if (cell === '-') return false;
  if (way !== 'undo' || undoOf === undefined) return true;
  if (undoOf.role !== undefined) return column.endsWith(undoOf.role === 'admin' ? ' member' : ' admin');
  if (!/ (self|owner)$/.test(column)) return true;
  return (
    (undoOf.from === 'active' && cell !== 'owner_protected') || (column === 'admin on owner' && ofSettings(undoOf.body))
  );
}

/** What the Owner may do to their own entry, so that it can be undone. */
function ofSettings(steps: readonly unknown[]): boolean {
  return /type|department|firstName/.test(JSON.stringify(steps));
}

async function tryCell(way: Way, act: Act, column: string, cell: Cell): Promise<void> {
  const [actor = '', , whom = ''] = column.split(' ');
  const changesOwner = act === acts['hand over the account'] && cell === 'yes';
  const world = changesOwner ? await freshWorld(app) : home;
  const freshSelf = way === 'undo' && whom === 'self' && actor === 'admin';
  const self = freshSelf
    ? await joined(app, world.people.owner.browser, world.word, { role: 'admin' })
    : world.people[actor === 'owner' ? 'owner' : 'admin'];
  const target = whom === 'self' ? self : await targetOf(world, way, act, whom, cell);
  if (whom === 'self' || whom === 'owner') await putBack(world, target.id);
  await judge(world, { way, act, cell }, self.browser, target);
}

type Target = { id: string; email: string };

async function judge(
  world: World,
  { way, act, cell }: { way: Way; act: Act; cell: Cell },
  actor: Client,
  target: Target,
) {
  const { browser: owner } = world.people.owner;
  const changeId = way === 'undo' ? await beforehand(owner, target.id, act.undoOf?.body ?? []) : '';
  const before = await entry(owner, target.id);
  const reply = await perform(way, act, actor, target, changeId);
  const now = await entry(owner, target.id);
  const said = JSON.stringify(reply.body);
  assert.equal(refusalOf(reply), cell === 'yes' || cell === 'same' ? null : cell, said);
  if (cell === 'yes') assert.deepEqual(act.shows(now), act.done, said);
  else assert.deepEqual(now, before, said);
  tried++;
}

function perform(way: Way, act: Act, actor: Client, { id, email }: Target, changeId: string): Promise<Reply<unknown>> {
  if (way === 'undo') return actor.post(`/v1/changes/${changeId}/undo`);
  if (way === 'bulk') return bulk(actor, id, act.bulk);
  if (way === 'csv' && act.csv) return importLine(actor, act.csv, email);
  assert.ok(act.console);
  return act.console(actor, id);
}

/** A person whom a refusal left unchanged is reused. */
const untouched = new Map<string, Target>();

async function targetOf(world: World, way: Way, act: Act, whom: string, cell: Cell): Promise<Target> {
  if (whom === 'owner') return world.people.owner;
  const role = whom === 'admin' ? 'admin' : 'member';
  if (way === 'undo') return personIn(world, act.undoOf?.from ?? 'active', act.undoOf?.role ?? role);
  const key = `${act.from} ${role}`;
  const kept = world === home ? untouched.get(key) : undefined;
  const target = kept ?? (await personIn(world, act.from, role));
  if (cell === 'yes') untouched.delete(key);
  else if (world === home) untouched.set(key, target);
  return target;
}

async function putBack({ people }: World, id: string): Promise<void> {
  await people.owner.browser.patch(`/v1/users/${id}`, { type: 'basic', department: 'Back', firstName: 'Back' });
}

/** A user's entry without the changing state of the mail. */
async function entry(owner: Client, id: string): Promise<User> {
  const { status, body } = await owner.get<User>(`/v1/users/${id}`);
  assert.equal(status, 200);
  return {
    ...body,
    mail: body.mail && { ...body.mail, state: body.mail.state === 'mailbox' ? 'queued' : body.mail.state, at: '' },
  };
}

async function tryMember(way: Way, act: Act): Promise<void> {
  const { owner, admin, member } = home.people;
  const from: Status = way === 'undo' ? 'active' : act.from;
  const others = [
    await targetOf(home, 'console', { ...act, from }, 'member', '-'),
    await targetOf(home, 'console', { ...act, from }, 'admin', '-'),
  ];
  const self = from === 'active' ? [member, owner, admin] : [];
  const changeId = way === 'undo' ? await beforehand(owner.browser, member.id, [{ department: freshEmail() }]) : '';
  for (const target of [...others, ...self]) {
    const before = await entry(owner.browser, target.id);
    assertRefused(await perform(way, act, member.browser, target, changeId), 403, 'forbidden');
    assert.deepEqual(await entry(owner.browser, target.id), before);
    tried++;
  }
}

describe('roles, besides the table', () => {
  it('a role never comes from a CSV file, whatever its column is called', async () => {
    const { browser } = home.people.owner;
    for (const header of ['role', 'Role', 'user role', 'Rolle', 'isAdmin', 'admin', 'status', 'owner']) {
      const email = freshEmail();
      const file = `email,first name,${header}\n${email},Ann,admin\n${home.people.member.email},Bob,admin\n`;
      const plan = await browser.send<{ id: string }>('POST', '/v1/changes?source=csv', file, {
        headers: { 'content-type': 'text/csv' },
      });
      assert.equal(plan.status, 201);
      await browser.post(`/v1/changes/${plan.body.id}/apply`);
      for (const address of [email, home.people.member.email]) {
        const { body } = await browser.get<{ data: User[] }>(`/v1/users?search=${encodeURIComponent(address)}`);
        assert.deepEqual(
          body.data.map((user) => user.role),
          ['member'],
          header,
        );
      }
    }
  });

  it('an Admin invites Members and no Admin; the Owner invites both, and nobody invites an Owner', async () => {
    const { owner, admin } = home.people;
    const invite = (by: Client, role: string) => by.post('/v1/users', { users: [{ email: freshEmail() }], role });
    assert.equal((await invite(admin.browser, 'member')).status, 201);
    assertRefused(await invite(admin.browser, 'admin'), 403, 'role_forbidden');
    assert.equal((await invite(owner.browser, 'admin')).status, 201);
    for (const by of [owner, admin]) assertRefused(await invite(by.browser, 'owner'), 400, 'invalid_request');
  });

  it('an Admin does not erase a removed Admin', async () => {
    const { id } = await personIn(home, 'removed', 'admin');
    assertRefused(await home.people.admin.browser.post(`/v1/users/${id}/erase`), 403, 'forbidden');
    assert.equal((await home.people.owner.browser.post(`/v1/users/${id}/erase`)).status, 204);
  });

  it('whoever was made an Admin cannot undo that for themselves', async () => {
    const { browser } = home.people.owner;
    const { id, browser: own } = await joined(app, browser, home.word, { role: 'member' });
    const changeId = await beforehand(browser, id, [{ role: 'admin' }]);
    assert.equal(refusalOf(await own.post(`/v1/changes/${changeId}/undo`)), 'self_protected');
    assert.equal((await entry(browser, id)).role, 'admin');
  });

  for (const steps of [[{ role: 'admin' }], [{ status: 'deactivated' }, { status: 'active' }], ['remove', 'restore']]) {
    it(`what led to somebody who is the Owner by now is not undone: ${JSON.stringify(steps)}`, async () => {
      const { people } = await freshWorld(app);
      const { id } = people.member;
      const changeId = await beforehand(people.owner.browser, id, steps);
      const given = await people.owner.browser.post('/v1/account/transfer', { userId: id, password: goodPassword });
      assert.equal(given.status, 200);
      const undone = await people.owner.browser.post(`/v1/changes/${changeId}/undo`);
      assert.equal(refusalOf(undone), 'owner_protected', JSON.stringify(undone.body));
      const user = await entry(people.owner.browser, id);
      assert.deepEqual([user.role, user.status], ['owner', 'active']);
    });
  }
});
