-- The feed: one order for everything that happens in an account. Its entries point to the records that changes write anyway.

create table feeds (
  account_id uuid primary key references accounts,
  -- The position of the newest entry. A transaction that adds entries locks this row until its commit, so positions are in the order of commits.
  last bigint not null,
  -- Ends of invitations up to this time are in the feed.
  expired_until timestamptz not null default muster_now()
) with (fillfactor = 50);
comment on table feeds is 'A row says how far the feed of an account has come.';
insert into feeds (account_id, last) select id, 0 from accounts;
call keep_to_account('feeds');
call show_to_reader('feeds');

create table feed_entries (
  account_id uuid not null,
  position bigint not null,
  id uuid not null,
  at timestamptz not null,
  actor_kind text not null,
  actor_id uuid,
  channel text not null,
  -- A chunk of a change: an event for each of its people.
  change_id uuid,
  seq int,
  -- Or a line of the audit log.
  audit_id uuid,
  -- Or people whose invitation ended by the clock.
  expired uuid[],
  -- How many events the entry stands for.
  events int not null,
  primary key (account_id, position),
  constraint feed_entries_one_kind check (num_nonnulls(change_id, audit_id, expired) = 1)
);
comment on table feed_entries is 'A row is a place in the order of what happened in an account, kept for 30 days.';
-- Finds what happened to a person after a place in the order.
create unique index feed_entries_chunk on feed_entries (account_id, change_id, seq) where change_id is not null;
call keep_to_account('feed_entries');

create table feed_clock (expired_until timestamptz not null);
comment on table feed_clock is 'How far the ends of invitations are announced in all feeds. There is one row.';
insert into feed_clock values (muster_now());
grant select, update on feed_clock to muster_app;

-- Serves expiries_due. Bulk changes update the number of people in a row, and add rows only for new minutes.
create index counts_ending on counts (ends_at, account_id) where dimension = 'status' and key = 'pending' and ends_at < 'infinity';

call show_to_reader('counts');

-- The accounts in which invitations ended after `since` and up to `until`.
create function expiries_due(since timestamptz, until timestamptz) returns setof uuid
language sql stable security definer set search_path = public, pg_temp as $$
  select distinct account_id from counts
  where dimension = 'status' and key = 'pending' and ends_at < 'infinity' and ends_at > since and ends_at <= until and people > 0
$$;
call run_as_reader('expiries_due(timestamptz, timestamptz)');
