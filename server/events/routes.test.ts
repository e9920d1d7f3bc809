import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { z } from 'zod';
import { assertRefused } from '../testing/answers.ts';
import { rowsIn, startTestApp } from '../testing/app.ts';
import { feedEnd, feedPage, readOn, typesOf } from '../testing/feed.ts';
import { freshAccount } from '../testing/fresh-account.ts';
import { holdRows } from '../testing/held-row.ts';
import { assertSound } from '../testing/invariants.ts';
import { addPeople } from '../testing/people.ts';
import { program } from '../testing/programs.ts';
import { waitUntil } from '../testing/wait-until.ts';
import type { Event } from './event.ts';

const app = await startTestApp();
const side = z.looseObject({ department: z.string().optional() }).optional();
const departmentAfter = (event: Event | undefined) => side.parse(event?.data.after)?.department;
const departmentBefore = ({ data }: Event) => side.parse(data.before)?.department;

describe('the feed', () => {
  it('gives some types, by name and by beginning, and goes on where it was', async () => {
    const { owner } = await freshAccount(app);
    const { users } = await addPeople(owner, 20);
    await owner.post('/v1/groups', { name: 'Sales' });
    await owner.delete(`/v1/users/${users[3]?.id}`);
    for (const limit of ['1', '500']) {
      const { events } = await readOn(owner, null, { types: 'user.removed,group.*', limit });
      assert.deepEqual(typesOf(events), ['group.created', 'user.removed']);
    }
    assertRefused(await owner.get('/v1/events?types=user.invented'), 400, 'invalid_request');
    assertRefused(await owner.get('/v1/events?after=nonsense'), 400, 'invalid_cursor');
    assertRefused(await owner.get('/v1/events?limit=501'), 400, 'invalid_request');
  });

  it('gives a cursor at its end, and after it only what is new', async () => {
    const { owner } = await freshAccount(app);
    const { cursor } = await readOn(owner, null);
    assert.deepEqual(await feedPage(owner, { after: cursor }), { data: [], nextCursor: cursor, more: false });
    await owner.post('/v1/groups', { name: 'Sales' });
    const one = await feedPage(owner, { after: cursor, limit: '1' });
    assert.deepEqual([typesOf(one.data), one.more], [['group.created'], false]);
  });

  it('needs audit.read and users.read', async () => {
    const { owner } = await freshAccount(app);
    for (const permissions of [['audit.read'], ['users.read']])
      assertRefused(await (await program(app, owner, { permissions })).get('/v1/events'), 403, 'forbidden');
    await feedPage(await program(app, owner, { permissions: ['audit.read', 'users.read'] }));
  });

  it('is kept for 30 days; an older cursor is told to begin again', async () => {
    const { owner: person } = await freshAccount(app);
    const owner = await program(app, person);
    const first = (await feedPage(owner, { limit: '1' })).nextCursor;
    await owner.post('/v1/groups', { name: 'Sales' });
    const second = await feedEnd(owner);
    await app.clock.forward('29 days');
    await owner.post('/v1/groups', { name: 'Art' });
    await app.clock.forward('2 days');
    await sweep();
    assertRefused(await owner.get(`/v1/events?after=${first}`), 410, 'cursor_too_old');
    const rest = await readOn(owner, second, { types: 'group.*' });
    assert.deepEqual(
      rest.events.map(({ data }) => data['name']),
      ['Art'],
    );
    assert.deepEqual(typesOf((await readOn(owner, null)).events).includes('account.created'), false);
    await app.sql.query('update clock set moved_by = $1', ['0']);
  });

  it('notices a cursor of another account, and of a database that was restored', async () => {
    const { owner } = await freshAccount(app);
    const { owner: other, accountId } = await freshAccount(app);
    await addPeople(other, 1);
    const { cursor } = await readOn(other, null);
    assertRefused(await owner.get(`/v1/events?after=${cursor}`), 410, 'cursor_too_old');
    // As after a restore, since when other things have happened at the same places.
    await rowsIn(app, accountId, 'update feed_entries set id = gen_random_uuid()');
    assertRefused(await other.get(`/v1/events?after=${cursor}`), 410, 'cursor_too_old');
  });

  it('keeps the order of commits: what commits late comes late, and holds up no other account', async () => {
    const { owner, accountId } = await freshAccount(app);
    const { owner: other } = await freshAccount(app);
    const { users } = await addPeople(owner, 2);
    const after = await feedEnd(owner);
    const held = await holdRows(app.sql, accountId, 'select from users where id = $1 for update', [users[0]?.id]);
    const slow = owner.patch(`/v1/users/${users[0]?.id}`, { department: 'Slow' });
    await held.waited();
    await owner.patch(`/v1/users/${users[1]?.id}`, { department: 'Quick' });
    const begun = await feedEnd(other);
    await other.post('/v1/groups', { name: 'Sales' });
    assert.equal((await readOn(other, begun)).events.length, 1);
    const early = await readOn(owner, after, { types: 'user.*' });
    assert.deepEqual(
      early.events.map(({ data }) => data.user?.['department']),
      ['Quick'],
    );
    await held.release();
    await slow;
    const late = await readOn(owner, early.cursor, { types: 'user.*' });
    assert.deepEqual(
      late.events.map(({ data }) => data.user?.['department']),
      ['Slow'],
    );
  });

  it('misses nothing and gives nothing twice while twenty write and one reads, and keeps the order of each person', async () => {
    const { owner } = await freshAccount(app);
    const { users } = await addPeople(owner, 40);
    const ids = users.map(({ id }) => id);
    let cursor = await feedEnd(owner);
    const written = new Set<string>();
    const writers = Array.from({ length: 20 }, async (_, w) => {
      for (let n = 0; n < 15; n++) {
        const id = ids[(w * 7 + n * 13) % ids.length] ?? '';
        const department = `${w}-${n}`;
        const { status } =
          n % 5 === 4
            ? await owner.post('/v1/changes', {
                select: { ids: ids.slice(w % 20, (w % 20) + 9) },
                do: { set: { department } },
                apply: true,
              })
            : await owner.patch(`/v1/users/${id}`, { department });
        assert.ok(status < 300, String(status));
        written.add(department);
      }
    });
    const done = Promise.all(writers).then(() => 'done');
    const read: Event[] = [];
    for (let ended = false; ; ) {
      const state = ended ? 'done' : await Promise.race([done, feedPage(owner, { after: cursor, limit: '50' })]);
      if (state === 'done') {
        ended = true;
        const rest = await readOn(owner, cursor);
        read.push(...rest.events);
        break;
      }
      if (typeof state === 'string') break;
      read.push(...state.data);
      cursor = state.nextCursor;
    }
    assert.equal(new Set(read.map(({ id }) => id)).size, read.length);
    const seen = new Set(read.map(departmentAfter));
    assert.deepEqual(
      [...written].filter((department) => !seen.has(department)),
      [],
    );
    for (const id of ids) {
      const own = read.filter(({ type, data }) => type === 'user.updated' && data.user?.id === id);
      for (const [i, event] of own.entries())
        if (i > 0) assert.equal(departmentBefore(event), departmentAfter(own[i - 1]));
      const { body } = await owner.get<{ department: string }>(`/v1/users/${id}`);
      if (own.length > 0) assert.equal(body.department, departmentAfter(own.at(-1)));
    }
  });
});

async function sweep(): Promise<void> {
  await app.sql.query("update jobs set run_at = '-infinity' where name = 'trash.sweep'");
  app.tools.worker.nudge();
  await waitUntil(async () => {
    const { rows } = await app.sql.query(
      "select from jobs where name = 'trash.sweep' and run_at > '-infinity' and lease_until is null",
    );
    return rows.length > 0 ? true : null;
  }, 'the sweep');
}

it('afterwards seats, counts, changes and the audit log agree in every account', () => assertSound(app));
