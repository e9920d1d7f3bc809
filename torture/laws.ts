import type pg from 'pg';
import { accountIds } from '../server/testing/inside.ts';

/**
 * The current state follows from the records, step by step: a recorded change wrote every value that a user has, and every value that a
 * change took away had been there. This finds a write without its record, and a record without its write. $1 is the account.
 */
const laws: Record<string, string> = {
  'what people are is what the recorded changes made of them': `
    with recorded as (
      select c.ids, c.outcome, side.n, f.key as field, f.value from change_chunks c
      cross join lateral (values (c.before, -1), (c.after, 1)) as side (doc, n) cross join lateral jsonb_each(side.doc) f
      where c.account_id = $1 and cardinality(c.ids) > 0 and jsonb_typeof(side.doc) = 'object'
        and f.key in ('status', 'type', 'addOns', 'department', 'firstName', 'lastName', 'email')),
    steps as (
      select t.id, field, t.value, n from recorded cross join lateral rows from (unnest(ids), jsonb_array_elements_text(recorded.value)) as t (id, value) where jsonb_typeof(recorded.value) = 'array'
      union all select id, field, value #>> '{}', n from recorded cross join lateral unnest(ids) as id where jsonb_typeof(value) <> 'array'),
    made as (select id from change_chunks c cross join lateral unnest(c.ids) as id where c.account_id = $1 and c.outcome = 'create'),
    present as (
      select u.id, f.field, f.value, -1 as n from users u join made on made.id = u.id
      cross join lateral (values ('status', u.status), ('type', u.type), ('addOns', array_to_string(u.add_ons, ',')), ('department', u.department),
        ('firstName', u.first_name), ('lastName', u.last_name), ('email', u.email)) as f (field, value)
      where u.account_id = $1),
    sums as (
      select id, field, value, sum(n) as n from (select * from present union all select s.* from steps s join made using (id)) s
      where id in (select id from users where account_id = $1) group by id, field, value)
    select id, field, json_object_agg(coalesce(value, 'nothing'), n) as left_over from sums where n <> 0 group by id, field
    having field in ('status', 'type', 'addOns') or count(*) > 1 or max(n) > 0 or min(n) < -1 limit 10`,
  'seats that are bought are those of the audit log': `
    select s.product, s.bought, log.sum from seats s
    cross join lateral (select coalesce(sum((e.details ->> 'after')::int - (e.details ->> 'before')::int), 0) as sum from audit_events e
      where e.account_id = $1 and e.event = 'subscription.changed' and e.details ->> 'product' = s.product) log
    where s.account_id = $1 and s.bought <> log.sum`,
  'groups are those of the audit log': `
    with log as (select (e.details ->> 'groupId')::uuid as id, sum(case e.event when 'group.created' then 1 else -1 end) as n
      from audit_events e where e.account_id = $1 and e.event in ('group.created', 'group.deleted') group by 1),
    present as (select g.id from groups g where g.account_id = $1 and g.name_key <> 'everyone')
    select id, n from log full join present using (id) where coalesce(n, 0) <> (present.id is not null)::int`,
  'ownership went from hand to hand as the audit log says': `
    with steps as (
      select e.details ->> 'after' as id, 1 as n from audit_events e where e.account_id = $1 and e.event = 'account.ownership_transferred'
      union all select e.details ->> 'before', -1 from audit_events e where e.account_id = $1 and e.event = 'account.ownership_transferred'
      union all select e.actor_id::text, 1 from audit_events e where e.account_id = $1 and e.event = 'account.created'
      union all select owner_id::text, -1 from accounts where id = $1)
    select id, sum(n) from steps group by id having sum(n) <> 0`,
  'an invitation is accepted once': `
    select e.user_id, count(*) from audit_events e where e.account_id = $1 and e.event = 'invitation.accepted' group by 1 having count(*) > 1`,
  'whoever was invited and is active has joined by the audit log': `
    select u.id from users u where u.account_id = $1 and u.status in ('active', 'deactivated') and u.invited_at is not null
      and not exists (select from audit_events e where e.account_id = $1 and e.user_id = u.id and e.event = 'invitation.accepted')`,
  'a request that was repeated under its key was done once': `
    select operation #>> '{set,department}' as mark, count(*) from changes where account_id = $1 and operation #>> '{set,department}' like 'mark-%' group by 1 having count(*) > 1`,
  'no change is left half-way': `
    select id, state from changes where account_id = $1 and state in ('planning', 'applying', 'undoing')`,
};

export async function breachesOfLaws(sql: pg.Pool): Promise<string[]> {
  const breaches: string[] = [];
  for (const accountId of await accountIds(sql))
    for (const [law, query] of Object.entries(laws)) {
      const { rows } = await sql.query<Record<string, unknown>>(query, [accountId]);
      breaches.push(...rows.map((row) => `${law}: ${JSON.stringify(row)} in account ${accountId}`));
    }
  return breaches;
}
