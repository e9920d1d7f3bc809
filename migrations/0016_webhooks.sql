-- Webhooks: the feed, brought to addresses that an account chooses.

create table webhooks (
  account_id uuid not null references accounts,
  id uuid not null,
  url text not null,
  description text not null,
  -- Types of events, such as user.created, or all of a feature: user.*
  types text[] not null,
  batch boolean not null,
  -- Events a second at most; as fast as the receiver takes them if null.
  pace int,
  -- Encrypted. After a rotation the earlier secret signs, too, for a while.
  secret bytea not null,
  earlier_secret bytea,
  earlier_until timestamptz,
  -- The person who answers for it, and without whose permissions it pauses.
  maker_id uuid,
  created_at timestamptz not null,
  paused_at timestamptz,
  paused_because text check (paused_because in ('asked', 'failed', 'gone', 'maker')),
  -- How far its events have been brought: a cursor of the feed, and its position; partial while events of that position are left.
  cursor text not null,
  position bigint not null,
  partial boolean not null default false,
  -- Tries of the event that is due, and when the next one is.
  tries int not null default 0,
  next_try_at timestamptz,
  -- The server that brings its events has it until then.
  leased_until timestamptz,
  served_at timestamptz not null default '-infinity',
  primary key (account_id, id),
  constraint webhooks_paused check ((paused_at is null) = (paused_because is null))
);
comment on table webhooks is 'A row is an address to which events of the account are brought, in order.';
create index webhooks_maker on webhooks (account_id, maker_id);
call keep_to_account('webhooks');
call show_to_reader('webhooks');

create table webhook_deliveries (
  account_id uuid not null,
  id uuid not null,
  webhook_id uuid not null,
  -- What the receiver knows it by: the same in every try.
  message_id uuid not null,
  type text not null,
  -- Where its events are in the feed, of which the body is made anew; null for a test.
  cursor text,
  types text[] not null,
  events int not null,
  batch boolean not null,
  try int not null,
  at timestamptz not null,
  url text not null,
  took_ms int not null,
  status int,
  answer text,
  failure text,
  primary key (account_id, id),
  foreign key (account_id, webhook_id) references webhooks on delete cascade
);
comment on table webhook_deliveries is 'A row is a try to bring events to a webhook, and its answer, kept for 7 days.';
create index webhook_deliveries_webhook on webhook_deliveries (account_id, webhook_id, id);
call keep_to_account('webhook_deliveries');

-- Webhooks that have events to bring and may, those served longest ago first.
create function webhooks_due(most int) returns table (account_id uuid, webhook_id uuid)
language plpgsql stable security definer rows 100 set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
  return query
    select w.account_id, w.id from webhooks w join feeds f on f.account_id = w.account_id
    where w.paused_at is null and (w.position < f.last or w.partial)
      and (w.next_try_at is null or w.next_try_at <= muster_now())
      and (w.leased_until is null or w.leased_until < clock_timestamp())
    order by w.served_at limit most;
end $$;
call run_as_reader('webhooks_due(int)');
