-- Roles, the clock, ids and the account of a transaction. Everything after this file rests on them.

-- The server works as muster_app, which owns nothing and passes no row security. muster_reader owns the few functions that read
-- across accounts. Two servers may start at once, so a role that has just appeared is no mistake.
do $$ begin
  if not exists (select from pg_roles where rolname = 'muster_app') then create role muster_app nologin; end if;
  if not exists (select from pg_roles where rolname = 'muster_reader') then create role muster_reader nologin; end if;
exception when duplicate_object or unique_violation then null;
end $$;
do $$ begin execute format('grant muster_app, muster_reader to %I', current_user); end $$;

comment on table migrations is 'A row is a file of migrations/ that made this database what it is.';

create table clock (moved_by interval not null);
comment on table clock is 'How far Muster''s time differs from the machine''s. There is one row. Only tests move it, as the owner of the table.';
insert into clock values ('0');
grant select on clock to muster_app, muster_reader;

-- The one clock. A statement about many rows asks it as (select muster_now()): once for the statement instead of once a row.
-- In plpgsql the plan is kept for as long as the connection lives; PostgreSQL before 18 plans a function in SQL anew for each call.
create function muster_now() returns timestamptz
language plpgsql stable parallel safe as $$
begin
  return now() + (select c.moved_by from public.clock c);
end $$;

-- The account that the transaction works in, or null.
create function current_account() returns uuid
language sql stable parallel safe
return nullif(current_setting('muster.account_id', true), '')::uuid;

-- A time-ordered id (RFC 9562, version 7) for the n-th row of a batch made at one moment: a later n gives a greater id.
create function ordered_id(at timestamptz, n bigint) returns uuid
language sql volatile parallel safe
return (lpad(to_hex((extract(epoch from at) * 1000)::bigint + (n >> 12)), 12, '0')
  || '7' || lpad(to_hex(n & 4095), 3, '0')
  || right(replace(gen_random_uuid()::text, '-', ''), 16))::uuid;

-- A time as it leaves the database: ISO 8601 in UTC with microseconds, which is exact and in order as text.
create function iso(at timestamptz) returns text
language sql stable parallel safe
return to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');

-- The steps that migrations repeat. Only the owner of the database may take them.

-- The rows of a table belong to the account that the column names: forced row security shows them in that account only.
create procedure keep_to_account(owned regclass, account_column name default 'account_id')
language plpgsql as $$
begin
  execute format('alter table %s enable row level security', owned);
  execute format('alter table %s force row level security', owned);
  execute format('create policy account on %s to muster_app using (%I = (select current_account()))', owned, account_column);
  execute format('grant select, insert, update, delete on %s to muster_app', owned);
end $$;

-- Functions that run as muster_reader see this table of all accounts.
create procedure show_to_reader(owned regclass)
language plpgsql as $$
begin
  execute format('create policy reader on %s for select to muster_reader using (true)', owned);
  execute format('grant select on %s to muster_reader', owned);
end $$;

-- The function runs as muster_reader, and only muster_app calls it. Whoever gets a function must be able to create one meanwhile.
create procedure run_as_reader(asked regprocedure)
language plpgsql as $$
begin
  grant create on schema public to muster_reader;
  execute format('alter function %s owner to muster_reader', asked);
  revoke create on schema public from muster_reader;
  call keep_to_app(asked);
end $$;

-- Only muster_app calls the function.
create procedure keep_to_app(asked regprocedure)
language plpgsql as $$
begin
  execute format('revoke all on function %s from public', asked);
  execute format('grant execute on function %s to muster_app', asked);
end $$;

revoke all on procedure keep_to_account(regclass, name), show_to_reader(regclass), run_as_reader(regprocedure), keep_to_app(regprocedure) from public;
