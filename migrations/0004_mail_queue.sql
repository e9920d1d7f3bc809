-- The mail of many invitations is a queue: who waits, whose turn it is, and the pace that all servers on this database keep together.

-- One row per chunk of a change's record whose people are to be told; it goes once that is done. waiting is how many of them are
-- still to be told; walked is how many ids of the record, from its beginning, are settled in this pass, which began at run_at.
create table mail_queue (
  account_id uuid not null references accounts,
  id bigint generated always as identity,
  change_id uuid not null,
  seq int not null,
  -- A few people go before crowds.
  ahead boolean not null,
  waiting int not null,
  walked int not null default 0,
  run_at timestamptz not null,
  -- Since when a mail server puts off some of them.
  delayed_since timestamptz,
  primary key (account_id, id),
  foreign key (account_id, change_id, seq) references change_chunks (account_id, change_id, seq) on delete cascade
);
create index mail_queue_ahead on mail_queue (id) where ahead;
create index mail_queue_crowds on mail_queue (account_id, id) where not ahead;

-- How an account's queue is steered: whether it is paused, when it had its last turn, how fast it went lately.
create table mail_steering (
  account_id uuid primary key references accounts,
  paused_at timestamptz,
  served_at timestamptz,
  measured_from timestamptz,
  measured int not null default 0,
  per_second float8
);

-- The mail server, which all servers and accounts share. Its pace runs on the machine's clock, its silence on Muster's.
create table mail_server (
  one boolean primary key default true check (one),
  next_at timestamptz not null,
  silent_since timestamptz,
  try_at timestamptz,
  words text
);
insert into mail_server (next_at) values ('-infinity');

do $$
declare t text;
begin
  foreach t in array array['mail_queue', 'mail_steering'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy account on %I to muster_app using (account_id = (select current_account()))', t);
    execute format('create policy reader on %I for select to muster_reader using (true)', t);
    execute format('grant select, insert, update, delete on %I to muster_app', t);
    execute format('grant select on %I to muster_reader', t);
  end loop;
end $$;
grant select, update on mail_server to muster_app;

-- Whose turn is it? A few people first, in their order; then the crowd whose account has waited longest for a turn, so that all
-- accounts share alike; else whoever is due next, and in how many seconds.
create function mail_turn() returns table (account_id uuid, id bigint, seconds float8)
language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare moment timestamptz := muster_now();
begin
  return query select q.account_id, q.id, 0::float8 from mail_queue q
    where q.ahead and q.run_at <= moment
      and not exists (select from mail_steering s where s.account_id = q.account_id and s.paused_at is not null)
    order by q.id limit 1;
  if found then return; end if;
  return query select q.account_id, q.id, 0::float8 from mail_queue q left join mail_steering s on s.account_id = q.account_id
    where not q.ahead and q.run_at <= moment and s.paused_at is null
    order by s.served_at nulls first, q.change_id, q.seq limit 1;
  if found then return; end if;
  return query select q.account_id, q.id, extract(epoch from q.run_at - moment)::float8 from mail_queue q
    where not exists (select from mail_steering s where s.account_id = q.account_id and s.paused_at is not null)
    order by q.run_at limit 1;
end $$;

do $$ begin
  execute 'grant create on schema public to muster_reader';
  execute 'alter function mail_turn() owner to muster_reader';
  execute 'revoke all on function mail_turn() from public';
  execute 'grant execute on function mail_turn() to muster_app';
  execute 'revoke create on schema public from muster_reader';
end $$;
