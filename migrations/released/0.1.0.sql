-- Muster 0.1.0 with data, as of 2026-12-01T08:36:36.300055Z. bin/fixture writes this file.
create table migrations (name text primary key, applied_at timestamptz not null default now());
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

-- The directory: people who sign in, and the accounts they belong to. It is asked before any account is known, so it has no row security.

create table identities (
  id uuid primary key,
  email text not null,
  email_key text collate "C" not null,
  password_hash text,
  -- Null once a mail has proven the address, which then signs in everywhere. Until then the sign-in works in this account alone.
  account_id uuid,
  created_at timestamptz not null
);
comment on table identities is 'A row is a person''s way to sign in: an address and a password.';
create unique index identities_proven on identities (email_key) where account_id is null;
create unique index identities_unproven on identities (email_key, account_id) where account_id is not null;
-- Serves a sign-in, which asks for all identities of an address.
create index identities_email on identities (email_key);

create table memberships (
  account_id uuid not null,
  user_id uuid not null,
  identity_id uuid not null references identities,
  primary key (account_id, user_id),
  unique (identity_id, account_id)
);
comment on table memberships is 'A row says which identity signs in as which user of which account.';

create table links (
  id uuid primary key,
  kind text not null check (kind in ('reset', 'proof', 'email')),
  identity_id uuid not null references identities on delete cascade,
  account_id uuid,
  user_id uuid,
  email text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
comment on table links is 'A row is a one-time link sent by mail. Its token is derived from id, kind and the server''s key, so the row opens nothing.';
create index links_identity on links (identity_id);

create table devices (
  token_hash bytea primary key,
  identity_id uuid not null references identities on delete cascade,
  created_at timestamptz not null,
  last_used_at timestamptz not null
);
comment on table devices is 'A row is a browser that an identity has signed in with. It has password tries of its own and is no second factor.';
create index devices_identity on devices (identity_id);

grant select, insert, update, delete on identities, memberships, links, devices to muster_app;

-- Accounts and their groups.

create table accounts (
  id uuid primary key,
  name text not null,
  owner_id uuid not null,
  default_group_id uuid not null,
  invitation_days int not null default 30 check (invitation_days between 1 and 90),
  -- How many people the account has invited while its Owner had not proven their address. It only grows.
  early_invited int not null default 0,
  created_at timestamptz not null
);
comment on table accounts is 'A row is a customer of this server: a company, a school, a club.';
call keep_to_account('accounts', 'id');
revoke delete on accounts from muster_app;
call show_to_reader('accounts');

create table groups (
  account_id uuid not null references accounts,
  id uuid not null,
  name text not null,
  name_key text collate "C" not null,
  created_at timestamptz not null,
  primary key (account_id, id),
  unique (account_id, name_key)
);
comment on table groups is 'A row is a group of users. Each user is in exactly one.';
call keep_to_account('groups');

alter table accounts add foreign key (id, default_group_id) references groups (account_id, id) deferrable initially deferred;

create function accounts_existing() returns setof uuid
language sql stable security definer set search_path = public, pg_temp as $$
  select id from accounts
$$;
call run_as_reader('accounts_existing()');

create function accounts_any() returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from accounts)
$$;
call run_as_reader('accounts_any()');

-- Users, how they are found, and the rules about one user that SQL and TypeScript share.

-- Bulk changes update rows in their page (HOT): pages have room, and what such changes touch stands in no index and in no predicate.
create table users (
  account_id uuid not null references accounts,
  id uuid not null,
  email text collate "C" not null,
  email_key text collate "C" not null,
  first_name text collate "C" not null,
  last_name text collate "C" not null,
  -- What the list is sorted by, and further words of search: users/name.ts.
  name_key text collate "C" not null,
  -- Last name first. It is stored, because row security keeps a keyset out of an index over a function.
  last_name_key text collate "C" not null generated always as (
    case when strpos(name_key, '  ') = 0 then name_key else split_part(split_part(name_key, ' 	 ', 1), '  ', 2) || '  ' || name_key end) stored,
  department text collate "C" not null,
  job_title text collate "C" not null default '',
  phone text collate "C" not null default '',
  location text collate "C" not null default '',
  employee_number text collate "C" not null default '',
  -- In the order of numbers: those at the end have leading zeros. Empty ones come last.
  employee_number_key text collate "C" not null generated always as (
    case when employee_number = '' then '~' else upper(rtrim(employee_number, '0123456789'))
      || lpad(right(employee_number, length(employee_number) - length(rtrim(employee_number, '0123456789'))), 40, '0') end) stored,
  cost_center text collate "C" not null default '',
  -- A person of the account. Emptied when that person's data is erased, so it needs no foreign key, which would slow bulk changes.
  manager_id uuid,
  type text collate "C" not null,
  add_ons text[] not null,
  group_id uuid not null,
  -- The Owner is named by the account's row; here they are an Admin or a Member.
  role text collate "C" not null check (role in ('admin', 'member')),
  status text collate "C" not null check (status in ('pending', 'active', 'deactivated', 'removed')),
  -- False for a person who was added and has not accepted an invitation yet. Reactivated, such a person is invited.
  joined boolean not null default true,
  -- The status before the removal, to which a restore goes back.
  status_before text collate "C",
  -- An invitation link names it. It grows with every resend, acceptance, revocation and change of address, which ends older links.
  invitation_version int not null default 0,
  invited_by uuid,
  invited_at timestamptz,
  expires_at timestamptz,
  mail_state text collate "C",
  mail_at timestamptz,
  mail_detail text,
  -- The change whose date sends the first invitation, if it was not sent when the person was added.
  send_with uuid,
  -- Invitation mails of the present hour and when that began, where there are more than the first.
  recent_mails int,
  recent_mails_since timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  last_sign_in_at timestamptz not null default '-infinity',
  removed_at timestamptz,
  -- PostgreSQL 18 prepares all generated columns anew for every row of an UPDATE that needs none of them, at ten times the cost of the row.
  -- Every UPDATE of many people needs this one.
  update_hint boolean not null generated always as ((updated_at, mail_at, group_id, manager_id) is null) stored,
  primary key (account_id, id),
  foreign key (account_id, group_id) references groups (account_id, id),
  constraint users_pending_expire check ((status = 'pending') = (expires_at is not null)),
  constraint users_removed_at check ((status = 'removed') = (removed_at is not null)),
  constraint users_status_before check ((status = 'removed') = (status_before is not null))
) with (fillfactor = 50);
comment on table users is 'A row is a person of an account: invited, active, deactivated, or in the trash.';
call keep_to_account('users');
call show_to_reader('users');

alter table accounts add foreign key (id, owner_id) references users (account_id, id) deferrable initially deferred;

create unique index users_email on users (account_id, email_key) where removed_at is null;
-- The indexes of an order serve only a question that names the order, by a condition that is true of everyone: where statistics know
-- only removed people, the planner would else ask them for a single address.
create index users_name on users (account_id, name_key, id) where removed_at is null and name_key >= '';
create index users_last_sign_in on users (account_id, last_sign_in_at, id) where removed_at is null and last_sign_in_at >= '-infinity';
create index users_last_name on users (account_id, last_name_key, id) where removed_at is null and last_name_key >= '';
create index users_employee_number on users (account_id, employee_number_key, id) where removed_at is null and employee_number_key >= '';
-- People without an invitation come last.
create index users_expiry on users (account_id, (case when expires_at is null then 'infinity' else expires_at end), id)
  where removed_at is null and case when expires_at is null then 'infinity' else expires_at end >= '-infinity';
create index users_pending on users (account_id, expires_at, id) where expires_at is not null;
create index users_manager on users (account_id, manager_id) where manager_id is not null;
create index users_admins on users (account_id, id) where role = 'admin';
create index users_removed on users (account_id, removed_at, id) where removed_at is not null;

-- Rules about one user.

-- What the user may do: the role, or owner where the account names them.
create function role_now(user_id uuid, role text, owner_id uuid) returns text
language sql immutable parallel safe
return case when owner_id = user_id then 'owner' else role end;

-- Expired is a state by the clock alone: a pending user whose time is over.
create function status_now(status text, expires_at timestamptz, moment timestamptz) returns text
language sql immutable parallel safe
return case when status = 'pending' and expires_at <= moment then 'expired' else status end;

-- First and last name, or null where there is neither.
create function display_name(first_name text, last_name text) returns text
language sql immutable parallel safe
return nullif(trim(first_name || ' ' || last_name), '');

-- The Owner is active after any statement that updates or deletes users. They are looked up by id: a join would let the planner meet
-- everyone of the account.
create function owner_stays_active() returns trigger
language plpgsql as $$
declare
  own uuid := current_account();
  named uuid := (select a.owner_id from accounts a where a.id = own);
begin
  if named is not null and not exists (select from users u where u.account_id = own and u.id = named and u.status = 'active') then
    raise exception 'the Owner must stay active' using errcode = 'check_violation', constraint = 'owner_stays_active';
  end if;
  return null;
end $$;
create trigger owner_stays_active after update or delete on users for each statement execute function owner_stays_active();

-- The search for words.

-- Each word carries a mark of its account, so a search in a small account walks no large one's words.
create function word_mark(account_id uuid) returns text
language sql immutable parallel safe
return right(account_id::text, 8) || ':';

-- The words of an employee number: its parts, and the whole.
create function number_words(employee_number text) returns text
language sql immutable parallel safe
return lower(translate(employee_number, '-./_#', repeat(' ', 5)) || ' ' || translate(employee_number, '-./_# ', ''));

-- The words of an address, a name and an employee number. The first word of a name begins with ^ as well: people who share a first name
-- stand together in the order of names, so the index need only tell who has the word elsewhere. No search can hold the ^.
create function search_words(account_id uuid, email_key text, name_key text, employee_number text) returns tsvector
language sql immutable parallel safe
return array_to_tsvector(array_remove(string_to_array(
  word_mark(account_id) || replace(
    translate(email_key, '@.-_+''!#$%&*/=?^`{|}~', repeat(' ', 22)) || case when employee_number = '' then '' else ' ' || number_words(employee_number) end
      || ' ^' || translate(name_key, e'\t', ' '),
    ' ', ' ' || word_mark(account_id)),
  ' '), word_mark(account_id)));
create index users_search on users using gin (search_words(account_id, email_key, name_key, employee_number)) with (fastupdate = off);

-- Users of the current account who have the words, at most so many. Row security would keep the index from being used. It answers
-- whole rows, because to look each up again takes as long as to find it.
create function search_users(query tsquery, most int) returns setof users
language sql stable security definer rows 100 set search_path = public, pg_temp as $$
  select u.* from users u
  where u.account_id = current_account() and search_words(u.account_id, u.email_key, u.name_key, u.employee_number) @@ query
  limit most
$$;
call run_as_reader('search_users(tsquery, int)');

-- Fresh statistics of users, which only the table's owner may take. A change after which many came or went asks for them: PostgreSQL
-- does so by itself only later, and until then plans searches and lists as if the crowd were not there.
create function analyze_users() returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  analyze (skip_locked) users;
end $$;
call keep_to_app('analyze_users()');

-- Sessions, and what is asked before an account is known.

create table sessions (
  id uuid primary key,
  token_hash bytea not null unique,
  identity_id uuid not null,
  account_id uuid not null,
  user_id uuid not null,
  user_agent text not null,
  ip text not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null
);
comment on table sessions is 'A row is a browser signed in to an account. The cookie holds the token, the row its hash.';
create index sessions_identity on sessions (identity_id);
grant select, insert, update, delete on sessions to muster_app;
grant select on sessions to muster_reader;

-- Whom a session's token speaks for. The caller judges by last_seen_at and created_at whether the session is over. Whatever ends the
-- membership of its identity ends the session.
create function session_by_hash(hash bytea)
returns table (session_id uuid, identity_id uuid, account_id uuid, account_name text, user_id uuid, role text, status text,
  created_at timestamptz, last_seen_at timestamptz, now timestamptz)
language plpgsql stable security definer rows 1 set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
  return query
    select s.id, s.identity_id, a.id, a.name, u.id, role_now(u.id, u.role, a.owner_id), u.status,
      s.created_at, s.last_seen_at, muster_now()
    from sessions s
    join users u on u.account_id = s.account_id and u.id = s.user_id
    join accounts a on a.id = s.account_id
    where s.token_hash = hash;
end $$;
call run_as_reader('session_by_hash(bytea)');

-- The active ones of these users of these accounts, each account beside its user, in the order in which they signed in last; those who
-- never did in the order given.
create function active_users(account_ids uuid[], user_ids uuid[])
returns table (account_id uuid, account_name text, user_id uuid, role text)
language plpgsql stable security definer rows 10 set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
  return query
    select a.id, a.name, u.id, role_now(u.id, u.role, a.owner_id)
    from unnest(account_ids, user_ids) with ordinality as given (account_id, user_id, n)
    join accounts a on a.id = given.account_id
    join users u on u.account_id = given.account_id and u.id = given.user_id
    where u.status = 'active'
    order by u.last_sign_in_at desc, given.n;
end $$;
call run_as_reader('active_users(uuid[], uuid[])');

-- Seats and counts: sums that changes keep, so that no request counts users.

create table seats (
  account_id uuid not null references accounts,
  product text collate "C" not null,
  bought int not null check (bought >= 0),
  -- Pending holders are in it. Those of an expired invitation leave it when the ledger is next read or moved, at folded_at.
  held int not null check (held >= 0),
  folded_at timestamptz not null default '-infinity',
  primary key (account_id, product),
  constraint seats_not_oversold check (held <= bought)
);
comment on table seats is 'A row is a product of an account''s subscription: how many seats are bought and how many are held.';
call keep_to_account('seats');

create table seat_expiries (
  account_id uuid not null references accounts,
  product text collate "C" not null,
  expires_at timestamptz not null,
  held int not null,
  primary key (account_id, product, expires_at)
);
comment on table seat_expiries is 'A row says how many held seats of a product become free when the invitations of that minute expire.';
call keep_to_account('seat_expiries');

create table counts (
  account_id uuid not null references accounts,
  dimension text collate "C" not null check (dimension in ('type', 'group', 'department', 'status')),
  key text collate "C" not null,
  -- Infinity, but for pending users, who are counted until their invitation expires.
  ends_at timestamptz not null,
  people bigint not null,
  primary key (account_id, dimension, key, ends_at)
) with (fillfactor = 50);
comment on table counts is 'A row says how many users of an account have a type, group, department or status.';
call keep_to_account('counts');

-- Changes: what was asked, what it became, and the record that serves audit, undo and result.

create table changes (
  account_id uuid not null references accounts,
  id uuid not null,
  state text not null check (state in ('planning', 'planned', 'applying', 'applied', 'undoing', 'undone', 'cancelled', 'failed')),
  source text not null,
  planned_by_kind text not null,
  planned_by_id uuid,
  -- The actor who applies it; until then the one who planned it.
  actor_kind text not null,
  actor_id uuid,
  selection jsonb,
  operation jsonb not null,
  options jsonb not null default '{}',
  overflow text not null check (overflow in ('refuse', 'fill')),
  plan jsonb,
  result jsonb,
  -- An import's file in short, as lists show it; and its columns and first rows, which only the change's own page shows.
  file jsonb,
  file_details jsonb,
  -- What is kept of an upload: bytes of the file and lines of it. 0 once they are gone.
  kept_bytes bigint not null default 0,
  kept_lines int not null default 0,
  done int not null default 0,
  total int not null default 0,
  -- Seats that a large change took for itself when it began.
  reserved jsonb,
  cancel_asked boolean not null default false,
  failure text,
  undo_of uuid,
  undone_by uuid,
  created_at timestamptz not null,
  -- When the plan began to be made, for the last time.
  planned_at timestamptz not null default muster_now(),
  applied_at timestamptz,
  primary key (account_id, id)
);
comment on table changes is 'A row is a change of users: planned, applied, undone or given up.';
create index changes_open on changes (account_id, id) where state in ('planning', 'planned', 'applying');
create index changes_kept on changes (account_id, id) where kept_bytes > 0 or kept_lines > 0;
call keep_to_account('changes');
call show_to_reader('changes');

create table change_chunks (
  account_id uuid not null,
  change_id uuid not null,
  seq int not null,
  -- The users it is planned for, and those it has changed, in the order of their ids.
  targets uuid[],
  outcome text check (outcome in ('create', 'update', 'remove')),
  ids uuid[] not null default '{}',
  first_id uuid,
  last_id uuid,
  at timestamptz,
  before jsonb,
  after jsonb,
  unchanged uuid[] not null default '{}',
  refused jsonb not null default '{}',
  result jsonb,
  primary key (account_id, change_id, seq),
  foreign key (account_id, change_id) references changes (account_id, id) on delete cascade
);
comment on table change_chunks is 'A row is the part of a change that one transaction applies: up to 10,000 users, and each touched field before and after.';
-- Ids in their order: packing them saves little and takes a third of the time of writing them.
alter table change_chunks
  alter column targets set storage external,
  alter column ids set storage external,
  alter column unchanged set storage external;
create index change_chunks_one on change_chunks (account_id, first_id) where first_id = last_id;
create index change_chunks_many on change_chunks (account_id, last_id, first_id) where first_id < last_id;
call keep_to_account('change_chunks');
call show_to_reader('change_chunks');

-- Imports: a change whose selection is a file.

create table import_files (
  account_id uuid not null,
  change_id uuid not null,
  seq int not null,
  bytes bytea not null,
  primary key (account_id, change_id, seq),
  foreign key (account_id, change_id) references changes (account_id, id) on delete cascade
);
comment on table import_files is 'A row is a piece of a file as it was sent.';
alter table import_files alter column bytes set storage external;
call keep_to_account('import_files');

-- Room in the page keeps the note of what a line became off both indexes, which is five times as fast. There is no foreign key: lines are
-- written by the transaction that holds their change, which is never deleted, and to ask for it a million times takes a quarter of planning.
create table import_lines (
  account_id uuid not null,
  change_id uuid not null,
  line int not null,
  -- The chunk of the change that applies it.
  seq int,
  email text collate "C" not null,
  email_key text collate "C" not null,
  first_name text collate "C",
  last_name text collate "C",
  name_key text collate "C",
  department text collate "C",
  job_title text collate "C",
  phone text collate "C",
  location text collate "C",
  employee_number text collate "C",
  cost_center text collate "C",
  -- Of somebody of the account, or of a line that makes one.
  manager_id uuid,
  -- The id that its person will have, where another line names them as a manager before they are there.
  new_user_id uuid,
  group_id uuid,
  type text collate "C",
  add_ons text[],
  -- The status that its person gets where they have the opposite one.
  status text collate "C",
  user_id uuid,
  outcome text collate "C",
  code text collate "C",
  detail text,
  primary key (account_id, change_id, line)
) with (fillfactor = 50);
comment on table import_lines is 'A row is a line of an imported file: what it says of a person, and what became of it.';
create index import_lines_chunk on import_lines (account_id, change_id, seq, line);
-- Managers to come, whose names a plan shows.
create index import_lines_new_users on import_lines (account_id, change_id, new_user_id) where new_user_id is not null;
create index import_lines_refused on import_lines (account_id, change_id, line) where outcome = 'refused';
call keep_to_account('import_lines');

-- What requests leave behind: the audit log, and answers kept for a repeat.

create table audit_events (
  account_id uuid not null references accounts,
  id uuid not null,
  at timestamptz not null,
  event text not null,
  actor_kind text not null,
  actor_id uuid,
  channel text not null,
  request_id text,
  change_id uuid,
  user_id uuid,
  count int,
  details jsonb not null,
  primary key (account_id, id)
);
comment on table audit_events is 'A row is a line of the audit log. It names people by id only, so that it stays whole when a person is erased.';
create index audit_events_user on audit_events (account_id, user_id, id) where user_id is not null;
call keep_to_account('audit_events');
revoke update, delete on audit_events from muster_app;

create table idempotency_keys (
  account_id uuid not null references accounts,
  actor text not null,
  key text not null,
  request_hash bytea not null,
  status int,
  answer jsonb,
  headers jsonb,
  created_at timestamptz not null,
  primary key (account_id, actor, key)
);
comment on table idempotency_keys is 'A row is a request with an Idempotency-Key and its answer, which a repeat gets again.';
call keep_to_account('idempotency_keys');

-- Jobs: work that comes later.

create table jobs (
  id bigint generated always as identity primary key,
  name text not null,
  account_id uuid,
  data jsonb not null,
  serial_key text,
  priority int not null default 0,
  -- Due by Muster's clock, leased by the machine's.
  run_at timestamptz not null,
  lease_until timestamptz,
  attempts int not null default 0,
  failure text
);
comment on table jobs is 'A row is work to be done by any server. It names what the work is about by ids. Jobs of one serial key run one at a time.';
create index jobs_due on jobs (priority desc, run_at, id);
create unique index jobs_serial on jobs (serial_key) where lease_until is not null;
create index jobs_waiting on jobs (name) where lease_until is null;
grant select, insert, update, delete on jobs to muster_app;

-- Mail.

create table mails (
  id uuid primary key,
  account_id uuid,
  template text not null,
  data jsonb not null,
  recipient text not null,
  recipient_key text collate "C" not null,
  state text not null check (state in ('queued', 'handed_over', 'mailbox', 'delayed', 'bounced')),
  detail text,
  created_at timestamptz not null,
  handed_over_at timestamptz
);
comment on table mails is 'A row is a message that is no invitation. It is rendered when it is handed over.';
-- Tells how many mails of a kind an address had lately.
create index mails_recipient on mails (recipient_key, template, created_at);

create table mailbox (
  id uuid primary key,
  message_id text not null unique,
  sender text not null,
  recipient text not null,
  subject text not null,
  text text not null,
  html text not null,
  sent_at timestamptz not null
);
comment on table mailbox is 'A row is a message that was sent while no mail server was set.';
-- Finds the messages to a person who is erased.
create index mailbox_recipient on mailbox (lower(recipient));

create table mail_server (
  -- The account whose own mail server it is; null: the operator's.
  account_id uuid unique nulls not distinct,
  -- The pace of its mail, by the machine's clock.
  next_mail_at timestamptz not null default '-infinity',
  -- Since when it takes no mail, why, and when it is tried again, by Muster's clock.
  silent_since timestamptz,
  silence_reason text,
  next_try_at timestamptz,
  -- How long the one message that tries it may take, by the machine's clock.
  trying_until timestamptz
);
comment on table mail_server is 'A row is a mail server and how it answers: one of the operator, or one of an account. All servers share them.';
insert into mail_server (account_id) values (null);

create table mail_settings (
  account_id uuid primary key references accounts,
  -- The account's own mail server; null: its mail goes the way of all mail.
  host text,
  port int,
  security text check (security in ('tls', 'starttls', 'none')),
  username text,
  -- Encrypted by the server's key.
  password bytea,
  sender_name text not null default '',
  sender_address text,
  reply_to text,
  dkim_selector text,
  check (num_nulls(host, port, security) in (0, 3)),
  check (password is null or username is not null)
);
comment on table mail_settings is 'A row says how the invitations and notices of an account are mailed.';
call keep_to_account('mail_settings');
call show_to_reader('mail_settings');

grant select, insert, update, delete on mails, mailbox, mail_server to muster_app;
grant select on mail_server to muster_reader;

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

-- Saved views of the list of users.

create table saved_views (
  account_id uuid not null references accounts,
  id uuid not null,
  -- The maker; null once they are erased, which leaves what they shared.
  user_id uuid,
  name text not null,
  name_key text collate "C" not null,
  filter jsonb not null,
  sort text not null,
  columns text[] not null,
  shared boolean not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (account_id, id),
  constraint saved_views_name unique (account_id, user_id, name_key),
  constraint saved_views_private_has_maker check (shared or user_id is not null)
);
comment on table saved_views is 'A row is a named filter, order and set of columns, kept by its maker and perhaps shared with the account''s Admins.';
call keep_to_account('saved_views');

truncate accounts, audit_events, changes, change_chunks, clock, counts, groups, idempotency_keys, identities, devices, import_files, import_lines, invitation_schedules, jobs, links, mail_queue, mail_server, mail_settings, mail_steering, mailbox, mails, memberships, migrations, saved_views, seat_expiries, seats, sessions, users;
alter table accounts no force row level security;
alter table audit_events no force row level security;
alter table changes no force row level security;
alter table change_chunks no force row level security;
alter table counts no force row level security;
alter table groups no force row level security;
alter table idempotency_keys no force row level security;
alter table import_files no force row level security;
alter table import_lines no force row level security;
alter table invitation_schedules no force row level security;
alter table mail_queue no force row level security;
alter table mail_settings no force row level security;
alter table mail_steering no force row level security;
alter table saved_views no force row level security;
alter table seat_expiries no force row level security;
alter table seats no force row level security;
alter table users no force row level security;
insert into accounts (id, name, owner_id, default_group_id, invitation_days, early_invited, created_at) overriding system value select id, name, owner_id, default_group_id, invitation_days, early_invited, created_at from json_populate_recordset(null::accounts, $rows$[
{"id":"01a2214c-7fe7-7000-bc20-e852d0b41569","name":"Upgrade Company","owner_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","default_group_id":"01a2214c-7fed-7000-9f37-9d51bac88693","invitation_days":30,"early_invited":0,"created_at":"2026-11-28T08:36:31.330635+00:00"}
]$rows$);
insert into audit_events (account_id, id, at, event, actor_kind, actor_id, channel, request_id, change_id, user_id, count, details) overriding system value select account_id, id, at, event, actor_kind, actor_id, channel, request_id, change_id, user_id, count, details from json_populate_recordset(null::audit_events, $rows$[
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-801a-7000-aad2-2a5265a5bafe","at":"2026-11-28T08:36:31.330635+00:00","event":"session.started","actor_kind":"user","actor_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","channel":"console","request_id":"c412270a-957d-4ce9-b8a9-8d6e43755f8e","change_id":null,"user_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","count":null,"details":{}},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-801a-7001-851d-94f63fa61c6e","at":"2026-11-28T08:36:31.330635+00:00","event":"account.created","actor_kind":"user","actor_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","channel":"console","request_id":"c412270a-957d-4ce9-b8a9-8d6e43755f8e","change_id":null,"user_id":null,"count":null,"details":{}},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-814d-7000-bec6-9254c850d3f1","at":"2026-11-28T08:36:31.608528+00:00","event":"subscription.changed","actor_kind":"user","actor_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","channel":"console","request_id":"09cc6c3d-83df-4d16-9249-664321a49966","change_id":null,"user_id":null,"count":null,"details":{"after": 5, "before": 0, "product": "pro"}},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-816c-7000-a222-17d915adb1db","at":"2026-11-28T08:36:31.715556+00:00","event":"subscription.changed","actor_kind":"user","actor_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","channel":"console","request_id":"5d827936-7b89-438b-b579-839fc265d1dc","change_id":null,"user_id":null,"count":null,"details":{"after": 2, "before": 0, "product": "webinar"}},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-8180-7000-b2bf-534e986679a7","at":"2026-11-28T08:36:31.741332+00:00","event":"account.invitation_days_changed","actor_kind":"user","actor_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","channel":"console","request_id":"27fcabc1-b66c-418e-bcd7-c6171eb9ea44","change_id":null,"user_id":null,"count":null,"details":{"after": 1, "before": 30}},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-8211-7000-867c-ecdfb1437264","at":"2026-11-28T08:36:31.78872+00:00","event":"users.added","actor_kind":"user","actor_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","channel":"console","request_id":"75205a4e-a698-40bc-9b50-5d551317e5be","change_id":"01a2214c-81d2-7000-9ead-8a4871624a63","user_id":"01a2214c-81ad-7001-8aeb-afb0bf837dc1","count":1,"details":{"result": {"create": 1, "remove": 0, "update": 0, "refused": 0, "unchanged": 0}}},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-82dd-7000-81a8-166e64b2ed5b","at":"2026-12-01T08:36:32.009995+00:00","event":"group.created","actor_kind":"user","actor_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","channel":"console","request_id":"e29e27fa-4538-4034-b5ac-a6e7d22cc0ef","change_id":null,"user_id":null,"count":null,"details":{"groupId": "01a2214c-82d6-7000-b81a-5961d3b60e3f"}},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-8303-7000-9460-727325a98f6e","at":"2026-12-01T08:36:32.124075+00:00","event":"account.invitation_days_changed","actor_kind":"user","actor_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","channel":"console","request_id":"ec08b7bf-253d-4dfc-bd8d-afb2d2d7b023","change_id":null,"user_id":null,"count":null,"details":{"after": 30, "before": 1}},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-834f-7000-9b93-3fb03c1d3ee3","at":"2026-12-01T08:36:32.169828+00:00","event":"users.added","actor_kind":"user","actor_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","channel":"console","request_id":"7e34c8ae-7e2b-4b9a-979f-62fc5d1789ef","change_id":"01a2214c-832c-7000-9df6-7eb96cebb6ff","user_id":"01a230bf-972a-7001-84c6-f34076dec04e","count":1,"details":{"result": {"create": 1, "remove": 0, "update": 0, "refused": 0, "unchanged": 0}}},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-83a7-7000-a44e-5dd69c211a39","at":"2026-12-01T08:36:32.258782+00:00","event":"invitation.link_copied","actor_kind":"user","actor_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","channel":"console","request_id":"e86d41fd-c717-416f-b97a-589dc88c7bd2","change_id":null,"user_id":"01a230bf-972a-7001-84c6-f34076dec04e","count":null,"details":{}},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-8464-7000-b627-39f8ccacf82a","at":"2026-12-01T08:36:32.385886+00:00","event":"invitation.accepted","actor_kind":"invited","actor_id":"01a230bf-972a-7001-84c6-f34076dec04e","channel":"console","request_id":"ccd32eae-f0ab-41db-9582-209f9811bd2b","change_id":"01a2214c-8415-7000-9b15-fcade1065d5b","user_id":"01a230bf-972a-7001-84c6-f34076dec04e","count":1,"details":{"result": {"create": 0, "remove": 0, "update": 1, "refused": 0, "unchanged": 0}}},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-846e-7000-8851-d3d4a53a3dbf","at":"2026-12-01T08:36:32.385886+00:00","event":"session.started","actor_kind":"user","actor_id":"01a230bf-972a-7001-84c6-f34076dec04e","channel":"console","request_id":"ccd32eae-f0ab-41db-9582-209f9811bd2b","change_id":null,"user_id":"01a230bf-972a-7001-84c6-f34076dec04e","count":null,"details":{}},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-8497-7000-96e8-a6a2977bb094","at":"2026-12-01T08:36:32.516537+00:00","event":"users.added","actor_kind":"user","actor_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","channel":"console","request_id":"17aa79c6-80a4-4d6e-af5b-24bc110094af","change_id":"01a2214c-8485-7000-ab88-7b866e7e5def","user_id":"01a230bf-9885-7001-946f-fe4ee5fb9eb4","count":1,"details":{"result": {"create": 1, "remove": 0, "update": 0, "refused": 0, "unchanged": 0}}},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-84b8-7000-89e1-a14b3c5607cc","at":"2026-12-01T08:36:32.556824+00:00","event":"invitation.link_copied","actor_kind":"user","actor_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","channel":"console","request_id":"a8f243ff-900d-401e-a809-b0d2dd708c9d","change_id":null,"user_id":"01a230bf-9885-7001-946f-fe4ee5fb9eb4","count":null,"details":{}},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-85a6-7000-9047-67237b99724a","at":"2026-12-01T08:36:32.694148+00:00","event":"invitation.accepted","actor_kind":"invited","actor_id":"01a230bf-9885-7001-946f-fe4ee5fb9eb4","channel":"console","request_id":"97fbb0a0-ad01-4904-960c-c7a3921ce833","change_id":"01a2214c-8579-7000-991c-13e61f034701","user_id":"01a230bf-9885-7001-946f-fe4ee5fb9eb4","count":1,"details":{"result": {"create": 0, "remove": 0, "update": 1, "refused": 0, "unchanged": 0}}},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-85b3-7000-a10c-ed5f68ffe6b5","at":"2026-12-01T08:36:32.694148+00:00","event":"session.started","actor_kind":"user","actor_id":"01a230bf-9885-7001-946f-fe4ee5fb9eb4","channel":"console","request_id":"97fbb0a0-ad01-4904-960c-c7a3921ce833","change_id":null,"user_id":"01a230bf-9885-7001-946f-fe4ee5fb9eb4","count":null,"details":{}},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-85d0-7000-97ec-38bcb1f7a6e2","at":"2026-12-01T08:36:32.836123+00:00","event":"users.added","actor_kind":"user","actor_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","channel":"console","request_id":"5b7e4047-0f8a-4077-b80c-0c94b4f22599","change_id":"01a2214c-85c4-7000-a50a-a8774f3de6d7","user_id":"01a230bf-99c4-7001-b92d-1b82fa0b5761","count":1,"details":{"result": {"create": 1, "remove": 0, "update": 0, "refused": 0, "unchanged": 0}}},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-85f9-7000-8913-a53149555501","at":"2026-12-01T08:36:32.879224+00:00","event":"invitation.link_copied","actor_kind":"user","actor_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","channel":"console","request_id":"9d3fe0f6-8c0c-4ddc-9d79-1f150b4b65e1","change_id":null,"user_id":"01a230bf-99c4-7001-b92d-1b82fa0b5761","count":null,"details":{}},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-86b3-7000-ad2d-02d2193ba0cd","at":"2026-12-01T08:36:32.961125+00:00","event":"invitation.accepted","actor_kind":"invited","actor_id":"01a230bf-99c4-7001-b92d-1b82fa0b5761","channel":"console","request_id":"79d41f81-9f95-4128-8c67-2336cbf15926","change_id":"01a2214c-8647-7000-91f2-860d8865dad3","user_id":"01a230bf-99c4-7001-b92d-1b82fa0b5761","count":1,"details":{"result": {"create": 0, "remove": 0, "update": 1, "refused": 0, "unchanged": 0}}},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-86e0-7000-82b4-3802ffb7738f","at":"2026-12-01T08:36:32.961125+00:00","event":"session.started","actor_kind":"user","actor_id":"01a230bf-99c4-7001-b92d-1b82fa0b5761","channel":"console","request_id":"79d41f81-9f95-4128-8c67-2336cbf15926","change_id":null,"user_id":"01a230bf-99c4-7001-b92d-1b82fa0b5761","count":null,"details":{}},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-87b0-7000-b076-0d659ee2d7ee","at":"2026-12-01T08:36:33.205746+00:00","event":"users.changed","actor_kind":"user","actor_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","channel":"console","request_id":"45997be6-1807-4ebc-a40d-dd83b91c208d","change_id":"01a2214c-86f9-7000-88fd-e55ccf96962b","user_id":"01a230bf-9885-7001-946f-fe4ee5fb9eb4","count":1,"details":{"result": {"create": 0, "remove": 0, "update": 1, "refused": 0, "unchanged": 0}}},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-88b5-7000-a641-836bdfc00548","at":"2026-12-01T08:36:33.512934+00:00","event":"users.removed","actor_kind":"user","actor_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","channel":"console","request_id":"b1db0c57-4d33-4196-9a8d-2c8830ca1478","change_id":"01a2214c-87e5-7000-acfb-7fb7018abf90","user_id":"01a230bf-99c4-7001-b92d-1b82fa0b5761","count":1,"details":{"result": {"create": 0, "remove": 1, "update": 0, "refused": 0, "unchanged": 0}}},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-8ac3-7000-acdf-e1911ba70548","at":"2026-12-01T08:36:33.638778+00:00","event":"users.added","actor_kind":"user","actor_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","channel":"console","request_id":"392f58f3-43a6-4c5f-aa1d-beda1dbca676","change_id":"01a2214c-8908-7000-8418-34ca16808092","user_id":"01a230bf-9ce7-7001-b9fb-3124328d5bb9","count":1,"details":{"result": {"create": 1, "remove": 0, "update": 0, "refused": 0, "unchanged": 0}}},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-8b4d-7000-a777-1d6bfd5404b7","at":"2026-12-01T08:36:34.20039+00:00","event":"users.changed","actor_kind":"user","actor_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","channel":"console","request_id":"d5957aaa-93c3-4ef3-9bab-e63575c041fa","change_id":"01a2214c-8b29-7000-8f6e-f4be9f663793","user_id":"01a230bf-972a-7001-84c6-f34076dec04e","count":1,"details":{"result": {"create": 0, "remove": 0, "update": 1, "refused": 0, "unchanged": 0}}},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-8c17-7000-a3d9-7530af748314","at":"2026-12-01T08:36:34.313799+00:00","event":"users.changed","actor_kind":"user","actor_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","channel":"console","request_id":"0c156c63-b2de-4c3c-97d5-e9c1528ec2aa","change_id":"01a2214c-8b66-7000-a2c8-3628166e9fdb","user_id":null,"count":2,"details":{"result": {"create": 0, "remove": 0, "update": 2, "refused": 0, "unchanged": 0}}},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-8caa-7000-95de-6fd8d9a438ca","at":"2026-12-01T08:36:34.576705+00:00","event":"users.changed","actor_kind":"user","actor_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","channel":"console","request_id":"c6678dff-9625-4ea4-b1e9-753e8fac7356","change_id":"01a2214c-8c4f-7000-8ea3-d0c360718d10","user_id":null,"count":1,"details":{"result": {"create": 0, "remove": 0, "update": 1, "refused": 0, "unchanged": 1}}},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-8d41-7000-8343-8e5f48144587","at":"2026-12-01T08:36:34.628194+00:00","event":"users.undone","actor_kind":"user","actor_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","channel":"console","request_id":"12893203-4904-480a-bc98-a01d2e67dd47","change_id":"01a2214c-8cd2-7000-a6a3-7323a5c8708b","user_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","count":1,"details":{"result": {"create": 0, "remove": 0, "update": 1, "refused": 0, "unchanged": 0}}},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-8db8-7000-86dd-da85ccbd6c3a","at":"2026-12-01T08:36:34.848821+00:00","event":"users.changed","actor_kind":"user","actor_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","channel":"console","request_id":"7b35b4ad-33e6-4de8-b3f8-3b1f3d0cdec7","change_id":"01a2214c-8d5b-7000-b489-b730a64e8689","user_id":null,"count":2,"details":{"result": {"create": 0, "remove": 0, "update": 2, "refused": 0, "unchanged": 0}}},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-8f8b-7000-a54c-4ce7cbb69d0d","at":"2026-12-01T08:36:35.308599+00:00","event":"users.imported","actor_kind":"user","actor_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","channel":"csv","request_id":"b7fc212b-19c6-4868-ac18-8f74b401729d","change_id":"01a2214c-8e99-7000-a052-0105f9fd03e6","user_id":"01a230bf-a36d-7001-b8c0-7ba1487f13c5","count":1,"details":{"result": {"create": 1, "remove": 0, "update": 0, "refused": 1, "unchanged": 0}}},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-9135-7001-8528-deb8f9458d92","at":"2026-12-01T08:36:35.762596+00:00","event":"email.change_asked","actor_kind":"user","actor_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","channel":"console","request_id":"c03429a5-031c-4f3e-ba5a-92183810d4bb","change_id":null,"user_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","count":null,"details":{}},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-91c3-7000-9d79-13a25daf198b","at":"2026-12-01T08:36:35.899905+00:00","event":"account.mail_changed","actor_kind":"user","actor_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","channel":"console","request_id":"f3d28ea0-c04f-46ed-a2ed-c251a2c1ea3b","change_id":null,"user_id":null,"count":null,"details":{"after": null, "before": null, "changed": ["replyTo"]}},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-91e5-7000-aeb4-41ba70be7690","at":"2026-12-01T08:36:35.932646+00:00","event":"view.created","actor_kind":"user","actor_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","channel":"console","request_id":"761ee6a1-f31d-40a6-871f-71752e6dcb43","change_id":null,"user_id":null,"count":null,"details":{"viewId": "01a2214c-91dd-7000-a5df-93cffa530d0f"}},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-9206-7000-acda-817c1c57c3f3","at":"2026-12-01T08:36:35.971048+00:00","event":"view.shared","actor_kind":"user","actor_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","channel":"console","request_id":"aa2a9f03-10dc-4230-a861-7fe8c6e7ca64","change_id":null,"user_id":null,"count":null,"details":{"viewId": "01a2214c-91fc-7000-aad0-edea9e8c9d14"}},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-9229-7000-8e60-7866dfe1d5ea","at":"2026-12-01T08:36:36.007279+00:00","event":"invitations.paused","actor_kind":"user","actor_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","channel":"console","request_id":"a185ff80-938a-4c01-be73-df65bd76248e","change_id":null,"user_id":null,"count":null,"details":{}},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-92d7-7000-9e9b-860924cd20b0","at":"2026-12-01T08:36:36.038238+00:00","event":"users.added","actor_kind":"user","actor_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","channel":"console","request_id":"061a8ba8-58f8-4f9b-89aa-1a731accc382","change_id":"01a2214c-9246-7000-a916-ae2339f0f821","user_id":"01a230bf-a646-7001-a4c9-787f77ac75e1","count":1,"details":{"result": {"create": 1, "remove": 0, "update": 0, "refused": 0, "unchanged": 0}}}
]$rows$);
insert into changes (account_id, id, state, source, planned_by_kind, planned_by_id, actor_kind, actor_id, selection, operation, options, overflow, plan, result, file, file_details, kept_bytes, kept_lines, done, total, reserved, cancel_asked, failure, undo_of, undone_by, created_at, planned_at, applied_at) overriding system value select account_id, id, state, source, planned_by_kind, planned_by_id, actor_kind, actor_id, selection, operation, options, overflow, plan, result, file, file_details, kept_bytes, kept_lines, done, total, reserved, cancel_asked, failure, undo_of, undone_by, created_at, planned_at, applied_at from json_populate_recordset(null::changes, $rows$[
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-81d2-7000-9ead-8a4871624a63","state":"applied","source":"console","planned_by_kind":"user","planned_by_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","actor_kind":"user","actor_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","selection":null,"operation":{"add": {"role": "member", "type": "pro", "addOns": []}},"options":{},"overflow":"refuse","plan":null,"result":{"create": 1, "remove": 0, "update": 0, "refused": 0, "unchanged": 0},"file":null,"file_details":null,"kept_bytes":0,"kept_lines":0,"done":1,"total":1,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":null,"created_at":"2026-11-28T08:36:31.78872+00:00","planned_at":"2026-11-28T08:36:31.78872+00:00","applied_at":"2026-11-28T08:36:31.78872+00:00"},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-832c-7000-9df6-7eb96cebb6ff","state":"applied","source":"console","planned_by_kind":"user","planned_by_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","actor_kind":"user","actor_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","selection":null,"operation":{"add": {"role": "admin", "type": "pro", "addOns": ["webinar"], "groupId": "01a2214c-82d6-7000-b81a-5961d3b60e3f"}},"options":{},"overflow":"refuse","plan":null,"result":{"create": 1, "remove": 0, "update": 0, "refused": 0, "unchanged": 0},"file":null,"file_details":null,"kept_bytes":0,"kept_lines":0,"done":1,"total":1,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":null,"created_at":"2026-12-01T08:36:32.169828+00:00","planned_at":"2026-12-01T08:36:32.169828+00:00","applied_at":"2026-12-01T08:36:32.169828+00:00"},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-8415-7000-9b15-fcade1065d5b","state":"applied","source":"invitation","planned_by_kind":"invited","planned_by_id":"01a230bf-972a-7001-84c6-f34076dec04e","actor_kind":"invited","actor_id":"01a230bf-972a-7001-84c6-f34076dec04e","selection":{"ids": ["01a230bf-972a-7001-84c6-f34076dec04e"]},"operation":{"set": {"status": "joined"}, "edit": ["firstName", "lastName", "status"]},"options":{},"overflow":"refuse","plan":null,"result":{"create": 0, "remove": 0, "update": 1, "refused": 0, "unchanged": 0},"file":null,"file_details":null,"kept_bytes":0,"kept_lines":0,"done":1,"total":1,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":null,"created_at":"2026-12-01T08:36:32.385886+00:00","planned_at":"2026-12-01T08:36:32.385886+00:00","applied_at":"2026-12-01T08:36:32.385886+00:00"},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-8485-7000-ab88-7b866e7e5def","state":"applied","source":"console","planned_by_kind":"user","planned_by_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","actor_kind":"user","actor_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","selection":null,"operation":{"add": {"role": "member", "type": "basic", "addOns": [], "groupId": "01a2214c-82d6-7000-b81a-5961d3b60e3f"}},"options":{},"overflow":"refuse","plan":null,"result":{"create": 1, "remove": 0, "update": 0, "refused": 0, "unchanged": 0},"file":null,"file_details":null,"kept_bytes":0,"kept_lines":0,"done":1,"total":1,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":null,"created_at":"2026-12-01T08:36:32.516537+00:00","planned_at":"2026-12-01T08:36:32.516537+00:00","applied_at":"2026-12-01T08:36:32.516537+00:00"},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-8579-7000-991c-13e61f034701","state":"applied","source":"invitation","planned_by_kind":"invited","planned_by_id":"01a230bf-9885-7001-946f-fe4ee5fb9eb4","actor_kind":"invited","actor_id":"01a230bf-9885-7001-946f-fe4ee5fb9eb4","selection":{"ids": ["01a230bf-9885-7001-946f-fe4ee5fb9eb4"]},"operation":{"set": {"status": "joined"}, "edit": ["firstName", "lastName", "status"]},"options":{},"overflow":"refuse","plan":null,"result":{"create": 0, "remove": 0, "update": 1, "refused": 0, "unchanged": 0},"file":null,"file_details":null,"kept_bytes":0,"kept_lines":0,"done":1,"total":1,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":null,"created_at":"2026-12-01T08:36:32.694148+00:00","planned_at":"2026-12-01T08:36:32.694148+00:00","applied_at":"2026-12-01T08:36:32.694148+00:00"},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-85c4-7000-a50a-a8774f3de6d7","state":"applied","source":"console","planned_by_kind":"user","planned_by_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","actor_kind":"user","actor_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","selection":null,"operation":{"add": {"role": "member", "type": "pro", "addOns": []}},"options":{},"overflow":"refuse","plan":null,"result":{"create": 1, "remove": 0, "update": 0, "refused": 0, "unchanged": 0},"file":null,"file_details":null,"kept_bytes":0,"kept_lines":0,"done":1,"total":1,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":null,"created_at":"2026-12-01T08:36:32.836123+00:00","planned_at":"2026-12-01T08:36:32.836123+00:00","applied_at":"2026-12-01T08:36:32.836123+00:00"},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-8647-7000-91f2-860d8865dad3","state":"applied","source":"invitation","planned_by_kind":"invited","planned_by_id":"01a230bf-99c4-7001-b92d-1b82fa0b5761","actor_kind":"invited","actor_id":"01a230bf-99c4-7001-b92d-1b82fa0b5761","selection":{"ids": ["01a230bf-99c4-7001-b92d-1b82fa0b5761"]},"operation":{"set": {"status": "joined"}, "edit": ["firstName", "lastName", "status"]},"options":{},"overflow":"refuse","plan":null,"result":{"create": 0, "remove": 0, "update": 1, "refused": 0, "unchanged": 0},"file":null,"file_details":null,"kept_bytes":0,"kept_lines":0,"done":1,"total":1,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":null,"created_at":"2026-12-01T08:36:32.961125+00:00","planned_at":"2026-12-01T08:36:32.961125+00:00","applied_at":"2026-12-01T08:36:32.961125+00:00"},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-86f9-7000-88fd-e55ccf96962b","state":"applied","source":"console","planned_by_kind":"user","planned_by_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","actor_kind":"user","actor_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","selection":{"where": {"search": "deactivated@upgrade.example"}},"operation":{"set": {"status": "deactivated"}},"options":{},"overflow":"refuse","plan":{"mails": 0, "seats": [], "create": 0, "remove": 0, "update": 1, "refused": 0, "refusals": [], "unchanged": 0, "addOnsLost": 0},"result":{"create": 0, "remove": 0, "update": 1, "refused": 0, "unchanged": 0},"file":null,"file_details":null,"kept_bytes":0,"kept_lines":0,"done":1,"total":1,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":null,"created_at":"2026-12-01T08:36:33.143855+00:00","planned_at":"2026-12-01T08:36:33.143855+00:00","applied_at":"2026-12-01T08:36:33.205746+00:00"},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-87e5-7000-acfb-7fb7018abf90","state":"applied","source":"console","planned_by_kind":"user","planned_by_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","actor_kind":"user","actor_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","selection":{"where": {"search": "removed@upgrade.example"}},"operation":{"remove": true},"options":{},"overflow":"refuse","plan":{"mails": 0, "seats": [{"free": 3, "needed": -1, "product": "pro"}], "create": 0, "remove": 1, "update": 0, "refused": 0, "refusals": [], "unchanged": 0, "addOnsLost": 0},"result":{"create": 0, "remove": 1, "update": 0, "refused": 0, "unchanged": 0},"file":null,"file_details":null,"kept_bytes":0,"kept_lines":0,"done":1,"total":1,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":null,"created_at":"2026-12-01T08:36:33.379514+00:00","planned_at":"2026-12-01T08:36:33.379514+00:00","applied_at":"2026-12-01T08:36:33.512934+00:00"},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-8908-7000-8418-34ca16808092","state":"applied","source":"console","planned_by_kind":"user","planned_by_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","actor_kind":"user","actor_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","selection":null,"operation":{"add": {"role": "member", "type": "basic", "addOns": [], "invite": "2026-12-03T08:36:33.618495Z"}},"options":{},"overflow":"refuse","plan":null,"result":{"create": 1, "remove": 0, "update": 0, "refused": 0, "unchanged": 0},"file":null,"file_details":null,"kept_bytes":0,"kept_lines":0,"done":1,"total":1,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":null,"created_at":"2026-12-01T08:36:33.638778+00:00","planned_at":"2026-12-01T08:36:33.638778+00:00","applied_at":"2026-12-01T08:36:33.638778+00:00"},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-8b29-7000-8f6e-f4be9f663793","state":"applied","source":"console","planned_by_kind":"user","planned_by_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","actor_kind":"user","actor_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","selection":{"ids": ["01a230bf-972a-7001-84c6-f34076dec04e"]},"operation":{"set": {"phone": "phone “ü”", "jobTitle": "jobTitle “ü”", "location": "location “ü”", "managerId": "01a2214c-7fe7-7001-842a-ec50e2223c68", "costCenter": "costCenter “ü”", "department": "department “ü”"}, "edit": ["firstName", "lastName", "department", "jobTitle", "phone", "location", "employeeNumber", "costCenter", "managerId"]},"options":{},"overflow":"refuse","plan":null,"result":{"create": 0, "remove": 0, "update": 1, "refused": 0, "unchanged": 0},"file":null,"file_details":null,"kept_bytes":0,"kept_lines":0,"done":1,"total":1,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":null,"created_at":"2026-12-01T08:36:34.20039+00:00","planned_at":"2026-12-01T08:36:34.20039+00:00","applied_at":"2026-12-01T08:36:34.20039+00:00"},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-8b66-7000-a2c8-3628166e9fdb","state":"applied","source":"console","planned_by_kind":"user","planned_by_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","actor_kind":"user","actor_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","selection":{"where": {"status": "active"}},"operation":{"set": {"department": "Research & Design"}},"options":{},"overflow":"refuse","plan":{"mails": 0, "seats": [], "create": 0, "remove": 0, "update": 2, "refused": 0, "refusals": [], "unchanged": 0, "addOnsLost": 0},"result":{"create": 0, "remove": 0, "update": 2, "refused": 0, "unchanged": 0},"file":null,"file_details":null,"kept_bytes":0,"kept_lines":0,"done":2,"total":2,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":null,"created_at":"2026-12-01T08:36:34.277341+00:00","planned_at":"2026-12-01T08:36:34.277341+00:00","applied_at":"2026-12-01T08:36:34.313799+00:00"},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-8cd2-7000-a6a3-7323a5c8708b","state":"applied","source":"undo","planned_by_kind":"user","planned_by_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","actor_kind":"user","actor_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","selection":null,"operation":{"undo": "01a2214c-8c4f-7000-8ea3-d0c360718d10"},"options":{"stateBefore": "applied"},"overflow":"fill","plan":{"mails": 0, "seats": [], "create": 0, "remove": 0, "update": 1, "refused": 0, "refusals": [], "unchanged": 0, "addOnsLost": 0},"result":{"create": 0, "remove": 0, "update": 1, "refused": 0, "unchanged": 0},"file":null,"file_details":null,"kept_bytes":0,"kept_lines":0,"done":1,"total":1,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":"01a2214c-8c4f-7000-8ea3-d0c360718d10","undone_by":null,"created_at":"2026-12-01T08:36:34.628194+00:00","planned_at":"2026-12-01T08:36:34.628194+00:00","applied_at":"2026-12-01T08:36:34.628194+00:00"},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-8c4f-7000-8ea3-d0c360718d10","state":"undone","source":"console","planned_by_kind":"user","planned_by_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","actor_kind":"user","actor_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","selection":{"where": {"status": "active"}},"operation":{"set": {"groupId": "01a2214c-82d6-7000-b81a-5961d3b60e3f"}},"options":{},"overflow":"refuse","plan":{"mails": 0, "seats": [], "create": 0, "remove": 0, "update": 1, "refused": 0, "refusals": [], "unchanged": 1, "addOnsLost": 0},"result":{"create": 0, "remove": 0, "update": 1, "refused": 0, "unchanged": 1},"file":null,"file_details":null,"kept_bytes":0,"kept_lines":0,"done":2,"total":2,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":"01a2214c-8cd2-7000-a6a3-7323a5c8708b","created_at":"2026-12-01T08:36:34.502217+00:00","planned_at":"2026-12-01T08:36:34.502217+00:00","applied_at":"2026-12-01T08:36:34.576705+00:00"},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-8e99-7000-a052-0105f9fd03e6","state":"applied","source":"csv","planned_by_kind":"user","planned_by_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","actor_kind":"user","actor_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","selection":null,"operation":{"import": {}},"options":{},"overflow":"refuse","plan":{"mails": 1, "seats": [{"free": 4, "needed": 1, "product": "pro"}], "create": 1, "remove": 0, "update": 0, "refused": 1, "refusals": [{"code": "email_invalid", "count": 1, "detail": "“nobody” is not an e-mail address.", "people": []}], "unchanged": 0, "addOnsLost": 0},"result":{"create": 1, "remove": 0, "update": 0, "refused": 1, "unchanged": 0},"file":{"name": "import.csv", "rows": 2, "bytes": 64, "sheet": 0, "format": "text", "header": true, "encoding": "utf-8", "separator": ",", "headerLine": 1},"file_details":{"bom": false, "ascii": true, "filled": ["email", "firstName", "type"], "sample": [["imported@upgrade.example", "Ivy", "pro"], ["nobody", "", ""]], "sheets": [], "choices": {}, "columns": [{"field": "email", "index": 0, "header": "email"}, {"field": "firstName", "index": 1, "header": "first name"}, {"field": "type", "index": 2, "header": "type"}], "wrapped": false, "findings": {"leftOut": 0, "newGroups": [], "notPeople": {"count": 0, "first": []}, "deactivated": 0, "switchedOff": [], "unknownTypes": [], "unknownGroups": []}, "newGroups": []},"kept_bytes":64,"kept_lines":2,"done":1,"total":1,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":null,"created_at":"2026-12-01T08:36:35.083066+00:00","planned_at":"2026-12-01T08:36:35.083066+00:00","applied_at":"2026-12-01T08:36:35.308599+00:00"},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-8d5b-7000-b489-b730a64e8689","state":"applied","source":"console","planned_by_kind":"user","planned_by_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","actor_kind":"user","actor_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","selection":{"where": {"status": "active"}},"operation":{"set": {"department": "Œuvres"}},"options":{},"overflow":"refuse","plan":{"mails": 0, "seats": [], "create": 0, "remove": 0, "update": 2, "refused": 0, "refusals": [], "unchanged": 0, "addOnsLost": 0},"result":{"create": 0, "remove": 0, "update": 2, "refused": 0, "unchanged": 0},"file":null,"file_details":null,"kept_bytes":0,"kept_lines":0,"done":2,"total":2,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":null,"created_at":"2026-12-01T08:36:34.778443+00:00","planned_at":"2026-12-01T08:36:34.778443+00:00","applied_at":"2026-12-01T08:36:34.848821+00:00"},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-9246-7000-a916-ae2339f0f821","state":"applied","source":"console","planned_by_kind":"user","planned_by_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","actor_kind":"user","actor_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","selection":null,"operation":{"add": {"role": "member", "type": "pro", "addOns": []}},"options":{},"overflow":"refuse","plan":null,"result":{"create": 1, "remove": 0, "update": 0, "refused": 0, "unchanged": 0},"file":null,"file_details":null,"kept_bytes":0,"kept_lines":0,"done":1,"total":1,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":null,"created_at":"2026-12-01T08:36:36.038238+00:00","planned_at":"2026-12-01T08:36:36.038238+00:00","applied_at":"2026-12-01T08:36:36.038238+00:00"},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-8de6-7000-9aa9-5c90e4a9269c","state":"cancelled","source":"console","planned_by_kind":"user","planned_by_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","actor_kind":"user","actor_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","selection":{"where": {"status": "active"}},"operation":{"set": {"type": "pro"}},"options":{},"overflow":"refuse","plan":{"mails": 0, "seats": [{"free": 4, "needed": 1, "product": "pro"}], "create": 0, "remove": 0, "update": 1, "refused": 0, "refusals": [], "unchanged": 1, "addOnsLost": 0},"result":null,"file":null,"file_details":null,"kept_bytes":0,"kept_lines":0,"done":0,"total":2,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":null,"created_at":"2026-12-01T08:36:34.917569+00:00","planned_at":"2026-12-01T08:36:34.917569+00:00","applied_at":null},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-8e2b-7000-b24a-2ce713c1ec70","state":"planned","source":"console","planned_by_kind":"user","planned_by_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","actor_kind":"user","actor_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","selection":{"where": {"status": "active"}},"operation":{"set": {"department": "Not yet"}},"options":{},"overflow":"refuse","plan":{"mails": 0, "seats": [], "create": 0, "remove": 0, "update": 2, "refused": 0, "refusals": [], "unchanged": 0, "addOnsLost": 0},"result":null,"file":null,"file_details":null,"kept_bytes":0,"kept_lines":0,"done":0,"total":2,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":null,"created_at":"2026-12-01T08:36:34.980667+00:00","planned_at":"2026-12-01T08:36:34.980667+00:00","applied_at":null},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-8fd4-7000-aeae-d53be82a690c","state":"planned","source":"csv","planned_by_kind":"user","planned_by_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","actor_kind":"user","actor_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","selection":null,"operation":{"import": {}},"options":{},"overflow":"refuse","plan":{"mails": 1, "seats": [], "create": 1, "remove": 0, "update": 1, "refused": 0, "refusals": [], "unchanged": 0, "addOnsLost": 0},"result":null,"file":{"name": "import.csv", "rows": 2, "bytes": 72, "sheet": 0, "format": "text", "header": true, "encoding": "utf-8", "separator": ";", "headerLine": 1},"file_details":{"bom": false, "ascii": false, "filled": ["email", "firstName"], "sample": [["later@upgrade.example", "Zoë"], ["active@upgrade.example", "Álvaro"]], "sheets": [], "choices": {}, "columns": [{"field": "email", "index": 0, "header": "email"}, {"field": "firstName", "index": 1, "header": "Vorname"}], "wrapped": false, "findings": {"leftOut": 0, "newGroups": [], "notPeople": {"count": 0, "first": []}, "deactivated": 0, "switchedOff": [], "unknownTypes": [], "unknownGroups": []}, "newGroups": []},"kept_bytes":72,"kept_lines":2,"done":0,"total":2,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":null,"created_at":"2026-12-01T08:36:35.388419+00:00","planned_at":"2026-12-01T08:36:35.388419+00:00","applied_at":null}
]$rows$);
insert into change_chunks (account_id, change_id, seq, targets, outcome, ids, first_id, last_id, at, before, after, unchanged, refused, result) overriding system value select account_id, change_id, seq, targets, outcome, ids, first_id, last_id, at, before, after, unchanged, refused, result from json_populate_recordset(null::change_chunks, $rows$[
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","change_id":"01a2214c-81d2-7000-9ead-8a4871624a63","seq":0,"targets":null,"outcome":"create","ids":["01a2214c-81ad-7001-8aeb-afb0bf837dc1"],"first_id":"01a2214c-81ad-7001-8aeb-afb0bf837dc1","last_id":"01a2214c-81ad-7001-8aeb-afb0bf837dc1","at":"2026-11-28T08:36:31.78872+00:00","before":null,"after":{"role": ["member"], "type": ["pro"], "addOns": [""], "status": ["pending"], "groupId": ["01a2214c-7fed-7000-9f37-9d51bac88693"], "managerId": [""]},"unchanged":[],"refused":{},"result":null},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","change_id":"01a2214c-832c-7000-9df6-7eb96cebb6ff","seq":0,"targets":null,"outcome":"create","ids":["01a230bf-972a-7001-84c6-f34076dec04e"],"first_id":"01a230bf-972a-7001-84c6-f34076dec04e","last_id":"01a230bf-972a-7001-84c6-f34076dec04e","at":"2026-12-01T08:36:32.169828+00:00","before":null,"after":{"role": ["admin"], "type": ["pro"], "addOns": ["webinar"], "status": ["pending"], "groupId": ["01a2214c-82d6-7000-b81a-5961d3b60e3f"], "managerId": [""]},"unchanged":[],"refused":{},"result":null},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","change_id":"01a2214c-8415-7000-9b15-fcade1065d5b","seq":0,"targets":null,"outcome":"update","ids":["01a230bf-972a-7001-84c6-f34076dec04e"],"first_id":"01a230bf-972a-7001-84c6-f34076dec04e","last_id":"01a230bf-972a-7001-84c6-f34076dec04e","at":"2026-12-01T08:36:32.385886+00:00","before":{"status": ["pending"], "nameKey": ["zoe  o hara quote \t ohara"], "lastName": ["O’Hara \"Quote\""], "firstName": ["Zoë"]},"after":{"status": "active", "nameKey": ["jo  joiner"], "lastName": ["Joiner"], "firstName": ["Jo"]},"unchanged":[],"refused":{},"result":null},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","change_id":"01a2214c-8485-7000-ab88-7b866e7e5def","seq":0,"targets":null,"outcome":"create","ids":["01a230bf-9885-7001-946f-fe4ee5fb9eb4"],"first_id":"01a230bf-9885-7001-946f-fe4ee5fb9eb4","last_id":"01a230bf-9885-7001-946f-fe4ee5fb9eb4","at":"2026-12-01T08:36:32.516537+00:00","before":null,"after":{"role": ["member"], "type": ["basic"], "addOns": [""], "status": ["pending"], "groupId": ["01a2214c-82d6-7000-b81a-5961d3b60e3f"], "managerId": [""]},"unchanged":[],"refused":{},"result":null},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","change_id":"01a2214c-8579-7000-991c-13e61f034701","seq":0,"targets":null,"outcome":"update","ids":["01a230bf-9885-7001-946f-fe4ee5fb9eb4"],"first_id":"01a230bf-9885-7001-946f-fe4ee5fb9eb4","last_id":"01a230bf-9885-7001-946f-fe4ee5fb9eb4","at":"2026-12-01T08:36:32.694148+00:00","before":{"status": ["pending"], "nameKey": ["zoe  o hara quote \t ohara"], "lastName": ["O’Hara \"Quote\""], "firstName": ["Zoë"]},"after":{"status": "active", "nameKey": ["jo  joiner"], "lastName": ["Joiner"], "firstName": ["Jo"]},"unchanged":[],"refused":{},"result":null},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","change_id":"01a2214c-85c4-7000-a50a-a8774f3de6d7","seq":0,"targets":null,"outcome":"create","ids":["01a230bf-99c4-7001-b92d-1b82fa0b5761"],"first_id":"01a230bf-99c4-7001-b92d-1b82fa0b5761","last_id":"01a230bf-99c4-7001-b92d-1b82fa0b5761","at":"2026-12-01T08:36:32.836123+00:00","before":null,"after":{"role": ["member"], "type": ["pro"], "addOns": [""], "status": ["pending"], "groupId": ["01a2214c-7fed-7000-9f37-9d51bac88693"], "managerId": [""]},"unchanged":[],"refused":{},"result":null},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","change_id":"01a2214c-8647-7000-91f2-860d8865dad3","seq":0,"targets":null,"outcome":"update","ids":["01a230bf-99c4-7001-b92d-1b82fa0b5761"],"first_id":"01a230bf-99c4-7001-b92d-1b82fa0b5761","last_id":"01a230bf-99c4-7001-b92d-1b82fa0b5761","at":"2026-12-01T08:36:32.961125+00:00","before":{"status": ["pending"], "nameKey": ["zoe  o hara quote \t ohara"], "lastName": ["O’Hara \"Quote\""], "firstName": ["Zoë"]},"after":{"status": "active", "nameKey": ["jo  joiner"], "lastName": ["Joiner"], "firstName": ["Jo"]},"unchanged":[],"refused":{},"result":null},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","change_id":"01a2214c-86f9-7000-88fd-e55ccf96962b","seq":0,"targets":null,"outcome":"update","ids":["01a230bf-9885-7001-946f-fe4ee5fb9eb4"],"first_id":"01a230bf-9885-7001-946f-fe4ee5fb9eb4","last_id":"01a230bf-9885-7001-946f-fe4ee5fb9eb4","at":"2026-12-01T08:36:33.205746+00:00","before":{"status": "active"},"after":{"status": "deactivated"},"unchanged":[],"refused":{},"result":{"mails": 0, "create": 0, "remove": 0, "update": 1, "refused": 0, "unchanged": 0}},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","change_id":"01a2214c-87e5-7000-acfb-7fb7018abf90","seq":0,"targets":null,"outcome":"remove","ids":["01a230bf-99c4-7001-b92d-1b82fa0b5761"],"first_id":"01a230bf-99c4-7001-b92d-1b82fa0b5761","last_id":"01a230bf-99c4-7001-b92d-1b82fa0b5761","at":"2026-12-01T08:36:33.512934+00:00","before":{"status": "active"},"after":{"status": "removed"},"unchanged":[],"refused":{},"result":{"mails": 0, "create": 0, "remove": 1, "update": 0, "refused": 0, "unchanged": 0}},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","change_id":"01a2214c-8908-7000-8418-34ca16808092","seq":0,"targets":null,"outcome":"create","ids":["01a230bf-9ce7-7001-b9fb-3124328d5bb9"],"first_id":"01a230bf-9ce7-7001-b9fb-3124328d5bb9","last_id":"01a230bf-9ce7-7001-b9fb-3124328d5bb9","at":"2026-12-01T08:36:33.638778+00:00","before":null,"after":{"role": ["member"], "type": ["basic"], "addOns": [""], "status": ["pending"], "groupId": ["01a2214c-7fed-7000-9f37-9d51bac88693"], "managerId": [""]},"unchanged":[],"refused":{},"result":null},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","change_id":"01a2214c-8b29-7000-8f6e-f4be9f663793","seq":0,"targets":null,"outcome":"update","ids":["01a230bf-972a-7001-84c6-f34076dec04e"],"first_id":"01a230bf-972a-7001-84c6-f34076dec04e","last_id":"01a230bf-972a-7001-84c6-f34076dec04e","at":"2026-12-01T08:36:34.20039+00:00","before":{"phone": [""], "nameKey": ["jo  joiner"], "jobTitle": [""], "lastName": ["Joiner"], "location": [""], "firstName": ["Jo"], "managerId": [""], "costCenter": [""], "department": ["Line\\Break"], "employeeNumber": [""]},"after":{"phone": "phone “ü”", "nameKey": ["firstname u  lastname u \t ue"], "jobTitle": "jobTitle “ü”", "lastName": ["lastName “ü”"], "location": "location “ü”", "firstName": ["firstName “ü”"], "managerId": "01a2214c-7fe7-7001-842a-ec50e2223c68", "costCenter": "costCenter “ü”", "department": "department “ü”", "employeeNumber": ["employeeNumber “ü”"]},"unchanged":[],"refused":{},"result":null},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","change_id":"01a2214c-8b66-7000-a2c8-3628166e9fdb","seq":0,"targets":null,"outcome":"update","ids":["01a2214c-7fe7-7001-842a-ec50e2223c68","01a230bf-972a-7001-84c6-f34076dec04e"],"first_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","last_id":"01a230bf-972a-7001-84c6-f34076dec04e","at":"2026-12-01T08:36:34.313799+00:00","before":{"department": ["", "department “ü”"]},"after":{"department": "Research & Design"},"unchanged":[],"refused":{},"result":{"mails": 0, "create": 0, "remove": 0, "update": 2, "refused": 0, "unchanged": 0}},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","change_id":"01a2214c-8c4f-7000-8ea3-d0c360718d10","seq":0,"targets":null,"outcome":"update","ids":["01a2214c-7fe7-7001-842a-ec50e2223c68"],"first_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","last_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","at":"2026-12-01T08:36:34.576705+00:00","before":{"groupId": "01a2214c-7fed-7000-9f37-9d51bac88693"},"after":{"groupId": "01a2214c-82d6-7000-b81a-5961d3b60e3f"},"unchanged":["01a230bf-972a-7001-84c6-f34076dec04e"],"refused":{},"result":{"mails": 0, "create": 0, "remove": 0, "update": 1, "refused": 0, "unchanged": 1}},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","change_id":"01a2214c-8cd2-7000-a6a3-7323a5c8708b","seq":0,"targets":null,"outcome":"update","ids":["01a2214c-7fe7-7001-842a-ec50e2223c68"],"first_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","last_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","at":"2026-12-01T08:36:34.628194+00:00","before":{"groupId": "01a2214c-82d6-7000-b81a-5961d3b60e3f"},"after":{"groupId": "01a2214c-7fed-7000-9f37-9d51bac88693"},"unchanged":[],"refused":{},"result":{"mails": 0, "create": 0, "remove": 0, "update": 1, "refused": 0, "unchanged": 0}},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","change_id":"01a2214c-8d5b-7000-b489-b730a64e8689","seq":0,"targets":null,"outcome":"update","ids":["01a2214c-7fe7-7001-842a-ec50e2223c68","01a230bf-972a-7001-84c6-f34076dec04e"],"first_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","last_id":"01a230bf-972a-7001-84c6-f34076dec04e","at":"2026-12-01T08:36:34.848821+00:00","before":{"department": "Research & Design"},"after":{"department": "Œuvres"},"unchanged":[],"refused":{},"result":{"mails": 0, "create": 0, "remove": 0, "update": 2, "refused": 0, "unchanged": 0}},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","change_id":"01a2214c-8de6-7000-9aa9-5c90e4a9269c","seq":0,"targets":null,"outcome":null,"ids":[],"first_id":null,"last_id":null,"at":null,"before":null,"after":null,"unchanged":[],"refused":{},"result":null},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","change_id":"01a2214c-8e2b-7000-b24a-2ce713c1ec70","seq":0,"targets":["01a2214c-7fe7-7001-842a-ec50e2223c68","01a230bf-972a-7001-84c6-f34076dec04e"],"outcome":null,"ids":[],"first_id":null,"last_id":null,"at":null,"before":null,"after":null,"unchanged":[],"refused":{},"result":null},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","change_id":"01a2214c-8e99-7000-a052-0105f9fd03e6","seq":0,"targets":null,"outcome":"create","ids":["01a230bf-a36d-7001-b8c0-7ba1487f13c5"],"first_id":"01a230bf-a36d-7001-b8c0-7ba1487f13c5","last_id":"01a230bf-a36d-7001-b8c0-7ba1487f13c5","at":"2026-12-01T08:36:35.308599+00:00","before":null,"after":{"role": ["member"], "type": ["pro"], "addOns": [""], "status": ["pending"], "groupId": ["01a2214c-7fed-7000-9f37-9d51bac88693"], "managerId": [""]},"unchanged":[],"refused":{},"result":{"mails": 1, "create": 1, "remove": 0, "update": 0, "refused": 0, "unchanged": 0}},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","change_id":"01a2214c-8fd4-7000-aeae-d53be82a690c","seq":0,"targets":[],"outcome":"update","ids":[],"first_id":null,"last_id":null,"at":null,"before":null,"after":null,"unchanged":[],"refused":{},"result":null},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","change_id":"01a2214c-8fd4-7000-aeae-d53be82a690c","seq":1,"targets":[],"outcome":"create","ids":[],"first_id":null,"last_id":null,"at":null,"before":null,"after":null,"unchanged":[],"refused":{},"result":null},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","change_id":"01a2214c-8fd4-7000-aeae-d53be82a690c","seq":2,"targets":[],"outcome":null,"ids":[],"first_id":null,"last_id":null,"at":null,"before":null,"after":null,"unchanged":[],"refused":{},"result":null},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","change_id":"01a2214c-8e99-7000-a052-0105f9fd03e6","seq":1,"targets":null,"outcome":null,"ids":[],"first_id":null,"last_id":null,"at":null,"before":null,"after":null,"unchanged":[],"refused":{},"result":{"mails": 0, "create": 0, "remove": 0, "update": 0, "refused": 1, "unchanged": 0}},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","change_id":"01a2214c-9246-7000-a916-ae2339f0f821","seq":0,"targets":null,"outcome":"create","ids":["01a230bf-a646-7001-a4c9-787f77ac75e1"],"first_id":"01a230bf-a646-7001-a4c9-787f77ac75e1","last_id":"01a230bf-a646-7001-a4c9-787f77ac75e1","at":"2026-12-01T08:36:36.038238+00:00","before":null,"after":{"role": ["member"], "type": ["pro"], "addOns": [""], "status": ["pending"], "groupId": ["01a2214c-7fed-7000-9f37-9d51bac88693"], "managerId": [""]},"unchanged":[],"refused":{},"result":null}
]$rows$);
insert into clock (moved_by) overriding system value select moved_by from json_populate_recordset(null::clock, $rows$[
{"moved_by":"3 days"}
]$rows$);
insert into counts (account_id, dimension, key, ends_at, people) overriding system value select account_id, dimension, key, ends_at, people from json_populate_recordset(null::counts, $rows$[
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","dimension":"department","key":"Line\\Break","ends_at":"2026-11-29T08:37:00+00:00","people":1},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","dimension":"group","key":"01a2214c-7fed-7000-9f37-9d51bac88693","ends_at":"2026-11-29T08:37:00+00:00","people":1},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","dimension":"status","key":"pending","ends_at":"2026-11-29T08:37:00+00:00","people":1},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","dimension":"type","key":"pro","ends_at":"2026-11-29T08:37:00+00:00","people":1},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","dimension":"type","key":"basic","ends_at":"2026-12-31T08:37:00+00:00","people":1},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","dimension":"department","key":"Line\\Break","ends_at":"infinity","people":1},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","dimension":"group","key":"01a2214c-7fed-7000-9f37-9d51bac88693","ends_at":"infinity","people":1},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","dimension":"group","key":"01a2214c-82d6-7000-b81a-5961d3b60e3f","ends_at":"infinity","people":2},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","dimension":"group","key":"01a2214c-82d6-7000-b81a-5961d3b60e3f","ends_at":"2026-12-31T08:37:00+00:00","people":0},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","dimension":"department","key":"Line\\Break","ends_at":"2026-12-31T08:37:00+00:00","people":2},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","dimension":"group","key":"01a2214c-7fed-7000-9f37-9d51bac88693","ends_at":"2026-12-31T08:37:00+00:00","people":3},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","dimension":"status","key":"pending","ends_at":"2026-12-31T08:37:00+00:00","people":3},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","dimension":"type","key":"pro","ends_at":"2026-12-31T08:37:00+00:00","people":2},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","dimension":"status","key":"deactivated","ends_at":"infinity","people":1},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","dimension":"type","key":"basic","ends_at":"infinity","people":1},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","dimension":"status","key":"active","ends_at":"infinity","people":2},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","dimension":"type","key":"pro","ends_at":"infinity","people":1},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","dimension":"status","key":"removed","ends_at":"infinity","people":1},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","dimension":"department","key":"department “ü”","ends_at":"infinity","people":0},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","dimension":"department","key":"Research & Design","ends_at":"infinity","people":0},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","dimension":"department","key":"Œuvres","ends_at":"infinity","people":2}
]$rows$);
insert into groups (account_id, id, name, name_key, created_at) overriding system value select account_id, id, name, name_key, created_at from json_populate_recordset(null::groups, $rows$[
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-7fed-7000-9f37-9d51bac88693","name":"Everyone","name_key":"everyone","created_at":"2026-11-28T08:36:31.330635+00:00"},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-82d6-7000-b81a-5961d3b60e3f","name":"Sales","name_key":"sales","created_at":"2026-12-01T08:36:32.009995+00:00"}
]$rows$);
insert into idempotency_keys (account_id, actor, key, request_hash, status, answer, headers, created_at) overriding system value select account_id, actor, key, request_hash, status, answer, headers, created_at from json_populate_recordset(null::idempotency_keys, $rows$[
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","actor":"user:01a2214c-7fe7-7001-842a-ec50e2223c68","key":"upgrade-0001","request_hash":"\\xf2b2a89cb41c5e58cb5ed90383fd3fb3258e2be21debec14224c8e60d3647d4c","status":201,"answer":{"id": "01a2214c-82d6-7000-b81a-5961d3b60e3f", "name": "Sales", "members": 0, "version": "YMEVOjvgauLXbfqrLKS6", "isDefault": false},"headers":{},"created_at":"2026-12-01T08:36:32.009995+00:00"}
]$rows$);
insert into identities (id, email, email_key, password_hash, account_id, created_at) overriding system value select id, email, email_key, password_hash, account_id, created_at from json_populate_recordset(null::identities, $rows$[
{"id":"01a2214c-7ffb-7000-9e3c-852530e0e537","email":"olivia@upgrade.example","email_key":"olivia@upgrade.example","password_hash":"$argon2id$v=19$m=19456,t=2,p=1$LGr3HJYbST748eAqkcsPTA$LbSLi+vVukBh7W4CMBX39xOBRox0Zwt5ckDPoNaFKmY","account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","created_at":"2026-11-28T08:36:31.330635+00:00"},
{"id":"01a2214c-840a-7000-86c0-dc3e71b8f960","email":"active@upgrade.example","email_key":"active@upgrade.example","password_hash":"$argon2id$v=19$m=19456,t=2,p=1$3K117LU945FDaMz4RmU7IA$igt4xo7FVVkGFcHi74d+mGtubowe8zL2jqp7/hnhfWo","account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","created_at":"2026-12-01T08:36:32.385886+00:00"},
{"id":"01a2214c-856a-7000-aab5-6bd5de9632f2","email":"deactivated@upgrade.example","email_key":"deactivated@upgrade.example","password_hash":"$argon2id$v=19$m=19456,t=2,p=1$EA6lAoBD0VMnnNKuVLL5cA$KDkUxXc7DhTZAhuPJnmZTMa8eCJPdSa2/g/68tESMt8","account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","created_at":"2026-12-01T08:36:32.694148+00:00"},
{"id":"01a2214c-8644-7000-821c-4e4798693de0","email":"removed@upgrade.example","email_key":"removed@upgrade.example","password_hash":"$argon2id$v=19$m=19456,t=2,p=1$IjksGboSicLovrGpCFTU4g$xrPL4+19TgpWTGdgYMOV30wNs4a9QFGGFfltDSsNSUM","account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","created_at":"2026-12-01T08:36:32.961125+00:00"}
]$rows$);
insert into devices (token_hash, identity_id, created_at, last_used_at) overriding system value select token_hash, identity_id, created_at, last_used_at from json_populate_recordset(null::devices, $rows$[
{"token_hash":"\\x20f899d75fda0435c459f64d99a4cbf40c0ce3c389c5cc2c3e6ece4011adf442","identity_id":"01a2214c-7ffb-7000-9e3c-852530e0e537","created_at":"2026-11-28T08:36:31.330635+00:00","last_used_at":"2026-11-28T08:36:31.330635+00:00"},
{"token_hash":"\\xe0f7efc6fdeafc1c893d259398fc6d7a8341309c59f891bf93dfd2415f258262","identity_id":"01a2214c-840a-7000-86c0-dc3e71b8f960","created_at":"2026-12-01T08:36:32.385886+00:00","last_used_at":"2026-12-01T08:36:32.385886+00:00"},
{"token_hash":"\\x2461ef50fe7034c70a9e50e0a96cd60c7f10a90f65b92719ffdedf35ceaef80a","identity_id":"01a2214c-856a-7000-aab5-6bd5de9632f2","created_at":"2026-12-01T08:36:32.694148+00:00","last_used_at":"2026-12-01T08:36:32.694148+00:00"},
{"token_hash":"\\xa51ac36c46838fc77aecbabe2a243d8a3aa7aa3748605f1758ca9dda892802f2","identity_id":"01a2214c-8644-7000-821c-4e4798693de0","created_at":"2026-12-01T08:36:32.961125+00:00","last_used_at":"2026-12-01T08:36:32.961125+00:00"}
]$rows$);
insert into import_files (account_id, change_id, seq, bytes) overriding system value select account_id, change_id, seq, bytes from json_populate_recordset(null::import_files, $rows$[
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","change_id":"01a2214c-8e99-7000-a052-0105f9fd03e6","seq":0,"bytes":"\\x656d61696c2c6669727374206e616d652c747970650a696d706f7274656440757067726164652e6578616d706c652c4976792c70726f0a6e6f626f64792c2c0a"},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","change_id":"01a2214c-8fd4-7000-aeae-d53be82a690c","seq":0,"bytes":"\\x656d61696c3b566f726e616d650a6c6174657240757067726164652e6578616d706c653b5a6fc3ab0a61637469766540757067726164652e6578616d706c653bc3816c7661726f0a"}
]$rows$);
insert into import_lines (account_id, change_id, line, seq, email, email_key, first_name, last_name, name_key, department, job_title, phone, location, employee_number, cost_center, manager_id, new_user_id, group_id, type, add_ons, status, user_id, outcome, code, detail) overriding system value select account_id, change_id, line, seq, email, email_key, first_name, last_name, name_key, department, job_title, phone, location, employee_number, cost_center, manager_id, new_user_id, group_id, type, add_ons, status, user_id, outcome, code, detail from json_populate_recordset(null::import_lines, $rows$[
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","change_id":"01a2214c-8e99-7000-a052-0105f9fd03e6","line":3,"seq":null,"email":"nobody","email_key":"","first_name":null,"last_name":null,"name_key":null,"department":null,"job_title":null,"phone":null,"location":null,"employee_number":null,"cost_center":null,"manager_id":null,"new_user_id":null,"group_id":null,"type":null,"add_ons":null,"status":null,"user_id":null,"outcome":"refused","code":"email_invalid","detail":"“nobody” is not an e-mail address."},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","change_id":"01a2214c-8e99-7000-a052-0105f9fd03e6","line":2,"seq":0,"email":"imported@upgrade.example","email_key":"imported@upgrade.example","first_name":"Ivy","last_name":null,"name_key":"ivy","department":null,"job_title":null,"phone":null,"location":null,"employee_number":null,"cost_center":null,"manager_id":null,"new_user_id":null,"group_id":null,"type":"pro","add_ons":null,"status":null,"user_id":"01a230bf-a36d-7001-b8c0-7ba1487f13c5","outcome":"create","code":null,"detail":null},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","change_id":"01a2214c-8fd4-7000-aeae-d53be82a690c","line":2,"seq":1,"email":"later@upgrade.example","email_key":"later@upgrade.example","first_name":"Zoë","last_name":null,"name_key":"zoe","department":null,"job_title":null,"phone":null,"location":null,"employee_number":null,"cost_center":null,"manager_id":null,"new_user_id":null,"group_id":null,"type":null,"add_ons":null,"status":null,"user_id":null,"outcome":"create","code":null,"detail":null},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","change_id":"01a2214c-8fd4-7000-aeae-d53be82a690c","line":3,"seq":0,"email":"active@upgrade.example","email_key":"active@upgrade.example","first_name":"Álvaro","last_name":null,"name_key":"alvaro","department":null,"job_title":null,"phone":null,"location":null,"employee_number":null,"cost_center":null,"manager_id":null,"new_user_id":null,"group_id":null,"type":null,"add_ons":null,"status":null,"user_id":"01a230bf-972a-7001-84c6-f34076dec04e","outcome":"update","code":null,"detail":null}
]$rows$);
insert into invitation_schedules (account_id, change_id, send_at, people, requested_by, failure) overriding system value select account_id, change_id, send_at, people, requested_by, failure from json_populate_recordset(null::invitation_schedules, $rows$[
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","change_id":"01a2214c-8908-7000-8418-34ca16808092","send_at":"2026-12-03T08:36:33.618495+00:00","people":1,"requested_by":"01a2214c-7fe7-7001-842a-ec50e2223c68","failure":null}
]$rows$);
insert into jobs (id, name, account_id, data, serial_key, priority, run_at, lease_until, attempts, failure) overriding system value select id, name, account_id, data, serial_key, priority, run_at, lease_until, attempts, failure from json_populate_recordset(null::jobs, $rows$[
{"id":3,"name":"mails.forget","account_id":null,"data":{"mailId": "01a2214c-8001-7000-b9de-cfed241768e6"},"serial_key":null,"priority":0,"run_at":"2026-12-05T08:36:31.665392+00:00","lease_until":null,"attempts":0,"failure":null},
{"id":1,"name":"trash.sweep","account_id":null,"data":{},"serial_key":"trash.sweep","priority":0,"run_at":"2026-12-01T09:36:32.192093+00:00","lease_until":null,"attempts":0,"failure":null},
{"id":8,"name":"invitations.send","account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","data":{"changeId": "01a2214c-8908-7000-8418-34ca16808092"},"serial_key":"changes:01a2214c-7fe7-7000-bc20-e852d0b41569","priority":2,"run_at":"2026-12-03T08:36:33.638778+00:00","lease_until":null,"attempts":0,"failure":null},
{"id":12,"name":"mails.forget","account_id":null,"data":{"mailId": "01a2214c-90a3-7000-a5ec-508eb7a88067"},"serial_key":null,"priority":0,"run_at":"2026-12-08T08:36:35.663173+00:00","lease_until":null,"attempts":0,"failure":null},
{"id":15,"name":"mails.forget","account_id":null,"data":{"mailId": "01a2214c-9134-7000-9a13-725a0e76ea49"},"serial_key":null,"priority":0,"run_at":"2026-12-08T08:36:35.88015+00:00","lease_until":null,"attempts":0,"failure":null},
{"id":16,"name":"mails.forget","account_id":null,"data":{"mailId": "01a2214c-9135-7000-923c-f389bcc4b504"},"serial_key":null,"priority":0,"run_at":"2026-12-08T08:36:35.926914+00:00","lease_until":null,"attempts":0,"failure":null},
{"id":17,"name":"invitations.mail","account_id":null,"data":{},"serial_key":"invitations.mail","priority":5,"run_at":"2026-12-01T08:36:36.038238+00:00","lease_until":null,"attempts":0,"failure":null},
{"id":18,"name":"resets.mail","account_id":null,"data":{"emailKey": "olivia@upgrade.example"},"serial_key":null,"priority":10,"run_at":"2026-12-01T08:36:36.275473+00:00","lease_until":null,"attempts":0,"failure":null}
]$rows$);
insert into links (id, kind, identity_id, account_id, user_id, email, created_at, expires_at, used_at) overriding system value select id, kind, identity_id, account_id, user_id, email, created_at, expires_at, used_at from json_populate_recordset(null::links, $rows$[
{"id":"01a2214c-8002-7000-8519-ea6876634039","kind":"proof","identity_id":"01a2214c-7ffb-7000-9e3c-852530e0e537","account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","user_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","email":"olivia@upgrade.example","created_at":"2026-11-28T08:36:31.330635+00:00","expires_at":"2026-12-01T08:36:31.330635+00:00","used_at":null},
{"id":"01a2214c-90a3-7001-aa23-68a9d56ded09","kind":"reset","identity_id":"01a2214c-840a-7000-86c0-dc3e71b8f960","account_id":null,"user_id":null,"email":"active@upgrade.example","created_at":"2026-12-01T08:36:35.610385+00:00","expires_at":"2026-12-01T09:36:35.610385+00:00","used_at":null},
{"id":"01a2214c-9134-7001-b963-57865d47fa5a","kind":"email","identity_id":"01a2214c-7ffb-7000-9e3c-852530e0e537","account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","user_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","email":"olivia.new@upgrade.example","created_at":"2026-12-01T08:36:35.762596+00:00","expires_at":"2026-12-02T08:36:35.762596+00:00","used_at":null}
]$rows$);
insert into mail_queue (account_id, id, change_id, seq, small_change, people_waiting, ids_settled, run_at, delayed_since) overriding system value select account_id, id, change_id, seq, small_change, people_waiting, ids_settled, run_at, delayed_since from json_populate_recordset(null::mail_queue, $rows$[
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":6,"change_id":"01a2214c-9246-7000-a916-ae2339f0f821","seq":0,"small_change":true,"people_waiting":1,"ids_settled":0,"run_at":"2026-12-01T08:36:36.038238+00:00","delayed_since":null}
]$rows$);
insert into mail_server (account_id, next_mail_at, silent_since, silence_reason, next_try_at, trying_until) overriding system value select account_id, next_mail_at, silent_since, silence_reason, next_try_at, trying_until from json_populate_recordset(null::mail_server, $rows$[
{"account_id":null,"next_mail_at":"-infinity","silent_since":null,"silence_reason":null,"next_try_at":null,"trying_until":null}
]$rows$);
insert into mail_settings (account_id, host, port, security, username, password, sender_name, sender_address, reply_to, dkim_selector) overriding system value select account_id, host, port, security, username, password, sender_name, sender_address, reply_to, dkim_selector from json_populate_recordset(null::mail_settings, $rows$[
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","host":null,"port":null,"security":null,"username":null,"password":null,"sender_name":"","sender_address":null,"reply_to":"olivia@upgrade.example","dkim_selector":null}
]$rows$);
insert into mail_steering (account_id, paused_at, last_turn_at, measured_from, measured_mails, mails_per_second) overriding system value select account_id, paused_at, last_turn_at, measured_from, measured_mails, mails_per_second from json_populate_recordset(null::mail_steering, $rows$[
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","paused_at":"2026-12-01T08:36:36.007279+00:00","last_turn_at":"2026-11-28T08:36:32.06057+00:00","measured_from":"2026-11-28T08:36:32.06057+00:00","measured_mails":0,"mails_per_second":null}
]$rows$);
insert into mailbox (id, message_id, sender, recipient, subject, text, html, sent_at) overriding system value select id, message_id, sender, recipient, subject, text, html, sent_at from json_populate_recordset(null::mailbox, $rows$[
{"id":"01a2214c-8117-7000-8a6a-3c390c06c3c0","message_id":"<01a2214c-8001-7000-b9de-cfed241768e6@localhost>","sender":"muster@localhost","recipient":"olivia@upgrade.example","subject":"Confirm your e-mail address","text":"Confirm your e-mail address\n\nolivia@upgrade.example was given as the sign-in for Upgrade Company. Confirm that this address is yours. The link is valid for three days.\n\nConfirm this address:\nhttp://127.0.0.1:36883/confirm/AaIhTIACcACFGepodmNAOa_LITBc5lukmIPcB6yi-Qu_wVwa\n\n--\n\nIf it was not you, do nothing: without your confirmation nobody can use your address anywhere else.\nUpgrade Company\n","html":"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light dark\"><title>Confirm your e-mail address</title></head>\n<body style=\"margin:0;padding:24px;font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-size:16px;line-height:1.5\">\n<div style=\"max-width:560px;margin:0 auto\">\n<h1 style=\"font-size:20px;line-height:1.3;margin:0 0 16px\">Confirm your e-mail address</h1>\n<p style=\"margin:0 0 12px\">olivia@upgrade.example was given as the sign-in for Upgrade Company. Confirm that this address is yours. The link is valid for three days.</p>\n<p style=\"margin:24px 0\"><a href=\"http://127.0.0.1:36883/confirm/AaIhTIACcACFGepodmNAOa_LITBc5lukmIPcB6yi-Qu_wVwa\" style=\"display:inline-block;padding:12px 20px;border-radius:8px;background:#1f5fbf;color:#ffffff;font-weight:600;text-decoration:none\">Confirm this address</a></p>\n<p style=\"font-size:13px;line-height:1.5;opacity:.75\">If the button does not work, open this address:<br><span style=\"word-break:break-all\">http://127.0.0.1:36883/confirm/AaIhTIACcACFGepodmNAOa_LITBc5lukmIPcB6yi-Qu_wVwa</span></p>\n<hr style=\"border:0;border-top:1px solid;opacity:.2;margin:24px 0\">\n<p style=\"font-size:13px;line-height:1.5;opacity:.75\">If it was not you, do nothing: without your confirmation nobody can use your address anywhere else.<br>Upgrade Company</p>\n</div></body></html>\n","sent_at":"2026-11-28T08:36:31.640201+00:00"},
{"id":"01a2214c-83a8-7000-9fb8-245b1d3f9568","message_id":"<01a230bf-972a-7001-84c6-f34076dec04e.1@localhost>","sender":"muster@localhost","recipient":"active@upgrade.example","subject":"Olivia Owner invites you to Upgrade Company","text":"Join Upgrade Company\n\nOlivia Owner has added you to Upgrade Company and asks you to confirm this address.\n\nTo ask Olivia Owner, write to olivia@upgrade.example yourself.\n\nThe link is for you alone and works for 30 days, until 31 December 2026.\n\nJoin Upgrade Company:\nhttp://127.0.0.1:36883/welcome/AaIhTH_ncAC8IOhS0LQVaQGiML-XKnABhMbzQHbewE4AAAABAUNbZIfqZfUiGRB7AQEtiHClfCye\n\n--\n\nIf you do not know the sender, do nothing: nobody joins until the button on the page is pressed.\nUpgrade Company\n","html":"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light dark\"><title>Olivia Owner invites you to Upgrade Company</title></head>\n<body style=\"margin:0;padding:24px;font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-size:16px;line-height:1.5\">\n<div style=\"max-width:560px;margin:0 auto\">\n<h1 style=\"font-size:20px;line-height:1.3;margin:0 0 16px\">Join Upgrade Company</h1>\n<p style=\"margin:0 0 12px\">Olivia Owner has added you to Upgrade Company and asks you to confirm this address.</p>\n<p style=\"margin:0 0 12px\">To ask Olivia Owner, write to olivia@upgrade.example yourself.</p>\n<p style=\"margin:0 0 12px\">The link is for you alone and works for 30 days, until 31 December 2026.</p>\n<p style=\"margin:24px 0\"><a href=\"http://127.0.0.1:36883/welcome/AaIhTH_ncAC8IOhS0LQVaQGiML-XKnABhMbzQHbewE4AAAABAUNbZIfqZfUiGRB7AQEtiHClfCye\" style=\"display:inline-block;padding:12px 20px;border-radius:8px;background:#1f5fbf;color:#ffffff;font-weight:600;text-decoration:none\">Join Upgrade Company</a></p>\n<p style=\"font-size:13px;line-height:1.5;opacity:.75\">If the button does not work, open this address:<br><span style=\"word-break:break-all\">http://127.0.0.1:36883/welcome/AaIhTH_ncAC8IOhS0LQVaQGiML-XKnABhMbzQHbewE4AAAABAUNbZIfqZfUiGRB7AQEtiHClfCye</span></p>\n<hr style=\"border:0;border-top:1px solid;opacity:.2;margin:24px 0\">\n<p style=\"font-size:13px;line-height:1.5;opacity:.75\">If you do not know the sender, do nothing: nobody joins until the button on the page is pressed.<br>Upgrade Company</p>\n</div></body></html>\n","sent_at":"2026-12-01T08:36:32.296309+00:00"},
{"id":"01a2214c-84c1-7000-abc3-5fcb035b156e","message_id":"<01a230bf-9885-7001-946f-fe4ee5fb9eb4.1@localhost>","sender":"muster@localhost","recipient":"deactivated@upgrade.example","subject":"Olivia Owner invites you to Upgrade Company","text":"Join Upgrade Company\n\nOlivia Owner has added you to Upgrade Company and asks you to confirm this address.\n\nTo ask Olivia Owner, write to olivia@upgrade.example yourself.\n\nThe link is for you alone and works for 30 days, until 31 December 2026.\n\nJoin Upgrade Company:\nhttp://127.0.0.1:36883/welcome/AaIhTH_ncAC8IOhS0LQVaQGiML-YhXABlG_-TuX7nrQAAAABAcld4usWINUZG9NOHbVqxk0jZJhx\n\n--\n\nIf you do not know the sender, do nothing: nobody joins until the button on the page is pressed.\nUpgrade Company\n","html":"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light dark\"><title>Olivia Owner invites you to Upgrade Company</title></head>\n<body style=\"margin:0;padding:24px;font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-size:16px;line-height:1.5\">\n<div style=\"max-width:560px;margin:0 auto\">\n<h1 style=\"font-size:20px;line-height:1.3;margin:0 0 16px\">Join Upgrade Company</h1>\n<p style=\"margin:0 0 12px\">Olivia Owner has added you to Upgrade Company and asks you to confirm this address.</p>\n<p style=\"margin:0 0 12px\">To ask Olivia Owner, write to olivia@upgrade.example yourself.</p>\n<p style=\"margin:0 0 12px\">The link is for you alone and works for 30 days, until 31 December 2026.</p>\n<p style=\"margin:24px 0\"><a href=\"http://127.0.0.1:36883/welcome/AaIhTH_ncAC8IOhS0LQVaQGiML-YhXABlG_-TuX7nrQAAAABAcld4usWINUZG9NOHbVqxk0jZJhx\" style=\"display:inline-block;padding:12px 20px;border-radius:8px;background:#1f5fbf;color:#ffffff;font-weight:600;text-decoration:none\">Join Upgrade Company</a></p>\n<p style=\"font-size:13px;line-height:1.5;opacity:.75\">If the button does not work, open this address:<br><span style=\"word-break:break-all\">http://127.0.0.1:36883/welcome/AaIhTH_ncAC8IOhS0LQVaQGiML-YhXABlG_-TuX7nrQAAAABAcld4usWINUZG9NOHbVqxk0jZJhx</span></p>\n<hr style=\"border:0;border-top:1px solid;opacity:.2;margin:24px 0\">\n<p style=\"font-size:13px;line-height:1.5;opacity:.75\">If you do not know the sender, do nothing: nobody joins until the button on the page is pressed.<br>Upgrade Company</p>\n</div></body></html>\n","sent_at":"2026-12-01T08:36:32.578213+00:00"},
{"id":"01a2214c-85f5-7000-8930-44810c2cb348","message_id":"<01a230bf-99c4-7001-b92d-1b82fa0b5761.1@localhost>","sender":"muster@localhost","recipient":"removed@upgrade.example","subject":"Olivia Owner invites you to Upgrade Company","text":"Join Upgrade Company\n\nOlivia Owner has added you to Upgrade Company and asks you to confirm this address.\n\nTo ask Olivia Owner, write to olivia@upgrade.example yourself.\n\nThe link is for you alone and works for 30 days, until 31 December 2026.\n\nJoin Upgrade Company:\nhttp://127.0.0.1:36883/welcome/AaIhTH_ncAC8IOhS0LQVaQGiML-ZxHABuS0bgvoLV2EAAAABAflt68bSSeVBJmREgTfLWbc6fLF0\n\n--\n\nIf you do not know the sender, do nothing: nobody joins until the button on the page is pressed.\nUpgrade Company\n","html":"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light dark\"><title>Olivia Owner invites you to Upgrade Company</title></head>\n<body style=\"margin:0;padding:24px;font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-size:16px;line-height:1.5\">\n<div style=\"max-width:560px;margin:0 auto\">\n<h1 style=\"font-size:20px;line-height:1.3;margin:0 0 16px\">Join Upgrade Company</h1>\n<p style=\"margin:0 0 12px\">Olivia Owner has added you to Upgrade Company and asks you to confirm this address.</p>\n<p style=\"margin:0 0 12px\">To ask Olivia Owner, write to olivia@upgrade.example yourself.</p>\n<p style=\"margin:0 0 12px\">The link is for you alone and works for 30 days, until 31 December 2026.</p>\n<p style=\"margin:24px 0\"><a href=\"http://127.0.0.1:36883/welcome/AaIhTH_ncAC8IOhS0LQVaQGiML-ZxHABuS0bgvoLV2EAAAABAflt68bSSeVBJmREgTfLWbc6fLF0\" style=\"display:inline-block;padding:12px 20px;border-radius:8px;background:#1f5fbf;color:#ffffff;font-weight:600;text-decoration:none\">Join Upgrade Company</a></p>\n<p style=\"font-size:13px;line-height:1.5;opacity:.75\">If the button does not work, open this address:<br><span style=\"word-break:break-all\">http://127.0.0.1:36883/welcome/AaIhTH_ncAC8IOhS0LQVaQGiML-ZxHABuS0bgvoLV2EAAAABAflt68bSSeVBJmREgTfLWbc6fLF0</span></p>\n<hr style=\"border:0;border-top:1px solid;opacity:.2;margin:24px 0\">\n<p style=\"font-size:13px;line-height:1.5;opacity:.75\">If you do not know the sender, do nothing: nobody joins until the button on the page is pressed.<br>Upgrade Company</p>\n</div></body></html>\n","sent_at":"2026-12-01T08:36:32.910915+00:00"},
{"id":"01a2214c-8fc7-7000-a4a5-030c011f2021","message_id":"<01a230bf-a36d-7001-b8c0-7ba1487f13c5.1@localhost>","sender":"muster@localhost","recipient":"imported@upgrade.example","subject":"Olivia Owner invites you to Upgrade Company","text":"Join Upgrade Company\n\nOlivia Owner has added you to Upgrade Company and asks you to confirm this address.\n\nTo ask Olivia Owner, write to olivia@upgrade.example yourself.\n\nThe link is for you alone and works for 30 days, until 31 December 2026.\n\nJoin Upgrade Company:\nhttp://127.0.0.1:36883/welcome/AaIhTH_ncAC8IOhS0LQVaQGiML-jbXABuMB7oUh_E8UAAAABAeWNHvLBD9JDx1qAGNhxbhk4sOmD\n\n--\n\nIf you do not know the sender, do nothing: nobody joins until the button on the page is pressed.\nUpgrade Company\n","html":"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light dark\"><title>Olivia Owner invites you to Upgrade Company</title></head>\n<body style=\"margin:0;padding:24px;font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-size:16px;line-height:1.5\">\n<div style=\"max-width:560px;margin:0 auto\">\n<h1 style=\"font-size:20px;line-height:1.3;margin:0 0 16px\">Join Upgrade Company</h1>\n<p style=\"margin:0 0 12px\">Olivia Owner has added you to Upgrade Company and asks you to confirm this address.</p>\n<p style=\"margin:0 0 12px\">To ask Olivia Owner, write to olivia@upgrade.example yourself.</p>\n<p style=\"margin:0 0 12px\">The link is for you alone and works for 30 days, until 31 December 2026.</p>\n<p style=\"margin:24px 0\"><a href=\"http://127.0.0.1:36883/welcome/AaIhTH_ncAC8IOhS0LQVaQGiML-jbXABuMB7oUh_E8UAAAABAeWNHvLBD9JDx1qAGNhxbhk4sOmD\" style=\"display:inline-block;padding:12px 20px;border-radius:8px;background:#1f5fbf;color:#ffffff;font-weight:600;text-decoration:none\">Join Upgrade Company</a></p>\n<p style=\"font-size:13px;line-height:1.5;opacity:.75\">If the button does not work, open this address:<br><span style=\"word-break:break-all\">http://127.0.0.1:36883/welcome/AaIhTH_ncAC8IOhS0LQVaQGiML-jbXABuMB7oUh_E8UAAAABAeWNHvLBD9JDx1qAGNhxbhk4sOmD</span></p>\n<hr style=\"border:0;border-top:1px solid;opacity:.2;margin:24px 0\">\n<p style=\"font-size:13px;line-height:1.5;opacity:.75\">If you do not know the sender, do nothing: nobody joins until the button on the page is pressed.<br>Upgrade Company</p>\n</div></body></html>\n","sent_at":"2026-12-01T08:36:35.399918+00:00"},
{"id":"01a2214c-91d2-7000-8fc1-62c98f1c3aaa","message_id":"<01a2214c-9135-7000-923c-f389bcc4b504@localhost>","sender":"muster@localhost","recipient":"olivia@upgrade.example","subject":"Your e-mail address is about to change","text":"Your e-mail address is about to change\n\nolivia.new@upgrade.example was asked for as your sign-in instead of olivia@upgrade.example. It changes once the new address is confirmed.\n\nOpen Muster:\nhttp://127.0.0.1:36883\n\n--\n\nIf it was not you, change your password now: that ends what was asked for.\nUpgrade Company\n","html":"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light dark\"><title>Your e-mail address is about to change</title></head>\n<body style=\"margin:0;padding:24px;font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-size:16px;line-height:1.5\">\n<div style=\"max-width:560px;margin:0 auto\">\n<h1 style=\"font-size:20px;line-height:1.3;margin:0 0 16px\">Your e-mail address is about to change</h1>\n<p style=\"margin:0 0 12px\">olivia.new@upgrade.example was asked for as your sign-in instead of olivia@upgrade.example. It changes once the new address is confirmed.</p>\n<p style=\"margin:24px 0\"><a href=\"http://127.0.0.1:36883\" style=\"display:inline-block;padding:12px 20px;border-radius:8px;background:#1f5fbf;color:#ffffff;font-weight:600;text-decoration:none\">Open Muster</a></p>\n<p style=\"font-size:13px;line-height:1.5;opacity:.75\">If the button does not work, open this address:<br><span style=\"word-break:break-all\">http://127.0.0.1:36883</span></p>\n<hr style=\"border:0;border-top:1px solid;opacity:.2;margin:24px 0\">\n<p style=\"font-size:13px;line-height:1.5;opacity:.75\">If it was not you, change your password now: that ends what was asked for.<br>Upgrade Company</p>\n</div></body></html>\n","sent_at":"2026-12-01T08:36:35.923216+00:00"},
{"id":"01a2214c-90c3-7000-ad9e-b61065c47a24","message_id":"<01a2214c-90a3-7000-a5ec-508eb7a88067@localhost>","sender":"muster@localhost","recipient":"active@upgrade.example","subject":"Choose a new password","text":"Choose a new password\n\nSomeone asked for a new password for active@upgrade.example. The link is valid for one hour and works once.\n\nChoose a new password:\nhttp://127.0.0.1:36883/reset/AaIhTJCjcAGqI2ip1W3tCUU8QkgcZR6HThkBMqEN_EtTfalx\n\n--\n\nIf it was not you, do nothing: your password stays as it is.\nMuster\n","html":"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light dark\"><title>Choose a new password</title></head>\n<body style=\"margin:0;padding:24px;font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-size:16px;line-height:1.5\">\n<div style=\"max-width:560px;margin:0 auto\">\n<h1 style=\"font-size:20px;line-height:1.3;margin:0 0 16px\">Choose a new password</h1>\n<p style=\"margin:0 0 12px\">Someone asked for a new password for active@upgrade.example. The link is valid for one hour and works once.</p>\n<p style=\"margin:24px 0\"><a href=\"http://127.0.0.1:36883/reset/AaIhTJCjcAGqI2ip1W3tCUU8QkgcZR6HThkBMqEN_EtTfalx\" style=\"display:inline-block;padding:12px 20px;border-radius:8px;background:#1f5fbf;color:#ffffff;font-weight:600;text-decoration:none\">Choose a new password</a></p>\n<p style=\"font-size:13px;line-height:1.5;opacity:.75\">If the button does not work, open this address:<br><span style=\"word-break:break-all\">http://127.0.0.1:36883/reset/AaIhTJCjcAGqI2ip1W3tCUU8QkgcZR6HThkBMqEN_EtTfalx</span></p>\n<hr style=\"border:0;border-top:1px solid;opacity:.2;margin:24px 0\">\n<p style=\"font-size:13px;line-height:1.5;opacity:.75\">If it was not you, do nothing: your password stays as it is.<br>Muster</p>\n</div></body></html>\n","sent_at":"2026-12-01T08:36:35.652129+00:00"},
{"id":"01a2214c-9194-7000-bcb3-b0339afa8bc1","message_id":"<01a2214c-9134-7000-9a13-725a0e76ea49@localhost>","sender":"muster@localhost","recipient":"olivia.new@upgrade.example","subject":"Confirm your new e-mail address","text":"Confirm your new e-mail address\n\nFrom now on olivia.new@upgrade.example is to be your sign-in instead of olivia@upgrade.example. Sign in as before and confirm it. The link is valid for one day.\n\nConfirm the new address:\nhttp://127.0.0.1:36883/email-change/AaIhTJE0cAG5Y1eGXUf6WmSXZ1cuotBnnGj8QJo3SqEeAVJO\n\n--\n\nIf you did not expect this, do nothing: nothing changes without your confirmation.\nUpgrade Company\n","html":"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light dark\"><title>Confirm your new e-mail address</title></head>\n<body style=\"margin:0;padding:24px;font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-size:16px;line-height:1.5\">\n<div style=\"max-width:560px;margin:0 auto\">\n<h1 style=\"font-size:20px;line-height:1.3;margin:0 0 16px\">Confirm your new e-mail address</h1>\n<p style=\"margin:0 0 12px\">From now on olivia.new@upgrade.example is to be your sign-in instead of olivia@upgrade.example. Sign in as before and confirm it. The link is valid for one day.</p>\n<p style=\"margin:24px 0\"><a href=\"http://127.0.0.1:36883/email-change/AaIhTJE0cAG5Y1eGXUf6WmSXZ1cuotBnnGj8QJo3SqEeAVJO\" style=\"display:inline-block;padding:12px 20px;border-radius:8px;background:#1f5fbf;color:#ffffff;font-weight:600;text-decoration:none\">Confirm the new address</a></p>\n<p style=\"font-size:13px;line-height:1.5;opacity:.75\">If the button does not work, open this address:<br><span style=\"word-break:break-all\">http://127.0.0.1:36883/email-change/AaIhTJE0cAG5Y1eGXUf6WmSXZ1cuotBnnGj8QJo3SqEeAVJO</span></p>\n<hr style=\"border:0;border-top:1px solid;opacity:.2;margin:24px 0\">\n<p style=\"font-size:13px;line-height:1.5;opacity:.75\">If you did not expect this, do nothing: nothing changes without your confirmation.<br>Upgrade Company</p>\n</div></body></html>\n","sent_at":"2026-12-01T08:36:35.860979+00:00"}
]$rows$);
insert into mails (id, account_id, template, data, recipient, recipient_key, state, detail, created_at, handed_over_at) overriding system value select id, account_id, template, data, recipient, recipient_key, state, detail, created_at, handed_over_at from json_populate_recordset(null::mails, $rows$[
{"id":"01a2214c-8001-7000-b9de-cfed241768e6","account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","template":"confirm-address","data":{"email": "olivia@upgrade.example", "linkId": "01a2214c-8002-7000-8519-ea6876634039", "accountName": "Upgrade Company"},"recipient":"olivia@upgrade.example","recipient_key":"olivia@upgrade.example","state":"mailbox","detail":null,"created_at":"2026-11-28T08:36:31.330635+00:00","handed_over_at":null},
{"id":"01a2214c-90a3-7000-a5ec-508eb7a88067","account_id":null,"template":"password-reset","data":{"email": "active@upgrade.example", "linkId": "01a2214c-90a3-7001-aa23-68a9d56ded09"},"recipient":"active@upgrade.example","recipient_key":"active@upgrade.example","state":"mailbox","detail":null,"created_at":"2026-12-01T08:36:35.610385+00:00","handed_over_at":null},
{"id":"01a2214c-9134-7000-9a13-725a0e76ea49","account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","template":"confirm-new-address","data":{"after": "olivia.new@upgrade.example", "before": "olivia@upgrade.example", "linkId": "01a2214c-9134-7001-b963-57865d47fa5a", "accountName": "Upgrade Company"},"recipient":"olivia.new@upgrade.example","recipient_key":"olivia.new@upgrade.example","state":"mailbox","detail":null,"created_at":"2026-12-01T08:36:35.762596+00:00","handed_over_at":null},
{"id":"01a2214c-9135-7000-923c-f389bcc4b504","account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","template":"address-change-asked","data":{"after": "olivia.new@upgrade.example", "before": "olivia@upgrade.example", "accountName": "Upgrade Company"},"recipient":"olivia@upgrade.example","recipient_key":"olivia@upgrade.example","state":"mailbox","detail":null,"created_at":"2026-12-01T08:36:35.762596+00:00","handed_over_at":null}
]$rows$);
insert into memberships (account_id, user_id, identity_id) overriding system value select account_id, user_id, identity_id from json_populate_recordset(null::memberships, $rows$[
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","user_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","identity_id":"01a2214c-7ffb-7000-9e3c-852530e0e537"},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","user_id":"01a230bf-972a-7001-84c6-f34076dec04e","identity_id":"01a2214c-840a-7000-86c0-dc3e71b8f960"},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","user_id":"01a230bf-9885-7001-946f-fe4ee5fb9eb4","identity_id":"01a2214c-856a-7000-aab5-6bd5de9632f2"},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","user_id":"01a230bf-99c4-7001-b92d-1b82fa0b5761","identity_id":"01a2214c-8644-7000-821c-4e4798693de0"}
]$rows$);
insert into migrations (name, applied_at) overriding system value select name, applied_at from json_populate_recordset(null::migrations, $rows$[
{"name":"0001_foundations.sql","applied_at":"2026-11-28T08:36:23.93612+00:00"},
{"name":"0002_directory.sql","applied_at":"2026-11-28T08:36:23.93612+00:00"},
{"name":"0003_accounts.sql","applied_at":"2026-11-28T08:36:23.93612+00:00"},
{"name":"0004_users.sql","applied_at":"2026-11-28T08:36:23.93612+00:00"},
{"name":"0005_sessions.sql","applied_at":"2026-11-28T08:36:23.93612+00:00"},
{"name":"0006_seats_and_counts.sql","applied_at":"2026-11-28T08:36:23.93612+00:00"},
{"name":"0007_changes.sql","applied_at":"2026-11-28T08:36:23.93612+00:00"},
{"name":"0008_imports.sql","applied_at":"2026-11-28T08:36:23.93612+00:00"},
{"name":"0009_requests.sql","applied_at":"2026-11-28T08:36:23.93612+00:00"},
{"name":"0010_jobs.sql","applied_at":"2026-11-28T08:36:23.93612+00:00"},
{"name":"0011_mail.sql","applied_at":"2026-11-28T08:36:23.93612+00:00"},
{"name":"0012_invitation_mail.sql","applied_at":"2026-11-28T08:36:23.93612+00:00"},
{"name":"0013_saved_views.sql","applied_at":"2026-11-28T08:36:23.93612+00:00"}
]$rows$);
insert into saved_views (account_id, id, user_id, name, name_key, filter, sort, columns, shared, created_at, updated_at) overriding system value select account_id, id, user_id, name, name_key, filter, sort, columns, shared, created_at, updated_at from json_populate_recordset(null::saved_views, $rows$[
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-91dd-7000-a5df-93cffa530d0f","user_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","name":"Mine","name_key":"mine","filter":{"type": "pro", "search": "active"},"sort":"name","columns":["department"],"shared":false,"created_at":"2026-12-01T08:36:35.932646+00:00","updated_at":"2026-12-01T08:36:35.932646+00:00"},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-91fc-7000-aad0-edea9e8c9d14","user_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","name":"Ours","name_key":"ours","filter":{"type": "pro", "search": "active"},"sort":"name","columns":["department"],"shared":true,"created_at":"2026-12-01T08:36:35.971048+00:00","updated_at":"2026-12-01T08:36:35.971048+00:00"}
]$rows$);
insert into seat_expiries (account_id, product, expires_at, held) overriding system value select account_id, product, expires_at, held from json_populate_recordset(null::seat_expiries, $rows$[
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","product":"webinar","expires_at":"2026-12-31T08:37:00+00:00","held":0},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","product":"pro","expires_at":"2026-12-31T08:37:00+00:00","held":2}
]$rows$);
insert into seats (account_id, product, bought, held, folded_at) overriding system value select account_id, product, bought, held, folded_at from json_populate_recordset(null::seats, $rows$[
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","product":"webinar","bought":2,"held":1,"folded_at":"-infinity"},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","product":"pro","bought":5,"held":3,"folded_at":"2026-12-01T08:36:32.169828+00:00"}
]$rows$);
insert into sessions (id, token_hash, identity_id, account_id, user_id, user_agent, ip, created_at, last_seen_at) overriding system value select id, token_hash, identity_id, account_id, user_id, user_agent, ip, created_at, last_seen_at from json_populate_recordset(null::sessions, $rows$[
{"id":"01a2214c-800a-7000-8150-724b2f3d92d5","token_hash":"\\xc3efa72df78feb69579c9c16dda08830390482ec4cdce242b33e24f3bd1bc999","identity_id":"01a2214c-7ffb-7000-9e3c-852530e0e537","account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","user_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","user_agent":"node","ip":"127.0.0.1","created_at":"2026-11-28T08:36:31.330635+00:00","last_seen_at":"2026-12-01T08:36:31.99876+00:00"},
{"id":"01a2214c-8464-7001-9b60-51b086b6636f","token_hash":"\\xa6ff5747b7adb709c8f9c17821cacb1ef92f3f11f06545f7aae514f4252a00ce","identity_id":"01a2214c-840a-7000-86c0-dc3e71b8f960","account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","user_id":"01a230bf-972a-7001-84c6-f34076dec04e","user_agent":"node","ip":"127.0.0.1","created_at":"2026-12-01T08:36:32.385886+00:00","last_seen_at":"2026-12-01T08:36:32.385886+00:00"},
{"id":"01a2214c-85ab-7000-a1b9-f41476dc4b4e","token_hash":"\\x8ef1e3ad7dbfdffa209ffd2ce3b1bcfd6e3c6a4dc3eb4dbab347d1affa80ef43","identity_id":"01a2214c-856a-7000-aab5-6bd5de9632f2","account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","user_id":"01a230bf-9885-7001-946f-fe4ee5fb9eb4","user_agent":"node","ip":"127.0.0.1","created_at":"2026-12-01T08:36:32.694148+00:00","last_seen_at":"2026-12-01T08:36:32.694148+00:00"},
{"id":"01a2214c-86b4-7000-a4af-ff7f3455aeeb","token_hash":"\\x2057c9692c5afe231c6aefc8a4b0268dd4df8c1921de11df86c9ab8c577626df","identity_id":"01a2214c-8644-7000-821c-4e4798693de0","account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","user_id":"01a230bf-99c4-7001-b92d-1b82fa0b5761","user_agent":"node","ip":"127.0.0.1","created_at":"2026-12-01T08:36:32.961125+00:00","last_seen_at":"2026-12-01T08:36:32.961125+00:00"}
]$rows$);
insert into users (account_id, id, email, email_key, first_name, last_name, name_key, department, job_title, phone, location, employee_number, cost_center, manager_id, type, add_ons, group_id, role, status, joined, status_before, invitation_version, invited_by, invited_at, expires_at, mail_state, mail_at, mail_detail, send_with, recent_mails, recent_mails_since, created_at, updated_at, last_sign_in_at, removed_at) overriding system value select account_id, id, email, email_key, first_name, last_name, name_key, department, job_title, phone, location, employee_number, cost_center, manager_id, type, add_ons, group_id, role, status, joined, status_before, invitation_version, invited_by, invited_at, expires_at, mail_state, mail_at, mail_detail, send_with, recent_mails, recent_mails_since, created_at, updated_at, last_sign_in_at, removed_at from json_populate_recordset(null::users, $rows$[
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-81ad-7001-8aeb-afb0bf837dc1","email":"expired@upgrade.example","email_key":"expired@upgrade.example","first_name":"Zoë","last_name":"O’Hara \"Quote\"","name_key":"zoe  o hara quote \t ohara","last_name_key":"o hara quote  zoe  o hara quote \t ohara","department":"Line\\Break","job_title":"","phone":"","location":"","employee_number":"","employee_number_key":"~","cost_center":"","manager_id":null,"type":"pro","add_ons":[],"group_id":"01a2214c-7fed-7000-9f37-9d51bac88693","role":"member","status":"pending","joined":false,"status_before":null,"invitation_version":1,"invited_by":"01a2214c-7fe7-7001-842a-ec50e2223c68","invited_at":"2026-11-28T08:36:31.78872+00:00","expires_at":"2026-11-29T08:37:00+00:00","mail_state":"queued","mail_at":"2026-11-28T08:36:31.78872+00:00","mail_detail":null,"send_with":null,"recent_mails":null,"recent_mails_since":null,"created_at":"2026-11-28T08:36:31.78872+00:00","updated_at":"2026-11-28T08:36:31.78872+00:00","last_sign_in_at":"-infinity","removed_at":null,"update_hint":false},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a230bf-9885-7001-946f-fe4ee5fb9eb4","email":"deactivated@upgrade.example","email_key":"deactivated@upgrade.example","first_name":"Jo","last_name":"Joiner","name_key":"jo  joiner","last_name_key":"joiner  jo  joiner","department":"Line\\Break","job_title":"","phone":"","location":"","employee_number":"","employee_number_key":"~","cost_center":"","manager_id":null,"type":"basic","add_ons":[],"group_id":"01a2214c-82d6-7000-b81a-5961d3b60e3f","role":"member","status":"deactivated","joined":true,"status_before":null,"invitation_version":2,"invited_by":"01a2214c-7fe7-7001-842a-ec50e2223c68","invited_at":"2026-12-01T08:36:32.516537+00:00","expires_at":null,"mail_state":"accepted","mail_at":"2026-12-01T08:36:32.694148+00:00","mail_detail":null,"send_with":null,"recent_mails":null,"recent_mails_since":null,"created_at":"2026-12-01T08:36:32.516537+00:00","updated_at":"2026-12-01T08:36:33.205746+00:00","last_sign_in_at":"2026-12-01T08:36:32.694148+00:00","removed_at":null,"update_hint":false},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a230bf-99c4-7001-b92d-1b82fa0b5761","email":"removed@upgrade.example","email_key":"removed@upgrade.example","first_name":"Jo","last_name":"Joiner","name_key":"jo  joiner","last_name_key":"joiner  jo  joiner","department":"Line\\Break","job_title":"","phone":"","location":"","employee_number":"","employee_number_key":"~","cost_center":"","manager_id":null,"type":"pro","add_ons":[],"group_id":"01a2214c-7fed-7000-9f37-9d51bac88693","role":"member","status":"removed","joined":true,"status_before":"active","invitation_version":2,"invited_by":"01a2214c-7fe7-7001-842a-ec50e2223c68","invited_at":"2026-12-01T08:36:32.836123+00:00","expires_at":null,"mail_state":"accepted","mail_at":"2026-12-01T08:36:32.961125+00:00","mail_detail":null,"send_with":null,"recent_mails":null,"recent_mails_since":null,"created_at":"2026-12-01T08:36:32.836123+00:00","updated_at":"2026-12-01T08:36:33.512934+00:00","last_sign_in_at":"2026-12-01T08:36:32.961125+00:00","removed_at":"2026-12-01T08:36:33.512934+00:00","update_hint":false},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a230bf-9ce7-7001-b9fb-3124328d5bb9","email":"scheduled@upgrade.example","email_key":"scheduled@upgrade.example","first_name":"Zoë","last_name":"O’Hara \"Quote\"","name_key":"zoe  o hara quote \t ohara","last_name_key":"o hara quote  zoe  o hara quote \t ohara","department":"Line\\Break","job_title":"","phone":"","location":"","employee_number":"","employee_number_key":"~","cost_center":"","manager_id":null,"type":"basic","add_ons":[],"group_id":"01a2214c-7fed-7000-9f37-9d51bac88693","role":"member","status":"pending","joined":false,"status_before":null,"invitation_version":1,"invited_by":"01a2214c-7fe7-7001-842a-ec50e2223c68","invited_at":"2026-12-01T08:36:33.638778+00:00","expires_at":"2026-12-31T08:37:00+00:00","mail_state":"not_sent","mail_at":"2026-12-01T08:36:33.638778+00:00","mail_detail":null,"send_with":"01a2214c-8908-7000-8418-34ca16808092","recent_mails":null,"recent_mails_since":null,"created_at":"2026-12-01T08:36:33.638778+00:00","updated_at":"2026-12-01T08:36:33.638778+00:00","last_sign_in_at":"-infinity","removed_at":null,"update_hint":false},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a230bf-a36d-7001-b8c0-7ba1487f13c5","email":"imported@upgrade.example","email_key":"imported@upgrade.example","first_name":"Ivy","last_name":"","name_key":"ivy","last_name_key":"ivy","department":"","job_title":"","phone":"","location":"","employee_number":"","employee_number_key":"~","cost_center":"","manager_id":null,"type":"pro","add_ons":[],"group_id":"01a2214c-7fed-7000-9f37-9d51bac88693","role":"member","status":"pending","joined":false,"status_before":null,"invitation_version":1,"invited_by":"01a2214c-7fe7-7001-842a-ec50e2223c68","invited_at":"2026-12-01T08:36:35.308599+00:00","expires_at":"2026-12-31T08:37:00+00:00","mail_state":"mailbox","mail_at":"2026-12-01T08:36:35.414934+00:00","mail_detail":null,"send_with":null,"recent_mails":null,"recent_mails_since":null,"created_at":"2026-12-01T08:36:35.308599+00:00","updated_at":"2026-12-01T08:36:35.308599+00:00","last_sign_in_at":"-infinity","removed_at":null,"update_hint":false},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a2214c-7fe7-7001-842a-ec50e2223c68","email":"olivia@upgrade.example","email_key":"olivia@upgrade.example","first_name":"Olivia","last_name":"Owner","name_key":"olivia  owner","last_name_key":"owner  olivia  owner","department":"Œuvres","job_title":"","phone":"","location":"","employee_number":"","employee_number_key":"~","cost_center":"","manager_id":null,"type":"basic","add_ons":[],"group_id":"01a2214c-7fed-7000-9f37-9d51bac88693","role":"admin","status":"active","joined":true,"status_before":null,"invitation_version":0,"invited_by":null,"invited_at":null,"expires_at":null,"mail_state":null,"mail_at":null,"mail_detail":null,"send_with":null,"recent_mails":null,"recent_mails_since":null,"created_at":"2026-11-28T08:36:31.330635+00:00","updated_at":"2026-12-01T08:36:34.848821+00:00","last_sign_in_at":"2026-11-28T08:36:31.330635+00:00","removed_at":null,"update_hint":false},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a230bf-972a-7001-84c6-f34076dec04e","email":"active@upgrade.example","email_key":"active@upgrade.example","first_name":"firstName “ü”","last_name":"lastName “ü”","name_key":"firstname u  lastname u \t ue","last_name_key":"lastname u  firstname u  lastname u \t ue","department":"Œuvres","job_title":"jobTitle “ü”","phone":"phone “ü”","location":"location “ü”","employee_number":"employeeNumber “ü”","employee_number_key":"EMPLOYEENUMBER “ü”0000000000000000000000000000000000000000","cost_center":"costCenter “ü”","manager_id":"01a2214c-7fe7-7001-842a-ec50e2223c68","type":"pro","add_ons":["webinar"],"group_id":"01a2214c-82d6-7000-b81a-5961d3b60e3f","role":"admin","status":"active","joined":true,"status_before":null,"invitation_version":2,"invited_by":"01a2214c-7fe7-7001-842a-ec50e2223c68","invited_at":"2026-12-01T08:36:32.169828+00:00","expires_at":null,"mail_state":"accepted","mail_at":"2026-12-01T08:36:32.385886+00:00","mail_detail":null,"send_with":null,"recent_mails":null,"recent_mails_since":null,"created_at":"2026-12-01T08:36:32.169828+00:00","updated_at":"2026-12-01T08:36:34.848821+00:00","last_sign_in_at":"2026-12-01T08:36:32.385886+00:00","removed_at":null,"update_hint":false},
{"account_id":"01a2214c-7fe7-7000-bc20-e852d0b41569","id":"01a230bf-a646-7001-a4c9-787f77ac75e1","email":"pending@upgrade.example","email_key":"pending@upgrade.example","first_name":"Zoë","last_name":"O’Hara \"Quote\"","name_key":"zoe  o hara quote \t ohara","last_name_key":"o hara quote  zoe  o hara quote \t ohara","department":"Line\\Break","job_title":"","phone":"","location":"","employee_number":"","employee_number_key":"~","cost_center":"","manager_id":null,"type":"pro","add_ons":[],"group_id":"01a2214c-7fed-7000-9f37-9d51bac88693","role":"member","status":"pending","joined":false,"status_before":null,"invitation_version":1,"invited_by":"01a2214c-7fe7-7001-842a-ec50e2223c68","invited_at":"2026-12-01T08:36:36.038238+00:00","expires_at":"2026-12-31T08:37:00+00:00","mail_state":"queued","mail_at":"2026-12-01T08:36:36.038238+00:00","mail_detail":null,"send_with":null,"recent_mails":null,"recent_mails_since":null,"created_at":"2026-12-01T08:36:36.038238+00:00","updated_at":"2026-12-01T08:36:36.038238+00:00","last_sign_in_at":"-infinity","removed_at":null,"update_hint":false}
]$rows$);
select setval(pg_get_serial_sequence('jobs', 'id'), (select coalesce(max(id), 1) from jobs));
select setval(pg_get_serial_sequence('mail_queue', 'id'), (select coalesce(max(id), 1) from mail_queue));
set constraints all immediate;
alter table accounts force row level security;
alter table audit_events force row level security;
alter table changes force row level security;
alter table change_chunks force row level security;
alter table counts force row level security;
alter table groups force row level security;
alter table idempotency_keys force row level security;
alter table import_files force row level security;
alter table import_lines force row level security;
alter table invitation_schedules force row level security;
alter table mail_queue force row level security;
alter table mail_settings force row level security;
alter table mail_steering force row level security;
alter table saved_views force row level security;
alter table seat_expiries force row level security;
alter table seats force row level security;
alter table users force row level security;
