-- The mail of invitations: who waits, and whose turn it is.

create table mail_queue (
  account_id uuid not null references accounts,
  id bigint generated always as identity,
  change_id uuid not null,
  seq int not null,
  -- The people of small changes go before crowds.
  small_change boolean not null,
  people_waiting int not null,
  -- How many ids of the chunk, from its beginning, are settled in this pass, which began at run_at.
  ids_settled int not null default 0,
  run_at timestamptz not null,
  -- Since when a mail server puts off some of them.
  delayed_since timestamptz,
  primary key (account_id, id),
  foreign key (account_id, change_id, seq) references change_chunks (account_id, change_id, seq) on delete cascade
);
comment on table mail_queue is 'A row is a chunk of a change whose people wait for their invitation. It goes with the last of them.';
create index mail_queue_small on mail_queue (id) where small_change;
create index mail_queue_crowds on mail_queue (account_id, id) where not small_change;
call keep_to_account('mail_queue');
call show_to_reader('mail_queue');

create table mail_steering (
  account_id uuid primary key references accounts,
  paused_at timestamptz,
  last_turn_at timestamptz,
  -- Mails since measured_from, and the pace that follows from such measurements.
  measured_from timestamptz,
  measured_mails int not null default 0,
  mails_per_second float8
);
comment on table mail_steering is 'A row says of an account''s invitation mail whether it is paused, when it had its last turn, and how fast it goes.';
call keep_to_account('mail_steering');
call show_to_reader('mail_steering');

create table invitation_schedules (
  account_id uuid not null references accounts,
  change_id uuid not null,
  send_at timestamptz not null,
  people int not null,
  -- For whom they are sent, with the permissions of that moment.
  requested_by uuid not null,
  -- Why they were not sent.
  failure text,
  primary key (account_id, change_id),
  foreign key (account_id, change_id) references changes on delete cascade
);
comment on table invitation_schedules is 'A row is a change whose people get their first invitation at a date.';
call keep_to_account('invitation_schedules');

-- The days that an invitation still has, rounded.
create function days_until(expires_at timestamptz, moment timestamptz) returns int
language sql immutable as $$ select greatest(1, round(extract(epoch from expires_at - moment) / 86400))::int $$;

-- Does the carrier bring the mail of this account? A carrier is an account with a mail server of its own, or null for the operator's, which
-- brings the mail of all others; with every_account, of all.
create function carries(carrier uuid, every_account boolean, of_account uuid) returns boolean
language sql stable as $$
  select case when carrier is not null then of_account = carrier
    else every_account or not exists (select from mail_server s where s.account_id = of_account) end
$$;

-- Whose turn it is with a carrier, and in how many seconds: a small change first, in their order; then the crowd whose account has waited
-- longest for a turn, so that all accounts share alike; else the chunk that is due next.
create function mail_turn(carrier uuid, every_account boolean) returns table (account_id uuid, id bigint, seconds float8)
language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  moment timestamptz := muster_now();
begin
  return query
    select q.account_id, q.id, 0::float8 from mail_queue q
    where q.small_change and q.run_at <= moment and carries(carrier, every_account, q.account_id)
      and not exists (select from mail_steering s where s.account_id = q.account_id and s.paused_at is not null)
    order by q.id limit 1;
  if found then return; end if;
  return query
    select q.account_id, q.id, 0::float8 from mail_queue q left join mail_steering s on s.account_id = q.account_id
    where not q.small_change and q.run_at <= moment and s.paused_at is null and carries(carrier, every_account, q.account_id)
    order by s.last_turn_at nulls first, q.change_id, q.seq limit 1;
  if found then return; end if;
  return query
    select q.account_id, q.id, extract(epoch from q.run_at - moment)::float8 from mail_queue q
    where carries(carrier, every_account, q.account_id)
      and not exists (select from mail_steering s where s.account_id = q.account_id and s.paused_at is not null)
    order by q.run_at limit 1;
end $$;
call run_as_reader('mail_turn(uuid, boolean)');

-- The people of small changes that a carrier is to mail, in their order. A change that has none left answers one row without a person.
-- Inside an account it answers nothing.
create function mail_small_changes(carrier uuid, every_account boolean, most int, give_up_after interval)
returns table (account_id uuid, queue_id bigint, id uuid, email text, invitation_version int, expires_at text, days int, account_name text,
  inviter_id uuid, invited_by text, last_try boolean, inviter_email text, reply_to text)
language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  moment timestamptz := muster_now();
begin
  return query
    with place as materialized (
      select q.* from mail_queue q
      where q.small_change and q.run_at <= moment and (select current_account()) is null and carries(carrier, every_account, q.account_id)
        and not exists (select from mail_steering s where s.account_id = q.account_id and s.paused_at is not null)
      order by q.id limit most)
    select p.account_id, p.id, d.id, d.email, d.invitation_version, iso(d.expires_at), days_until(d.expires_at, moment), a.name,
      d.inviter_id, d.inviter, coalesce(p.delayed_since <= moment - give_up_after, false), d.inviter_email, s.reply_to
    from place p
    join accounts a on a.id = p.account_id
    left join mail_settings s on s.account_id = p.account_id
    join change_chunks c on c.account_id = p.account_id and c.change_id = p.change_id and c.seq = p.seq
    left join lateral (
      select t.n, u.id, u.email, u.invitation_version, u.expires_at, i.id as inviter_id, i.inviter, i.email as inviter_email
      from unnest(c.ids) with ordinality as t (id, n)
      join users u on u.account_id = p.account_id and u.id = t.id
      left join lateral (
        select users.id, display_name(first_name, last_name) as inviter, email from users
        where users.account_id = u.account_id and users.id = u.invited_by and users.status = 'active') i on true
      where status_now(u.status, u.expires_at, moment) = 'pending'
        and (u.mail_state = 'queued' or (u.mail_state = 'delayed' and u.mail_at < p.run_at))) d on true
    order by p.id, d.n limit most;
end $$;
call run_as_reader('mail_small_changes(uuid, boolean, int, interval)');

-- Notes what became of mails, one account after the other, as row security wants it, and only where the invitation is still the one that
-- was mailed. A small change leaves the queue with the last of its people; a crowd leaves at the end of its pass. Users are named by the
-- list of ids as well: of an account that statistics do not know, the planner would else look at everyone for each.
create function note_mails(account_ids uuid[], queue_ids bigint[], ids uuid[], versions int[], states text[], details text[]) returns void
language plpgsql as $$
declare
  a uuid;
  own bigint[];
begin
  for a in select distinct t.id from unnest(account_ids) as t (id) order by t.id loop
    perform set_config('muster.account_id', a::text, true);
    own := array(select distinct t.queue_id from unnest(account_ids, queue_ids) as t (account_id, queue_id) where t.account_id = a);
    update users u set mail_state = t.state, mail_at = muster_now(), mail_detail = t.detail
      from unnest(account_ids, ids, versions, states, details) as t (account_id, id, version, state, detail)
      where t.account_id = a and u.account_id = a and u.id = any(ids) and u.id = t.id
        and u.invitation_version = t.version and u.mail_state in ('queued', 'delayed');
    delete from mail_queue q where q.account_id = a and q.id = any(own) and q.small_change and not exists (
      select from change_chunks c
      cross join lateral unnest(c.ids) as t (id)
      join users u on u.account_id = a and u.id = t.id
      where c.account_id = a and c.change_id = q.change_id and c.seq = q.seq
        and status_now(u.status, u.expires_at, (select muster_now())) = 'pending' and u.mail_state in ('queued', 'delayed'));
    update mail_queue q set people_waiting = greatest(0, q.people_waiting - t.people)
      from (
        select s.queue_id, count(*)::int as people from unnest(account_ids, queue_ids, states) as s (account_id, queue_id, state)
        where s.account_id = a and s.state <> 'delayed' group by s.queue_id) t
      where q.account_id = a and q.id = t.queue_id;
  end loop;
  perform set_config('muster.account_id', '', true);
end $$;
call keep_to_app('note_mails(uuid[], bigint[], uuid[], int[], text[], text[])');
