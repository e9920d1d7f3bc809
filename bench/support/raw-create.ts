import pg from 'pg';
import { connectionsMax } from '../../server/database/database.ts';
import { newId } from '../../server/kernel/ids.ts';
import { type Owner, rounded } from './bench.ts';
import { benchName } from './database.ts';

type New = { account: string; user: string; change: string; by: string; email: string; group: string; endsAt: Date };
type Insert = { name: string; text: string; values: (row: New) => unknown[] };

const inserts: Insert[] = [
  {
    name: 'changes',
    text: `insert into changes (account_id, id, state, source, planned_by_kind, planned_by_id, actor_kind, actor_id, operation, overflow,
        result, done, total, created_at, applied_at)
      values ($1, $2, 'applied', 'console', 'user', $3, 'user', $3, '{"add": {"type": "basic"}}', 'refuse', '{"create": 1}', 1, 1, now(), now())`,
    values: ({ account, change, by }) => [account, change, by],
  },
  {
    name: 'users',
    text: `insert into users (account_id, id, email, email_key, first_name, last_name, name_key, department, type, add_ons, group_id, role,
        status, invitation_version, invited_by, invited_at, expires_at, mail_state, mail_at, created_at, updated_at)
      values ($1, $2, $3, $3, 'Nora', 'New', 'nora new', '', 'basic', '{}', $4, 'member', 'pending', 1, $5, now(), $6, 'queued', now(), now(), now())`,
    values: ({ account, user, email, group, by, endsAt }) => [account, user, email, group, by, endsAt],
  },
  {
    name: 'change_chunks',
    text: `insert into change_chunks (account_id, change_id, seq, outcome, ids, first_id, last_id, at, after)
      values ($1, $2, 0, 'create', array[$3::uuid], $3, $3, now(), '{"type": ["basic"], "firstName": ["Nora"], "lastName": ["New"]}')`,
    values: ({ account, change, user }) => [account, change, user],
  },
  {
    name: 'counts',
    text: `insert into counts (account_id, dimension, key, ends_at, people)
      values ($1, 'type', 'basic', $3, 1), ($1, 'status', 'pending', $3, 1), ($1, 'group', $2, $3, 1)
      on conflict (account_id, dimension, key, ends_at) do update set people = counts.people + 1`,
    values: ({ account, group, endsAt }) => [account, group, endsAt],
  },
  {
    name: 'audit_events',
    text: `insert into audit_events (account_id, id, at, event, actor_kind, actor_id, channel, request_id, change_id, user_id, details)
      values ($1, $2, now(), 'users.added', 'user', $3, 'console', 'bench', $4, $5, '{}')`,
    values: ({ account, by, change, user }) => [account, newId(), by, change, user],
  },
  {
    name: 'mail_queue',
    text: `insert into mail_queue (account_id, change_id, seq, small_change, people_waiting, run_at) values ($1, $2, 0, true, 1, now())`,
    values: ({ account, change }) => [account, change],
  },
];

/** Writes the rows of adding one person, in one transaction, by a client that does nothing else. */
export class RawCreate {
  readonly #pool: pg.Pool;

  constructor(url: string) {
    this.#pool = new pg.Pool({ connectionString: url, max: connectionsMax, application_name: benchName });
  }

  /** People per second, measured for this many seconds, in all accounts in turn. */
  async perSecond(owners: Owner[], seconds: number): Promise<number> {
    const { rows } = await this.#pool.query<{ account: string; by: string; group: string }>(
      `select id as account, owner_id as by, default_group_id as group from accounts where id = any($1)`,
      [owners.map(({ accountId }) => accountId)],
    );
    const began = performance.now();
    let asked = 0;
    const one = async () => {
      while (performance.now() - began < seconds * 1000) {
        const account = rows[asked++ % rows.length];
        if (account) await this.#create(account);
      }
    };
    await Promise.all(Array.from({ length: connectionsMax }, one));
    const perSecond = (asked * 1000) / (performance.now() - began);
    // They must not be mailed while Muster is measured.
    await this.#pool.query('delete from mail_queue');
    return rounded(perSecond, 0);
  }

  end(): Promise<void> {
    return this.#pool.end();
  }

  async #create(of: Pick<New, 'account' | 'by' | 'group'>): Promise<void> {
    const user = newId();
    const endsAt = new Date(Math.ceil(Date.now() / 60_000) * 60_000 + 30 * 86_400_000);
    const row = { ...of, user, change: newId(), email: `${user}@people.example`, endsAt };
    const client = await this.#pool.connect();
    await client.query('begin');
    for (const { name, text, values } of inserts) await client.query({ name, text, values: values(row) });
    await client.query('commit');
    client.release();
  }
}
