import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Change } from '../changes/engine/change.ts';
import { assertRefused } from '../testing/answers.ts';
import { startTestApp } from '../testing/app.ts';
import { plan, reached, refusals } from '../testing/changes.ts';
import type { Client } from '../testing/client.ts';
import { addCrowd } from '../testing/crowd.ts';
import { goodPassword } from '../testing/fresh-account.ts';
import { holdRows } from '../testing/held-row.ts';
import { applied, counts, planFile, undone } from '../testing/imports.ts';
import { assertSound } from '../testing/invariants.ts';
import type { User } from '../users/user.ts';
import { freshWorld, joined, type Person, type World } from './fixtures/world.ts';

const app = await startTestApp();
const crowdOf = { small: 20, large: 1_200 } as const;
type Size = keyof typeof crowdOf;
type Who = 'owner' | 'admin';

/** An account with a crowd, its Owner, two Admins and a Member. */
type Crowded = World & { second: Person; size: Size };

async function crowded(size: Size): Promise<Crowded> {
  const world = await freshWorld(app);
  const second = await joined(app, world.people.owner.browser, world.word, { role: 'admin' });
  await addCrowd(app, world, crowdOf[size]);
  return { ...world, second, size };
}

const entry = async (by: Client, id: string) => (await by.get<User>(`/v1/users/${id}`)).body;
/** Everyone except the Owner, the Admins and the Member. */
const others = ({ size }: Crowded) => crowdOf[size];

/** The person named in each place that tells who did it. */
async function namedIn({ people }: World, { id }: Pick<Change, 'id'>) {
  const { browser } = people.owner;
  const { body: change } = await browser.get<Change>(`/v1/changes/${id}`);
  const log = await browser.get<{ data: { actor: { id: string }; changeId: string | null }[] }>('/v1/audit?limit=500');
  const line = log.body.data.find(({ changeId }) => changeId === id);
  const crowd = await browser.get<{ data: User[] }>('/v1/users?search=crowd7@example.com&status=removed');
  const person =
    crowd.body.data[0] ?? (await browser.get<{ data: User[] }>('/v1/users?search=crowd7@example.com')).body.data[0];
  const history = await browser.get<{ data: { changeId: string; actor: { id: string } }[] }>(
    `/v1/users/${person?.id}/history`,
  );
  const told = history.body.data.find(({ changeId }) => changeId === id);
  return { change, audit: line?.actor.id, history: told?.actor.id };
}

async function assertNames(world: World, change: Pick<Change, 'id'>, planner: Person, applier: Person): Promise<void> {
  const named = await namedIn(world, change);
  assert.deepEqual(
    { actor: named.change.actor.id, plannedBy: named.change.plannedBy.id, audit: named.audit, history: named.history },
    { actor: applier.id, plannedBy: planner.id, audit: applier.id, history: applier.id },
  );
}

describe('a change is made with the rights of the person who applies it', () => {
  for (const size of ['small', 'large'] as const) {
    for (const planner of ['owner', 'admin'] as const) {
      for (const applier of ['owner', 'admin'] as const) {
        const title = `${size}, planned by the ${planner} and applied by the ${applier}`;
        it(`a removal of everyone: ${title}`, () => removal(size, planner, applier));
        it(`an import: ${title}`, () => fileImport(size, planner, applier));
        if (planner === 'owner') it(`new Admins: ${title}`, () => promotion(size, applier));
      }
    }
    it(`no ${size} plan is applied by a Member`, () => byMember(size));
  }
});

async function removal(size: Size, planner: Who, applier: Who): Promise<void> {
  const world = await crowded(size);
  const { people, second } = world;
  const planned = await plan(people[planner].browser, { where: {} }, { remove: true });
  assert.equal(planned.plannedBy.id, people[planner].id);
  const done = await applied(people[applier].browser, planned);
  const all = others(world) + 3;
  if (applier === 'owner') {
    assert.deepEqual([done.state, done.result?.remove, done.result?.refused], ['applied', all, 1]);
    assert.equal((await entry(people.owner.browser, second.id)).status, 'removed');
  } else {
    assert.deepEqual([done.state, done.result?.remove, done.result?.refused], ['applied', all - 2, 3]);
    for (const { id } of [people.owner, people.admin, second])
      assert.equal((await entry(people.owner.browser, id)).status, 'active');
  }
  await assertNames(world, planned, people[planner], people[applier]);
}

async function promotion(size: Size, applier: Who): Promise<void> {
  const world = await crowded(size);
  const { people } = world;
  const select = { where: { role: 'member' } };
  const planned = await plan(people.owner.browser, select, { set: { role: 'admin' } });
  const done = await applied(people[applier].browser, planned);
  const members = others(world) + 1;
  const role = (await entry(people.owner.browser, people.member.id)).role;
  if (applier === 'owner') assert.deepEqual([done.result?.update, role], [members, 'admin']);
  else assert.deepEqual([done.result?.update, done.result?.refused, role], [0, members, 'member']);
}

async function fileImport(size: Size, planner: Who, applier: Who): Promise<void> {
  const world = await crowded(size);
  const { people, second } = world;
  const crowd = Array.from({ length: others(world) }, (_, i) => `crowd${i + 1}@example.com`);
  const named = [people.owner.email, second.email, ...crowd];
  const file = `email,department\n${named.map((email) => `${email},Imported`).join('\n')}\n`;
  const planned = await planFile(people[planner].browser, file);
  assert.deepEqual(refusals(planned), planner === 'owner' ? {} : { owner_protected: 1 });
  const done = await applied(people[applier].browser, planned);
  const departments = await Promise.all(
    [people.owner, second].map(async ({ id }) => (await entry(people.owner.browser, id)).department),
  );
  if (applier === 'owner') {
    assert.deepEqual(
      [counts(done), departments],
      [
        [0, named.length, 0, 0],
        ['Imported', 'Imported'],
      ],
    );
  } else {
    assert.deepEqual(
      [counts(done), departments],
      [
        [0, named.length - 1, 0, 1],
        ['', 'Imported'],
      ],
    );
  }
  const rows = await people.owner.browser.get<{ data: { email: string; outcome: string; code: string | null }[] }>(
    `/v1/changes/${planned.id}/rows?limit=500`,
  );
  assert.equal(rows.status, 200, JSON.stringify(rows.body));
  const ownerRow = rows.body.data.find(({ email }) => email === people.owner.email);
  assert.deepEqual(
    [ownerRow?.outcome, ownerRow?.code],
    applier === 'owner' ? ['update', null] : ['refused', 'owner_protected'],
  );
  await assertNames(world, planned, people[planner], people[applier]);
}

async function byMember(size: Size): Promise<void> {
  const world = await crowded(size);
  const { owner, member } = world.people;
  const planned = await plan(owner.browser, { where: {} }, { remove: true });
  assertRefused(await member.browser.post(`/v1/changes/${planned.id}/apply`), 403, 'forbidden');
  assert.equal((await owner.browser.get<Change>(`/v1/changes/${planned.id}`)).body.state, 'planned');
}

describe('the person who planned a change', () => {
  for (const size of ['small', 'large'] as const) {
    it(`may be gone when a ${size} one is applied`, async () => {
      const world = await crowded(size);
      const { owner, admin } = world.people;
      const planned = await plan(admin.browser, { where: { role: 'member' } }, { set: { department: 'Planned' } });
      await owner.browser.delete(`/v1/users/${admin.id}`);
      const done = await applied(owner.browser, planned);
      assert.deepEqual([done.state, done.result?.update], ['applied', others(world) + 1]);
      await assertNames(world, planned, admin, owner);
    });
  }
});

/** Large enough that two chunks run at once and a third waits. */
const threeChunks = 20_500;

/** A change of three chunks. The first two run, and each waits for one of its people. */
async function underWay(world: World, { planner, applier }: { planner: Person; applier: Person }) {
  await addCrowd(app, world, threeChunks);
  const planned = await plan(planner.browser, { where: { role: 'member' } }, { set: { department: 'Half' } });
  const inBoth = "select from users where email_key in ('crowd5@example.com', 'crowd15000@example.com') for update";
  const held = await holdRows(app.sql, world.accountId, inBoth, []);
  assert.equal((await applier.browser.post(`/v1/changes/${planned.id}/apply`)).status, 202);
  await held.waited(2);
  return { planned, held };
}

/** Takes away a person's right to change others. */
async function take(owner: Client, id: string, loss: 'demoted' | 'deactivated' | 'removed'): Promise<void> {
  if (loss === 'removed') return assert.equal((await owner.delete(`/v1/users/${id}`)).status, 204);
  const asked = loss === 'demoted' ? { role: 'member' } : { status: 'deactivated' };
  assert.equal((await owner.patch(`/v1/users/${id}`, asked)).status, 200);
}

describe('a person who applied a change and loses the right before its end', () => {
  for (const loss of ['demoted', 'deactivated', 'removed'] as const) {
    it(`stops it when they are ${loss}; it says how many were done, names them, and is undone`, async () => {
      const world = await freshWorld(app);
      const { owner, admin } = world.people;
      const { planned, held } = await underWay(world, { planner: owner, applier: admin });
      await take(owner.browser, admin.id, loss);
      // Running chunks finish: they were judged while the person had the right. Chunks that were not begun stay.
      await held.release();
      const failed = await reached(owner.browser, planned, 'failed');
      assert.deepEqual(
        [failed.failure?.code, failed.result?.update, failed.progress.total],
        ['forbidden', 20_000, threeChunks + 1],
      );
      assert.match(failed.failure?.detail ?? '', /20000 of 20501 people/);
      await assertNames(world, planned, owner, admin);
      const back = await undone(owner.browser, planned);
      assert.deepEqual([back.state, back.result?.update], ['applied', 20_000]);
    });
  }

  it('does not stop what somebody else applied', async () => {
    const world = await freshWorld(app);
    const { owner, admin } = world.people;
    const { planned, held } = await underWay(world, { planner: admin, applier: owner });
    await take(owner.browser, admin.id, 'removed');
    await held.release();
    assert.equal((await reached(owner.browser, planned, 'applied')).result?.update, threeChunks + 1);
  });

  it('ends an undo of theirs, which another person then asks for again', async () => {
    const world = await freshWorld(app);
    const { owner, admin } = world.people;
    await addCrowd(app, world, threeChunks);
    const change = await plan(owner.browser, { where: { role: 'member' } }, { set: { department: 'Done' } });
    await applied(owner.browser, change);
    const inBoth = "select from users where email_key in ('crowd5@example.com', 'crowd15000@example.com') for update";
    const held = await holdRows(app.sql, world.accountId, inBoth, []);
    const begun = await admin.browser.post<Change>(`/v1/changes/${change.id}/undo`);
    assert.equal(begun.status, 202);
    await held.waited(2);
    await take(owner.browser, admin.id, 'demoted');
    await held.release();
    const failed = await reached(owner.browser, begun.body, 'failed');
    assert.equal(failed.result?.update, 20_000);
    assert.equal((await reached(owner.browser, change, 'applied')).undoneBy, null);
    const again = await undone(owner.browser, change);
    assert.deepEqual([again.state, again.result?.update, again.result?.unchanged], ['applied', 501, 20_000]);
    assert.equal((await reached(owner.browser, change, 'undone')).undoneBy, again.id);
  });
});

describe('an undo leaves out the people its actor may not change', () => {
  for (const size of ['small', 'large'] as const) {
    it(`says so, and a person who may undoes the rest of a ${size} change`, async () => {
      const world = await crowded(size);
      const { people, second } = world;
      const change = await applied(
        people.owner.browser,
        await plan(people.owner.browser, { where: {} }, { set: { status: 'deactivated' } }),
      );
      assert.equal(change.result?.update, others(world) + 3);
      await people.owner.browser.patch(`/v1/users/${people.admin.id}`, { status: 'active' });
      const again = { email: people.admin.email, password: goodPassword };
      assert.equal((await people.admin.browser.post('/v1/session', again)).status, 201);
      const partly = await undone(people.admin.browser, change);
      assert.deepEqual(
        [partly.state, partly.result?.update, partly.result?.unchanged, partly.result?.refused],
        ['applied', others(world) + 1, 1, 1],
      );
      const rows = await people.owner.browser.get<{ data: { userId: string; code: string }[] }>(
        `/v1/changes/${partly.id}/rows?outcome=refused`,
      );
      assert.deepEqual(
        rows.body.data.map(({ userId, code }) => [userId, code]),
        [[second.id, 'admin_protected']],
      );
      const left = (await people.owner.browser.get<Change>(`/v1/changes/${change.id}`)).body;
      assert.deepEqual([left.state, left.undoneBy, left.undoUntil !== null], ['applied', partly.id, true]);
      const rest = await undone(people.owner.browser, change);
      assert.deepEqual([rest.state, rest.result?.update, rest.result?.refused], ['applied', 1, 0]);
      assert.equal((await entry(people.owner.browser, second.id)).status, 'active');
      const whole = (await people.owner.browser.get<Change>(`/v1/changes/${change.id}`)).body;
      assert.deepEqual([whole.state, whole.undoneBy, whole.undoUntil], ['undone', rest.id, null]);
    });
  }
});

it('seats, counts, changes and the audit log agree in every account afterwards', () => assertSound(app));
