import type pg from 'pg';
import type { Note } from './notes.ts';

type LookUp = { about: Note['about']; wrong: string; missing: string };

/** R2: acknowledged changes exist. Each query returns the notes (n, a JSON object) for which they do not. */
const lookUps: LookUp[] = [
  {
    about: 'change',
    wrong: 'an acknowledged change is not applied',
    missing: `not exists (select from changes c where c.account_id = (n ->> 'accountId')::uuid and c.id = (n ->> 'changeId')::uuid and c.applied_at is not null)`,
  },
  {
    about: 'change',
    wrong: 'an acknowledged change has no line in the audit log',
    missing: `not exists (select from audit_events e where e.account_id = (n ->> 'accountId')::uuid and e.change_id = (n ->> 'changeId')::uuid)`,
  },
  {
    about: 'change',
    wrong: 'an acknowledged change does not record whom it was about',
    missing: `exists (select from jsonb_array_elements_text(n -> 'userIds') id where not exists (
      select from change_chunks c where c.account_id = (n ->> 'accountId')::uuid and c.change_id = (n ->> 'changeId')::uuid and id::uuid = any(c.ids)))`,
  },
  {
    about: 'promise',
    wrong: 'a change that was promised is not there, or not done to its end',
    missing: `not exists (select from changes c where c.account_id = (n ->> 'accountId')::uuid and c.id = (n ->> 'changeId')::uuid and c.state not in ('planning', 'applying', 'undoing'))`,
  },
  {
    about: 'accepted',
    wrong: 'an accepted invitation has no line in the audit log',
    missing: `not exists (select from audit_events e where e.account_id = (n ->> 'accountId')::uuid and e.user_id = (n ->> 'userId')::uuid and e.event = 'invitation.accepted')`,
  },
  {
    about: 'accepted',
    wrong: 'somebody joined under another name than the one that was acknowledged',
    missing: `exists (select from users u where u.account_id = (n ->> 'accountId')::uuid and u.id = (n ->> 'userId')::uuid) and not exists (
      select from change_chunks c where c.account_id = (n ->> 'accountId')::uuid and c.first_id = (n ->> 'userId')::uuid and c.first_id = c.last_id
        and coalesce(c.after -> 'firstName' ->> 0, c.after ->> 'firstName') = n ->> 'firstName')`,
  },
  {
    about: 'subscription',
    wrong: 'an acknowledged subscription has no line in the audit log',
    missing: `(n ->> 'quantity')::int <> 0 and not exists (select from audit_events e where e.account_id = (n ->> 'accountId')::uuid and e.event = 'subscription.changed'
      and e.details ->> 'product' = n ->> 'product' and e.details ->> 'after' = n ->> 'quantity')`,
  },
  {
    about: 'group',
    wrong: 'an acknowledged group has no line in the audit log',
    missing: `not exists (select from audit_events e where e.account_id = (n ->> 'accountId')::uuid and e.event = n ->> 'event' and e.details ->> 'groupId' = n ->> 'groupId')`,
  },
  {
    about: 'owner',
    wrong: 'an acknowledged transfer of ownership has no line in the audit log',
    missing: `not exists (select from audit_events e where e.account_id = (n ->> 'accountId')::uuid and e.event = 'account.ownership_transferred'
      and e.details ->> 'before' = n ->> 'before' and e.details ->> 'after' = n ->> 'after')`,
  },
  {
    about: 'account',
    wrong: 'an acknowledged account is not there whole',
    missing: `not exists (select from accounts a join audit_events e on e.account_id = a.id and e.event = 'account.created'
      where a.id = (n ->> 'accountId')::uuid and a.owner_id = (n ->> 'userId')::uuid)`,
  },
  {
    about: 'erased',
    wrong: 'an acknowledged erasure left the person, or has no line in the audit log',
    missing: `exists (select from users u where u.account_id = (n ->> 'accountId')::uuid and u.id = (n ->> 'userId')::uuid)
      or not exists (select from audit_events e where e.account_id = (n ->> 'accountId')::uuid and e.event = 'users.purged' and e.user_id = (n ->> 'userId')::uuid)`,
  },
  {
    about: 'export',
    wrong: 'a whole export has no line in the audit log that counts its rows',
    missing: `not exists (select from audit_events e where e.account_id = (n ->> 'accountId')::uuid and e.event = 'users.exported' and e.count = (n ->> 'rows')::int)`,
  },
  {
    about: 'not done',
    wrong: 'the answer said that nothing was changed, and something was',
    missing: `exists (select from changes c where c.operation #>> '{set,department}' = n ->> 'mark') or exists (select from users u where u.email = n ->> 'mark')`,
  },
];

const notesPerQuery = 5_000;

/** Every acknowledged answer that cannot be found as it was given. */
export async function lookUpAll(sql: pg.Pool, notes: readonly Note[]): Promise<string[]> {
  const violations: string[] = [];
  // After a run the planner has no statistics of the tables' sizes.
  await sql.query('analyze');
  for (const { about, wrong, missing } of lookUps) {
    const mine = notes.filter((note) => note.about === about);
    for (let from = 0; from < mine.length; from += notesPerQuery) {
      const some = JSON.stringify(mine.slice(from, from + notesPerQuery));
      const { rows } = await sql.query<{ n: unknown }>(
        `select n from jsonb_array_elements($1::jsonb) n where ${missing} limit 10`,
        [some],
      );
      violations.push(...rows.map(({ n }) => `${wrong}: ${JSON.stringify(n)}`));
    }
  }
  return violations;
}
