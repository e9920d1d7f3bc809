import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { startTestApp } from '../testing/app.ts';
import type { Client } from '../testing/client.ts';
import { freshAccount } from '../testing/fresh-account.ts';
import { insideAccount } from '../testing/inside.ts';
import type { User } from './user.ts';

const app = await startTestApp();
let owner: Client;
let people: (Pick<User, 'id' | 'department' | 'status'> & { words: string[] })[] = [];

/**
 * 34,000 people, so that every way to find them is used. Two thirds have the first name Mario and come last in the order of names. Some
 * have that word elsewhere. Some words are common to all, some are rare, and people with rare words come last.
 */
before(async () => {
  const account = await freshAccount(app);
  owner = account.owner;
  people = await insideAccount(app.sql, account.accountId, async (client) => {
    await client.query(
      `insert into users (account_id, id, email, email_key, first_name, last_name, name_key, department, type, add_ons, group_id, role, status, status_before, removed_at, created_at, updated_at)
        select $1, ordered_id(muster_now(), i), email, email, first, last, lower(first || ' ' || last), case when i % 4000 = 3997 then 'Legal' else 'Sales' end, 'basic', '{}',
          (select default_group_id from accounts where id = $1), 'member', case i % 10 when 3 then 'deactivated' when 4 then 'removed' else 'active' end,
          case i % 10 when 4 then 'active' end, case i % 10 when 4 then muster_now() end, muster_now(), muster_now()
        from generate_series(1, 34000) i,
          lateral (select case when i > 11300 then 'Mario' else 'Anna' end as first,
            case when i % 1500 = 1 then 'Mario' when i % 5 = 2 then 'Zander' when i % 2 = 0 then 'Lund' else 'Ost Berg' end as last,
            case when i % 1100 = 1 then 'mario' else 'p' end || i || case when i % 900 = 7 then '.rare' else '' end || '@north.example' as email) names`,
      [account.accountId],
    );
    const { rows } = await client.query(
      `select id, department, status, string_to_array(name_key || ' ' || translate(email_key, '@.', '  '), ' ') as words
        from users where account_id = $1 order by name_key, id`,
      [account.accountId],
    );
    return rows;
  });
});

async function allPages(query: Record<string, string>): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | null = null;
  do {
    const asked = new URLSearchParams({ limit: '500', ...query, ...(cursor === null ? {} : { cursor }) });
    const { status, body } = await owner.get<{ data: User[]; nextCursor: string | null }>(`/v1/users?${asked}`);
    assert.equal(status, 200);
    found.push(...body.data.map(({ id }) => id));
    cursor = body.nextCursor;
  } while (cursor !== null);
  return found;
}

/** The same by checking every person. */
function expected({ search = '', status = '', department = '' }): string[] {
  const asked = search.split(' ').filter((word) => word !== '');
  const fits = (person: (typeof people)[number]) =>
    (status === '' ? person.status !== 'removed' : person.status === status) &&
    (department === '' || person.department === department) &&
    asked.every((word) => person.words.some((own) => own.startsWith(word)));
  return people.filter(fits).map(({ id }) => id);
}

describe('a list of many holds exactly those it should, in order, on every page', () => {
  const cases: Record<string, string>[] = [
    { department: 'Legal' },
    { status: 'removed' },
    { status: 'deactivated', department: 'Legal' },
    { search: 'mario' },
    { search: 'mar lund' },
    { search: 'mario m' },
    { search: 'lun mario mar lund' },
    { search: 'zander' },
    { search: 'rare' },
    { search: 'rare north' },
    { search: 'north mario ost' },
    { search: 'example', department: 'Legal' },
    { search: 'mario', department: 'Legal' },
    { search: 'mario', status: 'removed' },
    { search: 'mario rare', status: 'deactivated' },
    { search: 'nobody' },
  ];
  for (const asked of cases) {
    it(JSON.stringify(asked), async () => {
      const forward = expected(asked);
      assert.deepEqual(await allPages({ ...asked, sort: 'name' }), forward);
      assert.deepEqual(await allPages({ ...asked, sort: '-name' }), forward.toReversed());
      for (const sort of ['email', '-createdAt'])
        assert.deepEqual((await allPages({ ...asked, sort })).sort(), [...forward].sort());
      const { body } = await owner.get<{ count: number }>(
        `/v1/users?${new URLSearchParams({ ...asked, count: 'true', limit: '1' })}`,
      );
      assert.equal(body.count, forward.length);
    });
  }
});
