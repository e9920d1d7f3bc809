import assert from 'node:assert/strict';
import { request } from 'node:http';
import { before, describe, it } from 'node:test';
import { startTestApp } from '../testing/app.ts';
import type { Client } from '../testing/client.ts';
import { freshProvenAccount } from '../testing/fresh-account.ts';
import { insideAccount } from '../testing/inside.ts';
import { joinedPerson } from '../testing/people.ts';
import { operationsOf } from './fixtures/operations.ts';

const app = await startTestApp();
const answerBytesMax = 4 * 1024 * 1024;
const rows = 501;
/** Three bytes per letter. */
const long = (n: number) => '漢'.repeat(n);

/** Bytes of an answer before compression. */
function bytesOf(by: Client, path: string): Promise<{ status: number; bytes: number; whole: string }> {
  const cookie = [...by.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  return new Promise((resolve, reject) => {
    const asking = request(by.url + path, { headers: { cookie } }, (answer) => {
      const pieces: Buffer[] = [];
      answer.on('data', (piece: Buffer) => pieces.push(piece));
      answer.on('end', () => {
        const whole = Buffer.concat(pieces);
        resolve({ status: answer.statusCode ?? 0, bytes: whole.length, whole: whole.toString() });
      });
    });
    asking.on('error', reject);
    asking.end();
  });
}

type Filled = {
  owner: Client;
  ownerId: string;
  changeId: string;
  importId: string;
  viewId: string;
  keyId: string;
  webhookId: string;
};
let filled: Filled;

/** An account in which everything is as long, and as many, as allowed. */
before(async () => {
  const { owner, ownerId, accountId } = await freshProvenAccount(app);
  const { body: session } = await owner.get<{ id: string }>('/v1/session');
  const identity = await app.sql.query<{ id: string }>('select identity_id as id from sessions where id = $1', [
    session.id,
  ]);
  await insideAccount(app.sql, accountId, async (client) => {
    const values = [accountId, ownerId, long(100)];
    await client.query('update users set first_name = $3, last_name = $3 where account_id = $1 and id = $2', values);
    await client.query(
      `insert into groups (account_id, id, name, name_key, created_at)
      select $1, ordered_id(muster_now(), i), $2 || i, $2 || i, muster_now() from generate_series(1, 4990) i`,
      [accountId, long(96)],
    );
    await client.query(
      `insert into users (account_id, id, email, email_key, first_name, last_name, name_key, department, type, add_ons, group_id, role, status,
        invited_by, invited_at, expires_at, mail_state, mail_at, mail_detail, created_at, updated_at)
      select $1, ordered_id(muster_now(), i), repeat('e', 60) || i || '@' || repeat('d', 180) || '.example', 'person' || i || '@d.example', $3, $3, 'person ' || i, $3,
        'pro', '{cloudRecording,largeMeeting,webinar}', (select id from groups where account_id = $1 order by name_key desc limit 1), 'member', 'pending',
        $2, muster_now(), muster_now() + interval '1 day', 'delayed', muster_now(), repeat('漢', 4000), muster_now(), muster_now() from generate_series(1, ${rows}) i`,
      values,
    );
    await client.query(
      `insert into counts (account_id, dimension, key, ends_at, people) select $1, 'department', i || $2, 'infinity', i from generate_series(1, ${rows}) i`,
      [accountId, long(96)],
    );
    await client.query(
      `insert into changes (account_id, id, state, source, actor_kind, actor_id, planned_by_kind, selection, operation, overflow, plan, file, file_details, created_at, applied_at, total)
      select $1, ordered_id(muster_now(), i), 'applied', 'csv', 'user', $2, 'user', jsonb_build_object('where', jsonb_build_object('search', repeat('漢', 200), 'department', repeat('漢', 200))),
        jsonb_build_object('import', '{}'::jsonb), 'refuse',
        jsonb_build_object('create', 1, 'update', 1, 'remove', 1, 'unchanged', 1, 'refused', 1, 'mails', 1, 'addOnsLost', 1, 'seats', '[]'::jsonb,
          'refusals', (select jsonb_agg(jsonb_build_object('code', 'email_invalid', 'count', 1, 'detail', repeat('漢', 330),
            'people', jsonb_build_array(jsonb_build_object('id', 'x', 'name', repeat('漢', 201))))) from generate_series(1, 20))),
        jsonb_build_object('name', repeat('漢', 255), 'bytes', 1, 'format', 'text', 'encoding', 'utf-8', 'separator', ',', 'header', true, 'headerLine', 1, 'sheet', 0, 'rows', 1),
        jsonb_build_object('sheets', '[]'::jsonb, 'choices', '{}'::jsonb, 'findings', null, 'sample', (select jsonb_agg((select jsonb_agg(repeat('漢', 20)) from generate_series(1, 500))) from generate_series(1, 10)),
          'columns', (select jsonb_agg(jsonb_build_object('index', c, 'header', repeat('漢', 130), 'field', null)) from generate_series(0, 499) c)),
        muster_now(), muster_now(), 1 from generate_series(1, ${rows}) i`,
      [accountId, ownerId],
    );
    await client.query(
      `insert into import_lines (account_id, change_id, line, email, email_key, first_name, last_name, department, outcome, code, detail)
      select $1, (select max(id::text)::uuid from changes where account_id = $1), i, repeat('漢', 300), '', $2, $2, $2, 'refused', 'email_invalid', repeat('漢', 330)
      from generate_series(1, ${rows}) i`,
      [accountId, long(100)],
    );
    await client.query(
      `insert into audit_events (account_id, id, at, event, actor_kind, actor_id, channel, details)
      select $1, ordered_id(muster_now(), i), muster_now(), 'users.purged', 'user', $2, 'console', jsonb_build_object('why', 'trash', 'ids',
        (select jsonb_agg(gen_random_uuid()) from generate_series(1, 1000))) from generate_series(1, ${rows}) i`,
      [accountId, ownerId],
    );
    await client.query(
      `insert into change_chunks (account_id, change_id, seq, outcome, ids, first_id, last_id, at, before, after)
      select $1, id, 0, 'update', array[$2::uuid], $2, $2, muster_now(), jsonb_build_object('firstName', $3::text, 'lastName', $3::text, 'department', $3::text, 'email', repeat('漢', 250)),
        jsonb_build_object('firstName', 'x' || $3, 'lastName', 'x' || $3, 'department', 'x' || $3, 'email', 'x' || repeat('漢', 250)) from changes where account_id = $1`,
      values,
    );
    // The feed of a reader who begins at its end: every record is long.
    await client.query('delete from feed_entries where account_id = $1', [accountId]);
    await client.query(
      `insert into feed_entries (account_id, position, id, at, actor_kind, channel, change_id, seq, events)
      select $1, 1000000 + row_number() over (order by id), gen_random_uuid(), muster_now(), 'system', 'system', id, 0, 1 from changes where account_id = $1`,
      [accountId],
    );
    await client.query('update feeds set last = 2000000 where account_id = $1', [accountId]);
    await client.query(
      `insert into api_keys (account_id, id, name, prefix, token_hash, maker_id, permissions, addresses, created_at)
      select $1, ordered_id(muster_now(), i), $3, 'mst_abcd', decode(md5(i::text), 'hex'), $2, array_fill('users.read'::text, array[13]),
        array_fill('2001:db8:ffff:ffff:ffff:ffff:ffff:ffff/128'::text, array[50]), muster_now() from generate_series(1, 200) i`,
      values,
    );
    await client.query(
      `insert into webhooks (account_id, id, url, description, types, batch, secret, maker_id, created_at, paused_at, paused_because, cursor, position)
      select $1, ordered_id(muster_now(), i), 'https://example.com/' || repeat('x', 1900), repeat('漢', 200), array_fill('user.deactivated'::text, array[100]), false,
        'x', $2, muster_now(), muster_now(), 'asked', 'MC4wLg', 0 from generate_series(1, 100) i`,
      [accountId, ownerId],
    );
    await client.query(
      `insert into webhook_deliveries (account_id, id, webhook_id, message_id, type, types, events, batch, try, at, url, took_ms, status, answer)
      select $1, ordered_id(muster_now(), i), (select id from webhooks where account_id = $1 order by id limit 1), gen_random_uuid(), 'webhook.test', '{}', 0, false, 1,
        muster_now(), 'https://example.com/' || repeat('x', 1900), 1, 200, repeat('漢', 4000) from generate_series(1, ${rows}) i`,
      [accountId],
    );
    await client.query(
      `insert into saved_views (account_id, id, user_id, name, name_key, filter, sort, columns, shared, created_at, updated_at)
      select $1, ordered_id(muster_now(), i), $2, $3, i::text, jsonb_build_object('search', repeat('漢', 200), 'department', repeat('漢', 200)), 'name',
        (select array_agg(repeat('x', 40)) from generate_series(1, 30)), i <= 200, muster_now(), muster_now() from generate_series(1, 300) i`,
      values,
    );
  });
  await app.sql.query(
    `insert into mailbox (id, message_id, sender, recipient, subject, text, html, sent_at)
    select ordered_id(now(), i), i::text, 'm', 'a@b.example', 's', repeat('漢', 5000), repeat('漢', 5000), now() from generate_series(1, ${rows}) i`,
  );
  await app.sql.query(
    `insert into sessions (id, token_hash, identity_id, account_id, user_id, user_agent, ip, created_at, last_seen_at)
    select ordered_id(now(), i), decode(md5(i::text), 'hex'), $1, $2, $3, repeat('漢', 300), 'x', now(), now() from generate_series(1, ${rows}) i`,
    [identity.rows[0]?.id, accountId, ownerId],
  );
  const ids = await insideAccount(app.sql, accountId, async (client) => ({
    changes: (
      await client.query<{ id: string }>('select id from changes where account_id = $1 order by id', [accountId])
    ).rows,
    views: (await client.query<{ id: string }>('select id from saved_views where account_id = $1', [accountId])).rows,
    webhooks: (
      await client.query<{ id: string }>('select id from webhooks where account_id = $1 order by id', [accountId])
    ).rows,
    keys: (await client.query<{ id: string }>('select id from api_keys where account_id = $1', [accountId])).rows,
  }));
  filled = {
    owner,
    ownerId,
    changeId: ids.changes[0]?.id ?? '',
    importId: ids.changes.at(-1)?.id ?? '',
    viewId: ids.views[0]?.id ?? '',
    keyId: ids.keys[0]?.id ?? '',
    webhookId: ids.webhooks[0]?.id ?? '',
  };
});

/** Files have no such bound, and a secret opens one small thing. */
const others = /\.csv$|\{token\}$|\{deliveryId\}$/;

describe('an answer is at most 4 MB, however long and however many what an account holds', () => {
  it('on every route that reads', async () => {
    const { owner, ownerId, importId, viewId, keyId, webhookId } = filled;
    const idOf: Record<string, string> = {
      '/v1/users/{id}': ownerId,
      '/v1/users/{id}/history': ownerId,
      '/v1/changes/{id}': importId,
      '/v1/changes/{id}/rows': importId,
      '/v1/changes/{id}/events': importId,
      '/v1/views/{id}': viewId,
      '/v1/api-keys/{id}': keyId,
      '/v1/webhooks/{id}': webhookId,
      '/v1/webhooks/{id}/deliveries': webhookId,
    };
    const reads = (await operationsOf(app)).filter(({ method, path }) => method === 'GET' && !others.test(path));
    assert.ok(reads.length > 20);
    const sizes: Record<string, number> = {};
    for (const { path, parameters } of reads) {
      const id = idOf[path];
      assert.ok(!path.includes('{') || id, `${path} is tried with something of its own`);
      const query = parameters.some(({ name }) => name === 'limit') ? '?limit=500' : '';
      const { status, bytes, whole } = await bytesOf(owner, path.replace('{id}', id ?? '') + query);
      assert.equal(status, 200, `${path}: ${whole.slice(0, 300)}`);
      sizes[path] = bytes;
    }
    const large = Object.entries(sizes).filter(([, bytes]) => bytes > answerBytesMax);
    assert.deepEqual(large, []);
    // The account is really filled.
    for (const path of ['/v1/users', '/v1/changes', '/v1/groups', '/v1/audit', '/v1/changes/{id}', '/v1/views'])
      assert.ok((sizes[path] ?? 0) > 100_000, `${path}: ${sizes[path]}`);
    if (process.env['SHOW_SIZES']) console.log(Object.entries(sizes).sort(([, a], [, b]) => b - a));
  });

  it('and a page that ends before its limit goes on where it ended', async () => {
    const { owner } = filled;
    for (const path of ['/v1/audit?event=users.purged', '/v1/mailbox?']) {
      const seen = new Set<string>();
      for (let cursor: string | null = ''; cursor !== null; ) {
        const at: string = `${path}&limit=500${cursor && `&cursor=${cursor}`}`;
        const { whole } = await bytesOf(owner, at);
        const page: { data: { id: string }[]; nextCursor: string | null } = JSON.parse(whole);
        for (const { id } of page.data) seen.add(id);
        cursor = page.nextCursor;
      }
      assert.ok(seen.size >= rows, `${path}: ${seen.size}`);
    }
  });

  it('also when it says what is wrong with a request of a megabyte', async () => {
    const { owner } = filled;
    const many = JSON.stringify({ users: Array.from({ length: 300_000 }, () => ({})) });
    const keys = JSON.stringify(
      Object.fromEntries(Array.from({ length: 2_000 }, (_, i) => [`${i}${'k'.repeat(400)}`, 1])),
    );
    const key = JSON.stringify({ ['k'.repeat(900_000)]: 1 });
    for (const body of [many, keys, key]) {
      const headers = { 'content-type': 'application/json' };
      const reply = await owner.send<{ errors: unknown[] }>('POST', '/v1/users', body, { headers });
      assert.equal(reply.status, 400);
      assert.ok(reply.body.errors.length >= 1 && reply.body.errors.length <= 100);
      assert.ok(JSON.stringify(reply.body).length < 100_000);
    }
  });

  it('also where a person signs in to thousands of accounts', async () => {
    const { user, browser } = await joinedPerson(app, filled.owner, 'member');
    assert.ok(user.id);
    const { body } = await browser.get<{ id: string }>('/v1/session');
    const { rows: found } = await app.sql.query<{ id: string }>(
      'select identity_id as id from sessions where id = $1',
      [body.id],
    );
    const many = 2_000;
    await manyAccounts(found[0]?.id ?? '', many);
    for (const path of ['/v1/session', '/v1/profile']) {
      const { status, whole } = await bytesOf(browser, path);
      assert.equal(status, 200);
      const { accounts }: { accounts: unknown[] } = JSON.parse(whole);
      assert.equal(accounts.length, 500, path);
    }
  });
});

/** Accounts written directly into the tables, with one user each, of this identity. */
async function manyAccounts(identityId: string, n: number): Promise<void> {
  await app.sql.query(
    `do $do$ declare a uuid; u uuid; g uuid; begin
      for i in 1..${n} loop
        a := gen_random_uuid(); u := gen_random_uuid(); g := gen_random_uuid();
        perform set_config('muster.account_id', a::text, true);
        insert into accounts (id, name, owner_id, default_group_id, created_at) values (a, 'Account', u, g, now());
        insert into groups (account_id, id, name, name_key, created_at) values (a, g, 'g', 'g', now());
        insert into users (account_id, id, email, email_key, first_name, last_name, name_key, department, type, add_ons, group_id, role, status, created_at, updated_at)
          values (a, u, 'p@p.example', 'p@p.example', '', '', 'p', '', 'basic', '{}', g, 'admin', 'active', now(), now());
        insert into memberships (account_id, user_id, identity_id) values (a, u, '${identityId}');
      end loop;
    end $do$`,
  );
}
