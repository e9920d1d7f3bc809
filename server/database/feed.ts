import { type RawBuilder, sql } from 'kysely';
import type { FeedEntry } from '../kernel/context.ts';
import { newId } from '../kernel/ids.ts';

/**
 * Adds a transaction's entries to the feed of each account, in order. The lock on the account's feed lasts from here to the commit, so no
 * entry becomes visible before one with a smaller position, and a reader that goes by positions misses nothing.
 */
export function appendToFeed(entries: readonly FeedEntry[]): RawBuilder<unknown>[] {
  const byAccount = [...Map.groupBy(entries, ({ accountId }) => accountId)].sort(([a], [b]) => (a < b ? -1 : 1));
  return byAccount.flatMap(([accountId, own]) => [
    // A transaction that has been in several accounts is in the last of them.
    ...(byAccount.length > 1 ? [sql`select set_config('muster.account_id', ${accountId}, true)`] : []),
    append(accountId, own),
  ]);
}

function append(accountId: string, entries: FeedEntry[]): RawBuilder<unknown> {
  const each = <T>(value: (entry: FeedEntry) => T) => entries.map(value);
  return sql`with feed as (
      insert into feeds (account_id, last) values (${accountId}, ${entries.length})
      on conflict (account_id) do update set last = feeds.last + excluded.last returning last)
    insert into feed_entries (account_id, position, id, at, actor_kind, actor_id, channel, change_id, seq, audit_id, events)
    select ${accountId}::uuid, feed.last - ${entries.length} + e.n, e.id, muster_now(), e.actor_kind, e.actor_id, e.channel,
      e.change_id, e.seq, e.audit_id, e.events
    from feed, unnest(${each(() => newId())}::uuid[], ${each(({ actor }) => actor.kind)}::text[], ${each(({ actor }) => actor.id)}::uuid[],
      ${each(({ channel }) => channel)}::text[], ${each(({ changeId = null }) => changeId)}::uuid[], ${each(({ seq = null }) => seq)}::int[],
      ${each(({ auditId = null }) => auditId)}::uuid[], ${each(({ events }) => events)}::int[])
      with ordinality as e (id, actor_kind, actor_id, channel, change_id, seq, audit_id, events, n)`;
}
