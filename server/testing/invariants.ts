import assert from 'node:assert/strict';
import type pg from 'pg';
import { type Catalog, products } from '../seats/catalog.ts';
import type { TestApp } from './app.ts';
import { accountIds, insideAccount } from './inside.ts';

export type Violation = { accountId: string; rule: string; found: string };

/**
 * What holds in every account between any two transactions, whatever clients did, in any order, and however often a server was killed. Each
 * query returns one row per violation. $1 is the account. Queries about seats take $2, the paid products; those about add-ons take $2, the
 * types that each add-on needs.
 */
const live = `(u.status = 'active' or (u.status = 'pending' and u.expires_at > muster_now()))`;
const done = `h.applied_at is not null`;

const ofSeats: Record<string, string> = {
  'seats.held is what users hold by the clock, and what running changes keep for themselves': `
    select p as product, coalesce(s.held, 0) - coalesce(gone.n, 0) as held, users.n as by_users, reserved.n as reserved
    from unnest($2::text[]) as p
    left join seats s on s.account_id = $1 and s.product = p
    cross join lateral (select sum(e.held)::int as n from seat_expiries e where e.account_id = $1 and e.product = p and e.expires_at <= muster_now()) gone
    cross join lateral (select count(*)::int as n from users u where u.account_id = $1 and ${live} and (u.type = p or p = any(u.add_ons))) users
    cross join lateral (select coalesce(sum((h.reserved ->> p)::int), 0)::int as n from changes h where h.account_id = $1 and h.state = 'applying') reserved
    where coalesce(s.held, 0) - coalesce(gone.n, 0) <> users.n + reserved.n`,
  'no more seats are held than are bought': `
    select p as product, s.bought, users.n as held from unnest($2::text[]) as p
    left join seats s on s.account_id = $1 and s.product = p
    cross join lateral (select count(*)::int as n from users u where u.account_id = $1 and ${live} and (u.type = p or p = any(u.add_ons))) users
    where users.n > coalesce(s.bought, 0)`,
  'the seats that end at a moment are those of the invitations that end then': `
    with real as (select p as product, u.expires_at, count(*)::int as n from users u cross join unnest($2::text[]) as p
      where u.account_id = $1 and u.status = 'pending' and u.expires_at > muster_now() and (u.type = p or p = any(u.add_ons)) group by 1, 2),
    kept as (select product, expires_at, held as n from seat_expiries where account_id = $1 and expires_at > muster_now() and held <> 0)
    select product, expires_at, kept.n as kept, real.n as real from real full join kept using (product, expires_at) where real.n is distinct from kept.n`,
};

const ofAddOns: Record<string, string> = {
  'nobody holds an add-on that their type cannot have': `
    select u.id, u.type, a as add_on from users u, unnest(u.add_ons) as a
    where u.account_id = $1 and u.status <> 'removed' and $2::jsonb -> a is not null and not ($2::jsonb -> a ? u.type)`,
};

const plain: Record<string, string> = {
  'kept counts are the real ones': `
    with standing as (select u.*, case when u.status = 'pending' then u.expires_at else 'infinity' end as ends_at from users u where u.account_id = $1),
    real as (
      select 'status' as dimension, status as key, ends_at, count(*)::int as n from standing group by 2, 3
      union all select 'type', type, ends_at, count(*) from standing where status in ('pending', 'active') group by 2, 3
      union all select 'group', group_id::text, ends_at, count(*) from standing where status <> 'removed' group by 2, 3
      union all select 'department', department, ends_at, count(*) from standing where status <> 'removed' and department <> '' group by 2, 3),
    kept as (select dimension, key, ends_at, people::int as n from counts where account_id = $1 and people <> 0)
    select dimension, key, ends_at, kept.n as kept, real.n as real from real full join kept using (dimension, key, ends_at)
    where real.n is distinct from kept.n and ends_at > muster_now() - interval '30 days'`,
  'exactly one active Owner': `
    select a.owner_id from accounts a
    where a.id = $1 and (select count(*) from users u where u.account_id = $1 and u.id = a.owner_id and u.status = 'active') <> 1`,
  'an address belongs to one person who is not removed': `
    select email_key from users where account_id = $1 and status <> 'removed' group by 1 having count(*) > 1`,
  'every change that was applied has exactly one line in the audit log': `
    select h.id, h.state, count(e.id) as lines from changes h
    left join audit_events e on e.account_id = $1 and e.change_id = h.id and e.event <> 'group.deleted'
    where h.account_id = $1 and ${done} group by h.id, h.state having count(e.id) <> 1`,
  'every line of the audit log that names a change belongs to one that was applied': `
    select e.id, e.event from audit_events e
    where e.account_id = $1 and e.change_id is not null and not exists (select from changes h where h.account_id = $1 and h.id = e.change_id and ${done})`,
  'an audit line counts as many people as its change records': `
    select e.change_id, e.count, recorded.n from audit_events e
    cross join lateral (select coalesce(sum(cardinality(c.ids)), 0)::int as n from change_chunks c where c.account_id = $1 and c.change_id = e.change_id) recorded
    where e.account_id = $1 and e.change_id is not null and e.event <> 'group.deleted' and e.count is distinct from recorded.n`,
  'a change that is over says so with its time, and has nothing left to do': `
    select h.id, h.state from changes h where h.account_id = $1 and h.state in ('applied', 'undone')
      and (not (${done}) or h.reserved is not null or (h.state = 'applied' and exists (select from change_chunks c where c.account_id = $1 and c.change_id = h.id and c.targets is not null)))`,
  'nobody stands twice in one change': `
    select c.change_id, id, count(*) from change_chunks c, unnest(c.ids) as id where c.account_id = $1 group by 1, 2 having count(*) > 1`,
  'nobody was created twice': `
    select id, count(*) from change_chunks c, unnest(c.ids) as id where c.account_id = $1 and c.outcome = 'create' group by 1 having count(*) > 1`,
  'a record holds one value per person and field': `
    select c.change_id, c.seq, f.key from change_chunks c, lateral (select * from jsonb_each(c.before) union all select * from jsonb_each(c.after)) f
    where c.account_id = $1 and jsonb_typeof(f.value) = 'array' and jsonb_array_length(f.value) <> cardinality(c.ids)`,
};

/** Every violation in every account of a database. It must be empty. */
export async function findViolations(pool: pg.Pool, catalog: Catalog): Promise<Violation[]> {
  const paid = products(catalog).map(({ key }) => key);
  const needs = JSON.stringify(Object.fromEntries(catalog.addOns.map((addOn) => [addOn.key, addOn.needs])));
  const checks = [
    ...Object.entries(ofSeats).map(([rule, query]) => ({ rule, query, more: [paid] })),
    ...Object.entries(ofAddOns).map(([rule, query]) => ({ rule, query, more: [needs] })),
    ...Object.entries(plain).map(([rule, query]) => ({ rule, query, more: [] })),
  ];
  const violations: Violation[] = [];
  for (const accountId of await accountIds(pool)) {
    await insideAccount(pool, accountId, async (client) => {
      for (const { rule, query, more } of checks) {
        const { rows } = await client.query(query, [accountId, ...more]);
        violations.push(...rows.map((row) => ({ accountId, rule, found: JSON.stringify(row) })));
      }
    });
  }
  return violations;
}

/** Ends every test file that writes. */
export async function assertSound(app: Pick<TestApp, 'sql' | 'tools'>): Promise<void> {
  assert.deepEqual(await findViolations(app.sql, app.tools.catalog), []);
}
