import type { TestApp } from './app.ts';
import type { FreshAccount } from './fresh-account.ts';
import { insideAccount } from './inside.ts';

/**
 * A crowd that joined long ago: crowd1@…, crowd2@…, all active, Basic, in the default group. Written directly into the tables, with counts,
 * because other tests cover adding tens of thousands of people by invitation.
 */
export function addCrowd(
  app: Pick<TestApp, 'sql'>,
  { accountId }: Pick<FreshAccount, 'accountId'>,
  n: number,
  { jobTitle = '' } = {},
): Promise<void> {
  return insideAccount(app.sql, accountId, async (client) => {
    await client.query(
      `insert into users (account_id, id, email, email_key, first_name, last_name, name_key, department, job_title, type, add_ons, group_id, role, status, created_at, updated_at)
      select $1, ordered_id(muster_now(), i), 'crowd' || i || '@example.com', 'crowd' || i || '@example.com', 'Crowd', i::text, 'crowd ' || i, '', $3::text, 'basic', '{}',
        (select default_group_id from accounts where id = $1), 'member', 'active', muster_now(), muster_now() from generate_series(1, $2::int) i`,
      [accountId, n, jobTitle],
    );
    await client.query(
      `insert into counts (account_id, dimension, key, ends_at, people)
      select $1, d, k, 'infinity', $2::int from (values ('status', 'active'), ('type', 'basic'), ('group', (select default_group_id::text from accounts where id = $1))) t (d, k)
      on conflict (account_id, dimension, key, ends_at) do update set people = counts.people + excluded.people`,
      [accountId, n],
    );
  });
}
