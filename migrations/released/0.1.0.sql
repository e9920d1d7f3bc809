-- Muster 0.1.0 with data, as of 2026-11-30T22:53:22.899972Z. bin/fixture writes this file.
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
  name_key text collate "C" not null,
  department text collate "C" not null,
  job_title text collate "C" not null default '',
  phone text collate "C" not null default '',
  location text collate "C" not null default '',
  employee_number text collate "C" not null default '',
  cost_center text collate "C" not null default '',
  -- A person of the account. Emptied when that person's data is erased, so it needs no foreign key, which would slow bulk changes.
  manager_id uuid,
  type text collate "C" not null,
  add_ons text[] not null,
  group_id uuid not null,
  -- The Owner is named by the account's row; here they are an Admin or a Member.
  role text collate "C" not null check (role in ('admin', 'member')),
  status text collate "C" not null check (status in ('pending', 'active', 'deactivated', 'removed')),
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
  -- Invitation mails of the present hour and when that began, where there are more than the first.
  recent_mails int,
  recent_mails_since timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  last_sign_in_at timestamptz not null default '-infinity',
  removed_at timestamptz,
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

-- The words of an address and a name. The first word of a name begins with ^ as well: people who share a first name stand together in
-- the order of names, so the index need only tell who has the word elsewhere. No search can hold the ^.
create function search_words(account_id uuid, email_key text, name_key text) returns tsvector
language sql immutable parallel safe
return array_to_tsvector(array_remove(string_to_array(
  word_mark(account_id) || replace(
    translate(email_key, '@.-_+''!#$%&*/=?^`{|}~', repeat(' ', 22)) || ' ^' || name_key,
    ' ', ' ' || word_mark(account_id)),
  ' '), word_mark(account_id)));
create index users_search on users using gin (search_words(account_id, email_key, name_key)) with (fastupdate = off);

-- Users of the current account who have the words, at most so many. Row security would keep the index from being used. It answers
-- whole rows, because to look each up again takes as long as to find it.
create function search_users(query tsquery, most int) returns setof users
language sql stable security definer rows 100 set search_path = public, pg_temp as $$
  select u.* from users u
  where u.account_id = current_account() and search_words(u.account_id, u.email_key, u.name_key) @@ query
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
  user_id uuid,
  outcome text collate "C",
  code text collate "C",
  detail text,
  primary key (account_id, change_id, line)
) with (fillfactor = 50);
comment on table import_lines is 'A row is a line of an imported file: what it says of a person, and what became of it.';
create index import_lines_chunk on import_lines (account_id, change_id, seq, line);
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
  state text not null check (state in ('queued', 'handed_over', 'delayed', 'bounced')),
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
  only_row boolean primary key default true check (only_row),
  -- The pace of all mail, by the machine's clock.
  next_mail_at timestamptz not null,
  -- Since when the mail server takes no mail, why, and when it is tried again, by Muster's clock.
  silent_since timestamptz,
  silence_reason text,
  next_try_at timestamptz,
  -- How long the one message that tries it may take, by the machine's clock.
  trying_until timestamptz
);
comment on table mail_server is 'The one row is the mail server, which all servers and accounts share.';
insert into mail_server (next_mail_at) values ('-infinity');

grant select, insert, update, delete on mails, mailbox to muster_app;
grant select, update on mail_server to muster_app;

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

-- Whose turn it is, and in how many seconds: a small change first, in their order; then the crowd whose account has waited longest for
-- a turn, so that all accounts share alike; else the chunk that is due next.
create function mail_turn() returns table (account_id uuid, id bigint, seconds float8)
language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  moment timestamptz := muster_now();
begin
  return query
    select q.account_id, q.id, 0::float8 from mail_queue q
    where q.small_change and q.run_at <= moment
      and not exists (select from mail_steering s where s.account_id = q.account_id and s.paused_at is not null)
    order by q.id limit 1;
  if found then return; end if;
  return query
    select q.account_id, q.id, 0::float8 from mail_queue q left join mail_steering s on s.account_id = q.account_id
    where not q.small_change and q.run_at <= moment and s.paused_at is null
    order by s.last_turn_at nulls first, q.change_id, q.seq limit 1;
  if found then return; end if;
  return query
    select q.account_id, q.id, extract(epoch from q.run_at - moment)::float8 from mail_queue q
    where not exists (select from mail_steering s where s.account_id = q.account_id and s.paused_at is not null)
    order by q.run_at limit 1;
end $$;
call run_as_reader('mail_turn()');

-- The people of small changes of all accounts who are to be mailed, in their order. A change that has none left answers one row without
-- a person. Inside an account it answers nothing.
create function mail_small_changes(most int, give_up_after interval)
returns table (account_id uuid, queue_id bigint, id uuid, email text, invitation_version int, account_name text, days int,
  invited_by text, last_try boolean, inviter_email text)
language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
  moment timestamptz := muster_now();
begin
  return query
    with place as materialized (
      select q.* from mail_queue q
      where q.small_change and q.run_at <= moment and (select current_account()) is null
        and not exists (select from mail_steering s where s.account_id = q.account_id and s.paused_at is not null)
      order by q.id limit most)
    select p.account_id, p.id, d.id, d.email, d.invitation_version, a.name, a.invitation_days,
      d.inviter, coalesce(p.delayed_since <= moment - give_up_after, false), d.inviter_email
    from place p
    join accounts a on a.id = p.account_id
    join change_chunks c on c.account_id = p.account_id and c.change_id = p.change_id and c.seq = p.seq
    left join lateral (
      select t.n, u.id, u.email, u.invitation_version, i.inviter, i.email as inviter_email
      from unnest(c.ids) with ordinality as t (id, n)
      join users u on u.account_id = p.account_id and u.id = t.id
      left join lateral (
        select display_name(first_name, last_name) as inviter, email from users
        where users.account_id = u.account_id and users.id = u.invited_by and users.status = 'active') i on true
      where status_now(u.status, u.expires_at, moment) = 'pending'
        and (u.mail_state = 'queued' or (u.mail_state = 'delayed' and u.mail_at < p.run_at))) d on true
    order by p.id, d.n limit most;
end $$;
call run_as_reader('mail_small_changes(int, interval)');

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

-- Erasing people erases their own views, and a search for their name or address in any view: one statement for all of them.
create function views_forget() returns trigger
language plpgsql as $$
begin
  delete from saved_views v using gone g where v.account_id = g.account_id and v.user_id = g.id and not v.shared;
  update saved_views v set user_id = null from gone g where v.account_id = g.account_id and v.user_id = g.id;
  update saved_views v set filter = v.filter - 'search' from gone g
    where v.account_id = g.account_id and (strpos(lower(v.filter ->> 'search'), g.email_key) > 0 or lower(v.filter ->> 'search') = g.name_key);
  return null;
end $$;
create trigger views_forget after delete on users referencing old table as gone for each statement execute function views_forget();

truncate accounts, audit_events, changes, change_chunks, clock, counts, groups, idempotency_keys, identities, devices, import_files, import_lines, jobs, links, mail_queue, mail_server, mail_steering, mailbox, mails, memberships, migrations, saved_views, seat_expiries, seats, sessions, users;
alter table accounts no force row level security;
alter table audit_events no force row level security;
alter table changes no force row level security;
alter table change_chunks no force row level security;
alter table counts no force row level security;
alter table groups no force row level security;
alter table idempotency_keys no force row level security;
alter table import_files no force row level security;
alter table import_lines no force row level security;
alter table mail_queue no force row level security;
alter table mail_steering no force row level security;
alter table saved_views no force row level security;
alter table seat_expiries no force row level security;
alter table seats no force row level security;
alter table users no force row level security;
insert into accounts overriding system value select * from json_populate_recordset(null::accounts, $rows$[
{"id":"01a21f36-84b2-7000-be0d-9b7f34863149","name":"Upgrade Company","owner_id":"01a21f36-84b2-7001-a909-62c782d076e3","default_group_id":"01a21f36-84b4-7000-878b-d40c86c560c3","invitation_days":30,"early_invited":0,"created_at":"2026-11-27T22:53:16.336282+00:00"}
]$rows$);
insert into audit_events overriding system value select * from json_populate_recordset(null::audit_events, $rows$[
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-852d-7000-976a-027f34b788ab","at":"2026-11-27T22:53:16.336282+00:00","event":"session.started","actor_kind":"user","actor_id":"01a21f36-84b2-7001-a909-62c782d076e3","channel":"console","request_id":"d4905dc4-6c7b-4e0a-b01d-1da92d32e219","change_id":null,"user_id":"01a21f36-84b2-7001-a909-62c782d076e3","count":null,"details":{}},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-852e-7000-b492-71bbc915cdc5","at":"2026-11-27T22:53:16.336282+00:00","event":"account.created","actor_kind":"user","actor_id":"01a21f36-84b2-7001-a909-62c782d076e3","channel":"console","request_id":"d4905dc4-6c7b-4e0a-b01d-1da92d32e219","change_id":null,"user_id":null,"count":null,"details":{}},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-86fd-7000-8067-4351c0dccaf9","at":"2026-11-27T22:53:16.754061+00:00","event":"subscription.changed","actor_kind":"user","actor_id":"01a21f36-84b2-7001-a909-62c782d076e3","channel":"console","request_id":"da74d7c9-fcbc-491e-a8d2-5d42847a247f","change_id":null,"user_id":null,"count":null,"details":{"after": 5, "before": 0, "product": "pro"}},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-87b0-7000-bf14-b3883e60dff7","at":"2026-11-27T22:53:17.015223+00:00","event":"subscription.changed","actor_kind":"user","actor_id":"01a21f36-84b2-7001-a909-62c782d076e3","channel":"console","request_id":"90e23772-ea7c-44d5-b569-9c7145e79de9","change_id":null,"user_id":null,"count":null,"details":{"after": 2, "before": 0, "product": "webinar"}},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-8838-7000-b95f-29b6eadce8a5","at":"2026-11-27T22:53:17.162217+00:00","event":"account.invitation_days_changed","actor_kind":"user","actor_id":"01a21f36-84b2-7001-a909-62c782d076e3","channel":"console","request_id":"d950b499-a6b6-48ef-890a-b66cb358205a","change_id":null,"user_id":null,"count":null,"details":{"after": 1, "before": 30}},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-890b-7000-b0f9-65de2ab872eb","at":"2026-11-27T22:53:17.349085+00:00","event":"users.added","actor_kind":"user","actor_id":"01a21f36-84b2-7001-a909-62c782d076e3","channel":"console","request_id":"539db4ca-ac50-44c9-830c-090b046b3acd","change_id":"01a21f36-88a2-7000-91a4-4c50258b85d5","user_id":"01a21f36-88a5-7001-b22a-aab9100fe017","count":1,"details":{"result": {"create": 1, "remove": 0, "update": 0, "refused": 0, "unchanged": 0}}},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-8a00-7000-8a11-aa095a6227fd","at":"2026-11-30T22:53:17.614818+00:00","event":"group.created","actor_kind":"user","actor_id":"01a21f36-84b2-7001-a909-62c782d076e3","channel":"console","request_id":"da929ad1-f45c-4324-aa36-0c909f3eff34","change_id":null,"user_id":null,"count":null,"details":{"groupId": "01a21f36-89e4-7000-b9fb-1d7712464471"}},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-8a3c-7000-8666-b928f004c096","at":"2026-11-30T22:53:17.751174+00:00","event":"account.invitation_days_changed","actor_kind":"user","actor_id":"01a21f36-84b2-7001-a909-62c782d076e3","channel":"console","request_id":"af62b953-ac6b-4114-b76d-28c348fbf79d","change_id":null,"user_id":null,"count":null,"details":{"after": 30, "before": 1}},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-8ae2-7000-99f3-d1467a52727f","at":"2026-11-30T22:53:17.831354+00:00","event":"users.added","actor_kind":"user","actor_id":"01a21f36-84b2-7001-a909-62c782d076e3","channel":"console","request_id":"3af5e452-e0f3-4844-bcd1-4b0b9a6c711d","change_id":"01a21f36-8a8c-7000-a9c4-111f175fad20","user_id":"01a22ea9-9e87-7001-aa28-62c71d259828","count":1,"details":{"result": {"create": 1, "remove": 0, "update": 0, "refused": 0, "unchanged": 0}}},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-8b83-7000-ad5c-58f378d78fd5","at":"2026-11-30T22:53:17.985039+00:00","event":"invitation.link_copied","actor_kind":"user","actor_id":"01a21f36-84b2-7001-a909-62c782d076e3","channel":"console","request_id":"1e6e63d5-0c55-4345-b87c-4bd546cc517f","change_id":null,"user_id":"01a22ea9-9e87-7001-aa28-62c71d259828","count":null,"details":{}},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-8c9d-7000-98ba-31a6db36c3e8","at":"2026-11-30T22:53:18.265325+00:00","event":"invitation.accepted","actor_kind":"invited","actor_id":"01a22ea9-9e87-7001-aa28-62c71d259828","channel":"console","request_id":"71768ed9-8e97-4ad9-8ef6-f7143bc9ce0e","change_id":"01a21f36-8c56-7000-9cfb-9e5bc8620816","user_id":"01a22ea9-9e87-7001-aa28-62c71d259828","count":1,"details":{"result": {"create": 0, "remove": 0, "update": 1, "refused": 0, "unchanged": 0}}},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-8ca5-7000-a815-a11d054f7a52","at":"2026-11-30T22:53:18.265325+00:00","event":"session.started","actor_kind":"user","actor_id":"01a22ea9-9e87-7001-aa28-62c71d259828","channel":"console","request_id":"71768ed9-8e97-4ad9-8ef6-f7143bc9ce0e","change_id":null,"user_id":"01a22ea9-9e87-7001-aa28-62c71d259828","count":null,"details":{}},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-8ce9-7000-b044-eb0577cac569","at":"2026-11-30T22:53:18.422687+00:00","event":"users.added","actor_kind":"user","actor_id":"01a21f36-84b2-7001-a909-62c782d076e3","channel":"console","request_id":"914b2a7f-eac4-4c4b-93a2-af3553338120","change_id":"01a21f36-8cdb-7000-940a-63be18558db8","user_id":"01a22ea9-a0d7-7001-84c9-cd930ada40d7","count":1,"details":{"result": {"create": 1, "remove": 0, "update": 0, "refused": 0, "unchanged": 0}}},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-8d08-7000-8e03-e223f786df8c","at":"2026-11-30T22:53:18.459966+00:00","event":"invitation.link_copied","actor_kind":"user","actor_id":"01a21f36-84b2-7001-a909-62c782d076e3","channel":"console","request_id":"1e96ea54-a2d2-4282-b681-3940045542fb","change_id":null,"user_id":"01a22ea9-a0d7-7001-84c9-cd930ada40d7","count":null,"details":{}},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-8e61-7000-b90b-f932c9d4b7f1","at":"2026-11-30T22:53:18.634478+00:00","event":"invitation.accepted","actor_kind":"invited","actor_id":"01a22ea9-a0d7-7001-84c9-cd930ada40d7","channel":"console","request_id":"5f82b825-42fd-4e0b-a0e5-6ec2777587bd","change_id":"01a21f36-8dc4-7000-b00d-11ef56edabee","user_id":"01a22ea9-a0d7-7001-84c9-cd930ada40d7","count":1,"details":{"result": {"create": 0, "remove": 0, "update": 1, "refused": 0, "unchanged": 0}}},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-8e90-7000-9bd9-c62eebbb2489","at":"2026-11-30T22:53:18.634478+00:00","event":"session.started","actor_kind":"user","actor_id":"01a22ea9-a0d7-7001-84c9-cd930ada40d7","channel":"console","request_id":"5f82b825-42fd-4e0b-a0e5-6ec2777587bd","change_id":null,"user_id":"01a22ea9-a0d7-7001-84c9-cd930ada40d7","count":null,"details":{}},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-8ee5-7000-bd19-148a4a90bdfb","at":"2026-11-30T22:53:18.895249+00:00","event":"users.added","actor_kind":"user","actor_id":"01a21f36-84b2-7001-a909-62c782d076e3","channel":"console","request_id":"03abe7ec-1c7f-4698-84ec-4955ce2aadf3","change_id":"01a21f36-8ead-7000-b8a1-d46c597612d1","user_id":"01a22ea9-a2af-7001-83bb-93748ffd882b","count":1,"details":{"result": {"create": 1, "remove": 0, "update": 0, "refused": 0, "unchanged": 0}}},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-8f2b-7000-bde3-ceecd5a2eb63","at":"2026-11-30T22:53:19.009141+00:00","event":"invitation.link_copied","actor_kind":"user","actor_id":"01a21f36-84b2-7001-a909-62c782d076e3","channel":"console","request_id":"067f7658-e9d8-4e03-92ef-98b314c6757b","change_id":null,"user_id":"01a22ea9-a2af-7001-83bb-93748ffd882b","count":null,"details":{}},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-9050-7000-a14e-89fed31cc0a3","at":"2026-11-30T22:53:19.221764+00:00","event":"invitation.accepted","actor_kind":"invited","actor_id":"01a22ea9-a2af-7001-83bb-93748ffd882b","channel":"console","request_id":"13923385-5cd2-499f-be44-1c1d6b45e1ba","change_id":"01a21f36-9007-7000-b191-0cbcbe9296ac","user_id":"01a22ea9-a2af-7001-83bb-93748ffd882b","count":1,"details":{"result": {"create": 0, "remove": 0, "update": 1, "refused": 0, "unchanged": 0}}},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-905c-7000-82ee-df0134414652","at":"2026-11-30T22:53:19.221764+00:00","event":"session.started","actor_kind":"user","actor_id":"01a22ea9-a2af-7001-83bb-93748ffd882b","channel":"console","request_id":"13923385-5cd2-499f-be44-1c1d6b45e1ba","change_id":null,"user_id":"01a22ea9-a2af-7001-83bb-93748ffd882b","count":null,"details":{}},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-91a2-7000-972b-8c314ea97bbd","at":"2026-11-30T22:53:19.55615+00:00","event":"users.changed","actor_kind":"user","actor_id":"01a21f36-84b2-7001-a909-62c782d076e3","channel":"console","request_id":"1762be7c-3c93-41cd-bdad-c05edd4f3eb3","change_id":"01a21f36-90a3-7000-ab9d-17eb056e1fee","user_id":null,"count":1,"details":{"result": {"create": 0, "remove": 0, "update": 1, "refused": 0, "unchanged": 0}}},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-927f-7000-979c-9508f98abc03","at":"2026-11-30T22:53:19.807995+00:00","event":"users.removed","actor_kind":"user","actor_id":"01a21f36-84b2-7001-a909-62c782d076e3","channel":"console","request_id":"008a45d6-1a64-40f5-bd11-e840b051fd26","change_id":"01a21f36-9202-7000-aabb-40654b1c3c26","user_id":null,"count":1,"details":{"result": {"create": 0, "remove": 1, "update": 0, "refused": 0, "unchanged": 0}}},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-9328-7000-9828-0ed0b5136b1d","at":"2026-11-30T22:53:20.016561+00:00","event":"users.changed","actor_kind":"user","actor_id":"01a21f36-84b2-7001-a909-62c782d076e3","channel":"console","request_id":"a71cfbe1-7ce7-4aea-b603-45aea42fe7da","change_id":"01a21f36-9311-7000-a223-dd6d28b9cb7f","user_id":"01a22ea9-9e87-7001-aa28-62c71d259828","count":1,"details":{"result": {"create": 0, "remove": 0, "update": 1, "refused": 0, "unchanged": 0}}},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-93ca-7000-8288-80ef816a8d27","at":"2026-11-30T22:53:20.185336+00:00","event":"users.changed","actor_kind":"user","actor_id":"01a21f36-84b2-7001-a909-62c782d076e3","channel":"console","request_id":"6b1d619a-8cee-495f-95ef-33b38603185d","change_id":"01a21f36-9367-7000-8350-f20fa535463a","user_id":null,"count":2,"details":{"result": {"create": 0, "remove": 0, "update": 2, "refused": 0, "unchanged": 0}}},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-9592-7000-a9f2-eba29d13f372","at":"2026-11-30T22:53:20.565411+00:00","event":"users.changed","actor_kind":"user","actor_id":"01a21f36-84b2-7001-a909-62c782d076e3","channel":"console","request_id":"da0a5f99-6fde-41be-a46b-2ef76fe8f017","change_id":"01a21f36-94a3-7000-93c2-5905d67f8881","user_id":null,"count":1,"details":{"result": {"create": 0, "remove": 0, "update": 1, "refused": 0, "unchanged": 1}}},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-969a-7000-9780-e7644327c0b7","at":"2026-11-30T22:53:20.7222+00:00","event":"users.undone","actor_kind":"user","actor_id":"01a21f36-84b2-7001-a909-62c782d076e3","channel":"console","request_id":"7de8691d-af87-4df3-90b2-ff223331961a","change_id":"01a21f36-95de-7000-8721-f488a9e94970","user_id":null,"count":1,"details":{"result": {"create": 0, "remove": 0, "update": 1, "refused": 0, "unchanged": 0}}},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-973c-7000-b31a-ac5de05ac604","at":"2026-11-30T22:53:21.051842+00:00","event":"users.changed","actor_kind":"user","actor_id":"01a21f36-84b2-7001-a909-62c782d076e3","channel":"console","request_id":"ed4e93d9-9c07-4cda-809c-bee34a105ec0","change_id":"01a21f36-96ff-7000-aeae-e236048fb4b5","user_id":null,"count":2,"details":{"result": {"create": 0, "remove": 0, "update": 2, "refused": 0, "unchanged": 0}}},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-9969-7000-aebb-74fc5082f29e","at":"2026-11-30T22:53:21.564491+00:00","event":"users.imported","actor_kind":"user","actor_id":"01a21f36-84b2-7001-a909-62c782d076e3","channel":"console","request_id":"6222dc02-9499-4a29-b702-d5b527741534","change_id":"01a21f36-9834-7000-984d-0a46ebc39ef0","user_id":null,"count":1,"details":{"result": {"create": 1, "remove": 0, "update": 0, "refused": 1, "unchanged": 0}}},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-9b70-7002-9879-f8d9303d56e2","at":"2026-11-30T22:53:22.159804+00:00","event":"email.change_asked","actor_kind":"user","actor_id":"01a21f36-84b2-7001-a909-62c782d076e3","channel":"console","request_id":"d7248137-fe3b-4066-bc82-c2606e30ca92","change_id":null,"user_id":"01a21f36-84b2-7001-a909-62c782d076e3","count":null,"details":{}},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-9c6d-7000-a9e0-3ce1d349680a","at":"2026-11-30T22:53:22.379299+00:00","event":"view.created","actor_kind":"user","actor_id":"01a21f36-84b2-7001-a909-62c782d076e3","channel":"console","request_id":"f746ce01-c2ef-4d3f-abef-90d9a8e39189","change_id":null,"user_id":null,"count":null,"details":{"viewId": "01a21f36-9c52-7000-bcb8-cea41e22fd1d"}},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-9cde-7000-9b72-ca1588a1c817","at":"2026-11-30T22:53:22.479972+00:00","event":"view.shared","actor_kind":"user","actor_id":"01a21f36-84b2-7001-a909-62c782d076e3","channel":"console","request_id":"8338f18b-7329-4551-beda-976a52379e49","change_id":null,"user_id":null,"count":null,"details":{"viewId": "01a21f36-9cae-7000-8757-22c501269470"}},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-9d31-7000-a52b-c3efb62b90bb","at":"2026-11-30T22:53:22.593974+00:00","event":"invitations.paused","actor_kind":"user","actor_id":"01a21f36-84b2-7001-a909-62c782d076e3","channel":"console","request_id":"679245df-682f-4ddf-a94d-44a91ad16440","change_id":null,"user_id":null,"count":null,"details":{}},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-9da4-7000-a30b-6db27c9bbc3e","at":"2026-11-30T22:53:22.685194+00:00","event":"users.added","actor_kind":"user","actor_id":"01a21f36-84b2-7001-a909-62c782d076e3","channel":"console","request_id":"894b3a0b-d6cc-4f82-b0d7-5aaaef2d726d","change_id":"01a21f36-9d83-7000-937b-648bf4abca9c","user_id":"01a22ea9-b17d-7001-9799-dfe80fcf5b33","count":1,"details":{"result": {"create": 1, "remove": 0, "update": 0, "refused": 0, "unchanged": 0}}}
]$rows$);
insert into changes overriding system value select * from json_populate_recordset(null::changes, $rows$[
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-88a2-7000-91a4-4c50258b85d5","state":"applied","source":"console","planned_by_kind":"user","planned_by_id":"01a21f36-84b2-7001-a909-62c782d076e3","actor_kind":"user","actor_id":"01a21f36-84b2-7001-a909-62c782d076e3","selection":null,"operation":{"add": {"role": "member", "type": "pro", "addOns": []}},"options":{},"overflow":"refuse","plan":null,"result":{"create": 1, "remove": 0, "update": 0, "refused": 0, "unchanged": 0},"file":null,"file_details":null,"kept_bytes":0,"kept_lines":0,"done":1,"total":1,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":null,"created_at":"2026-11-27T22:53:17.349085+00:00","applied_at":"2026-11-27T22:53:17.349085+00:00"},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-8a8c-7000-a9c4-111f175fad20","state":"applied","source":"console","planned_by_kind":"user","planned_by_id":"01a21f36-84b2-7001-a909-62c782d076e3","actor_kind":"user","actor_id":"01a21f36-84b2-7001-a909-62c782d076e3","selection":null,"operation":{"add": {"role": "admin", "type": "pro", "addOns": ["webinar"], "groupId": "01a21f36-89e4-7000-b9fb-1d7712464471"}},"options":{},"overflow":"refuse","plan":null,"result":{"create": 1, "remove": 0, "update": 0, "refused": 0, "unchanged": 0},"file":null,"file_details":null,"kept_bytes":0,"kept_lines":0,"done":1,"total":1,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":null,"created_at":"2026-11-30T22:53:17.831354+00:00","applied_at":"2026-11-30T22:53:17.831354+00:00"},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-8c56-7000-9cfb-9e5bc8620816","state":"applied","source":"invitation","planned_by_kind":"invited","planned_by_id":"01a22ea9-9e87-7001-aa28-62c71d259828","actor_kind":"invited","actor_id":"01a22ea9-9e87-7001-aa28-62c71d259828","selection":{"ids": ["01a22ea9-9e87-7001-aa28-62c71d259828"]},"operation":{"set": {"status": "joined"}, "edit": ["firstName", "lastName", "status"]},"options":{},"overflow":"refuse","plan":null,"result":{"create": 0, "remove": 0, "update": 1, "refused": 0, "unchanged": 0},"file":null,"file_details":null,"kept_bytes":0,"kept_lines":0,"done":1,"total":1,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":null,"created_at":"2026-11-30T22:53:18.265325+00:00","applied_at":"2026-11-30T22:53:18.265325+00:00"},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-8cdb-7000-940a-63be18558db8","state":"applied","source":"console","planned_by_kind":"user","planned_by_id":"01a21f36-84b2-7001-a909-62c782d076e3","actor_kind":"user","actor_id":"01a21f36-84b2-7001-a909-62c782d076e3","selection":null,"operation":{"add": {"role": "member", "type": "basic", "addOns": [], "groupId": "01a21f36-89e4-7000-b9fb-1d7712464471"}},"options":{},"overflow":"refuse","plan":null,"result":{"create": 1, "remove": 0, "update": 0, "refused": 0, "unchanged": 0},"file":null,"file_details":null,"kept_bytes":0,"kept_lines":0,"done":1,"total":1,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":null,"created_at":"2026-11-30T22:53:18.422687+00:00","applied_at":"2026-11-30T22:53:18.422687+00:00"},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-8dc4-7000-b00d-11ef56edabee","state":"applied","source":"invitation","planned_by_kind":"invited","planned_by_id":"01a22ea9-a0d7-7001-84c9-cd930ada40d7","actor_kind":"invited","actor_id":"01a22ea9-a0d7-7001-84c9-cd930ada40d7","selection":{"ids": ["01a22ea9-a0d7-7001-84c9-cd930ada40d7"]},"operation":{"set": {"status": "joined"}, "edit": ["firstName", "lastName", "status"]},"options":{},"overflow":"refuse","plan":null,"result":{"create": 0, "remove": 0, "update": 1, "refused": 0, "unchanged": 0},"file":null,"file_details":null,"kept_bytes":0,"kept_lines":0,"done":1,"total":1,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":null,"created_at":"2026-11-30T22:53:18.634478+00:00","applied_at":"2026-11-30T22:53:18.634478+00:00"},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-8ead-7000-b8a1-d46c597612d1","state":"applied","source":"console","planned_by_kind":"user","planned_by_id":"01a21f36-84b2-7001-a909-62c782d076e3","actor_kind":"user","actor_id":"01a21f36-84b2-7001-a909-62c782d076e3","selection":null,"operation":{"add": {"role": "member", "type": "pro", "addOns": []}},"options":{},"overflow":"refuse","plan":null,"result":{"create": 1, "remove": 0, "update": 0, "refused": 0, "unchanged": 0},"file":null,"file_details":null,"kept_bytes":0,"kept_lines":0,"done":1,"total":1,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":null,"created_at":"2026-11-30T22:53:18.895249+00:00","applied_at":"2026-11-30T22:53:18.895249+00:00"},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-9007-7000-b191-0cbcbe9296ac","state":"applied","source":"invitation","planned_by_kind":"invited","planned_by_id":"01a22ea9-a2af-7001-83bb-93748ffd882b","actor_kind":"invited","actor_id":"01a22ea9-a2af-7001-83bb-93748ffd882b","selection":{"ids": ["01a22ea9-a2af-7001-83bb-93748ffd882b"]},"operation":{"set": {"status": "joined"}, "edit": ["firstName", "lastName", "status"]},"options":{},"overflow":"refuse","plan":null,"result":{"create": 0, "remove": 0, "update": 1, "refused": 0, "unchanged": 0},"file":null,"file_details":null,"kept_bytes":0,"kept_lines":0,"done":1,"total":1,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":null,"created_at":"2026-11-30T22:53:19.221764+00:00","applied_at":"2026-11-30T22:53:19.221764+00:00"},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-9202-7000-aabb-40654b1c3c26","state":"applied","source":"console","planned_by_kind":"user","planned_by_id":"01a21f36-84b2-7001-a909-62c782d076e3","actor_kind":"user","actor_id":"01a21f36-84b2-7001-a909-62c782d076e3","selection":{"where": {"search": "removed@upgrade.example"}},"operation":{"remove": true},"options":{},"overflow":"refuse","plan":{"mails": 0, "seats": [{"free": 3, "needed": -1, "product": "pro"}], "create": 0, "remove": 1, "update": 0, "refused": 0, "refusals": [], "unchanged": 0, "addOnsLost": 0},"result":{"create": 0, "remove": 1, "update": 0, "refused": 0, "unchanged": 0},"file":null,"file_details":null,"kept_bytes":0,"kept_lines":0,"done":1,"total":1,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":null,"created_at":"2026-11-30T22:53:19.732904+00:00","applied_at":"2026-11-30T22:53:19.807995+00:00"},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-90a3-7000-ab9d-17eb056e1fee","state":"applied","source":"console","planned_by_kind":"user","planned_by_id":"01a21f36-84b2-7001-a909-62c782d076e3","actor_kind":"user","actor_id":"01a21f36-84b2-7001-a909-62c782d076e3","selection":{"where": {"search": "deactivated@upgrade.example"}},"operation":{"set": {"status": "deactivated"}},"options":{},"overflow":"refuse","plan":{"mails": 0, "seats": [], "create": 0, "remove": 0, "update": 1, "refused": 0, "refusals": [], "unchanged": 0, "addOnsLost": 0},"result":{"create": 0, "remove": 0, "update": 1, "refused": 0, "unchanged": 0},"file":null,"file_details":null,"kept_bytes":0,"kept_lines":0,"done":1,"total":1,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":null,"created_at":"2026-11-30T22:53:19.388409+00:00","applied_at":"2026-11-30T22:53:19.55615+00:00"},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-9367-7000-8350-f20fa535463a","state":"applied","source":"console","planned_by_kind":"user","planned_by_id":"01a21f36-84b2-7001-a909-62c782d076e3","actor_kind":"user","actor_id":"01a21f36-84b2-7001-a909-62c782d076e3","selection":{"where": {"status": "active"}},"operation":{"set": {"department": "Research & Design"}},"options":{},"overflow":"refuse","plan":{"mails": 0, "seats": [], "create": 0, "remove": 0, "update": 2, "refused": 0, "refusals": [], "unchanged": 0, "addOnsLost": 0},"result":{"create": 0, "remove": 0, "update": 2, "refused": 0, "unchanged": 0},"file":null,"file_details":null,"kept_bytes":0,"kept_lines":0,"done":2,"total":2,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":null,"created_at":"2026-11-30T22:53:20.09885+00:00","applied_at":"2026-11-30T22:53:20.185336+00:00"},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-9311-7000-a223-dd6d28b9cb7f","state":"applied","source":"console","planned_by_kind":"user","planned_by_id":"01a21f36-84b2-7001-a909-62c782d076e3","actor_kind":"user","actor_id":"01a21f36-84b2-7001-a909-62c782d076e3","selection":{"ids": ["01a22ea9-9e87-7001-aa28-62c71d259828"]},"operation":{"set": {"phone": "phone “ü”", "jobTitle": "jobTitle “ü”", "location": "location “ü”", "costCenter": "costCenter “ü”", "department": "department “ü”", "employeeNumber": "employeeNumber “ü”"}, "edit": ["firstName", "lastName", "department", "jobTitle", "phone", "location", "employeeNumber", "costCenter"]},"options":{},"overflow":"refuse","plan":null,"result":{"create": 0, "remove": 0, "update": 1, "refused": 0, "unchanged": 0},"file":null,"file_details":null,"kept_bytes":0,"kept_lines":0,"done":1,"total":1,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":null,"created_at":"2026-11-30T22:53:20.016561+00:00","applied_at":"2026-11-30T22:53:20.016561+00:00"},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-99da-7000-ab24-26eb643b093c","state":"planned","source":"csv","planned_by_kind":"user","planned_by_id":"01a21f36-84b2-7001-a909-62c782d076e3","actor_kind":"user","actor_id":"01a21f36-84b2-7001-a909-62c782d076e3","selection":null,"operation":{"import": {}},"options":{},"overflow":"refuse","plan":{"mails": 1, "seats": [], "create": 1, "remove": 0, "update": 1, "refused": 0, "refusals": [], "unchanged": 0, "addOnsLost": 0},"result":null,"file":{"name": "import.csv", "rows": 2, "bytes": 72, "header": true, "encoding": "utf-8", "separator": ";"},"file_details":{"bom": false, "skip": 1, "ascii": false, "sample": [["later@upgrade.example", "Zoë"], ["active@upgrade.example", "Álvaro"]], "columns": [{"field": "email", "index": 0, "header": "email"}, {"field": "firstName", "index": 1, "header": "Vorname"}]},"kept_bytes":72,"kept_lines":2,"done":0,"total":2,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":null,"created_at":"2026-11-30T22:53:21.748575+00:00","applied_at":null},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-95de-7000-8721-f488a9e94970","state":"applied","source":"undo","planned_by_kind":"user","planned_by_id":"01a21f36-84b2-7001-a909-62c782d076e3","actor_kind":"user","actor_id":"01a21f36-84b2-7001-a909-62c782d076e3","selection":null,"operation":{"undo": "01a21f36-94a3-7000-93c2-5905d67f8881"},"options":{"stateBefore": "applied"},"overflow":"fill","plan":{"mails": 0, "seats": [], "create": 0, "remove": 0, "update": 1, "refused": 0, "refusals": [], "unchanged": 0, "addOnsLost": 0},"result":{"create": 0, "remove": 0, "update": 1, "refused": 0, "unchanged": 0},"file":null,"file_details":null,"kept_bytes":0,"kept_lines":0,"done":1,"total":1,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":"01a21f36-94a3-7000-93c2-5905d67f8881","undone_by":null,"created_at":"2026-11-30T22:53:20.7222+00:00","applied_at":"2026-11-30T22:53:20.7222+00:00"},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-94a3-7000-93c2-5905d67f8881","state":"undone","source":"console","planned_by_kind":"user","planned_by_id":"01a21f36-84b2-7001-a909-62c782d076e3","actor_kind":"user","actor_id":"01a21f36-84b2-7001-a909-62c782d076e3","selection":{"where": {"status": "active"}},"operation":{"set": {"groupId": "01a21f36-89e4-7000-b9fb-1d7712464471"}},"options":{},"overflow":"refuse","plan":{"mails": 0, "seats": [], "create": 0, "remove": 0, "update": 1, "refused": 0, "refusals": [], "unchanged": 1, "addOnsLost": 0},"result":{"create": 0, "remove": 0, "update": 1, "refused": 0, "unchanged": 1},"file":null,"file_details":null,"kept_bytes":0,"kept_lines":0,"done":2,"total":2,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":"01a21f36-95de-7000-8721-f488a9e94970","created_at":"2026-11-30T22:53:20.403065+00:00","applied_at":"2026-11-30T22:53:20.565411+00:00"},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-9834-7000-984d-0a46ebc39ef0","state":"applied","source":"csv","planned_by_kind":"user","planned_by_id":"01a21f36-84b2-7001-a909-62c782d076e3","actor_kind":"user","actor_id":"01a21f36-84b2-7001-a909-62c782d076e3","selection":null,"operation":{"import": {}},"options":{},"overflow":"refuse","plan":{"mails": 1, "seats": [{"free": 4, "needed": 1, "product": "pro"}], "create": 1, "remove": 0, "update": 0, "refused": 1, "refusals": [{"code": "email_invalid", "count": 1, "detail": "“nobody” is not an e-mail address.", "people": []}], "unchanged": 0, "addOnsLost": 0},"result":{"create": 1, "remove": 0, "update": 0, "refused": 1, "unchanged": 0},"file":{"name": "import.csv", "rows": 2, "bytes": 64, "header": true, "encoding": "utf-8", "separator": ","},"file_details":{"bom": false, "skip": 1, "ascii": true, "sample": [["imported@upgrade.example", "Ivy", "pro"], ["nobody", "", ""]], "columns": [{"field": "email", "index": 0, "header": "email"}, {"field": "firstName", "index": 1, "header": "first name"}, {"field": "type", "index": 2, "header": "type"}]},"kept_bytes":64,"kept_lines":2,"done":1,"total":1,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":null,"created_at":"2026-11-30T22:53:21.327204+00:00","applied_at":"2026-11-30T22:53:21.564491+00:00"},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-96ff-7000-aeae-e236048fb4b5","state":"applied","source":"console","planned_by_kind":"user","planned_by_id":"01a21f36-84b2-7001-a909-62c782d076e3","actor_kind":"user","actor_id":"01a21f36-84b2-7001-a909-62c782d076e3","selection":{"where": {"status": "active"}},"operation":{"set": {"department": "Œuvres"}},"options":{},"overflow":"refuse","plan":{"mails": 0, "seats": [], "create": 0, "remove": 0, "update": 2, "refused": 0, "refusals": [], "unchanged": 0, "addOnsLost": 0},"result":{"create": 0, "remove": 0, "update": 2, "refused": 0, "unchanged": 0},"file":null,"file_details":null,"kept_bytes":0,"kept_lines":0,"done":2,"total":2,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":null,"created_at":"2026-11-30T22:53:21.022955+00:00","applied_at":"2026-11-30T22:53:21.051842+00:00"},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-9770-7000-81e8-54f5c0b9794f","state":"cancelled","source":"console","planned_by_kind":"user","planned_by_id":"01a21f36-84b2-7001-a909-62c782d076e3","actor_kind":"user","actor_id":"01a21f36-84b2-7001-a909-62c782d076e3","selection":{"where": {"status": "active"}},"operation":{"set": {"type": "pro"}},"options":{},"overflow":"refuse","plan":{"mails": 0, "seats": [{"free": 4, "needed": 1, "product": "pro"}], "create": 0, "remove": 0, "update": 1, "refused": 0, "refusals": [], "unchanged": 1, "addOnsLost": 0},"result":null,"file":null,"file_details":null,"kept_bytes":0,"kept_lines":0,"done":0,"total":2,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":null,"created_at":"2026-11-30T22:53:21.135285+00:00","applied_at":null},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-9803-7000-9acd-ce01b87b6977","state":"planned","source":"console","planned_by_kind":"user","planned_by_id":"01a21f36-84b2-7001-a909-62c782d076e3","actor_kind":"user","actor_id":"01a21f36-84b2-7001-a909-62c782d076e3","selection":{"where": {"status": "active"}},"operation":{"set": {"department": "Not yet"}},"options":{},"overflow":"refuse","plan":{"mails": 0, "seats": [], "create": 0, "remove": 0, "update": 2, "refused": 0, "refusals": [], "unchanged": 0, "addOnsLost": 0},"result":null,"file":null,"file_details":null,"kept_bytes":0,"kept_lines":0,"done":0,"total":2,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":null,"created_at":"2026-11-30T22:53:21.279297+00:00","applied_at":null},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-9d83-7000-937b-648bf4abca9c","state":"applied","source":"console","planned_by_kind":"user","planned_by_id":"01a21f36-84b2-7001-a909-62c782d076e3","actor_kind":"user","actor_id":"01a21f36-84b2-7001-a909-62c782d076e3","selection":null,"operation":{"add": {"role": "member", "type": "pro", "addOns": []}},"options":{},"overflow":"refuse","plan":null,"result":{"create": 1, "remove": 0, "update": 0, "refused": 0, "unchanged": 0},"file":null,"file_details":null,"kept_bytes":0,"kept_lines":0,"done":1,"total":1,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":null,"created_at":"2026-11-30T22:53:22.685194+00:00","applied_at":"2026-11-30T22:53:22.685194+00:00"}
]$rows$);
insert into change_chunks overriding system value select * from json_populate_recordset(null::change_chunks, $rows$[
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","change_id":"01a21f36-88a2-7000-91a4-4c50258b85d5","seq":0,"targets":null,"outcome":"create","ids":["01a21f36-88a5-7001-b22a-aab9100fe017"],"first_id":"01a21f36-88a5-7001-b22a-aab9100fe017","last_id":"01a21f36-88a5-7001-b22a-aab9100fe017","at":"2026-11-27T22:53:17.349085+00:00","before":null,"after":{"role": ["member"], "type": ["pro"], "addOns": [""], "status": "pending", "groupId": ["01a21f36-84b4-7000-878b-d40c86c560c3"], "managerId": [""]},"unchanged":[],"refused":{},"result":null},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","change_id":"01a21f36-8a8c-7000-a9c4-111f175fad20","seq":0,"targets":null,"outcome":"create","ids":["01a22ea9-9e87-7001-aa28-62c71d259828"],"first_id":"01a22ea9-9e87-7001-aa28-62c71d259828","last_id":"01a22ea9-9e87-7001-aa28-62c71d259828","at":"2026-11-30T22:53:17.831354+00:00","before":null,"after":{"role": ["admin"], "type": ["pro"], "addOns": ["webinar"], "status": "pending", "groupId": ["01a21f36-89e4-7000-b9fb-1d7712464471"], "managerId": [""]},"unchanged":[],"refused":{},"result":null},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","change_id":"01a21f36-8c56-7000-9cfb-9e5bc8620816","seq":0,"targets":null,"outcome":"update","ids":["01a22ea9-9e87-7001-aa28-62c71d259828"],"first_id":"01a22ea9-9e87-7001-aa28-62c71d259828","last_id":"01a22ea9-9e87-7001-aa28-62c71d259828","at":"2026-11-30T22:53:18.265325+00:00","before":{"status": ["pending"], "nameKey": ["zoe o hara quote"], "lastName": ["O’Hara \"Quote\""], "firstName": ["Zoë"]},"after":{"status": "active", "nameKey": ["jo joiner"], "lastName": ["Joiner"], "firstName": ["Jo"]},"unchanged":[],"refused":{},"result":null},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","change_id":"01a21f36-8cdb-7000-940a-63be18558db8","seq":0,"targets":null,"outcome":"create","ids":["01a22ea9-a0d7-7001-84c9-cd930ada40d7"],"first_id":"01a22ea9-a0d7-7001-84c9-cd930ada40d7","last_id":"01a22ea9-a0d7-7001-84c9-cd930ada40d7","at":"2026-11-30T22:53:18.422687+00:00","before":null,"after":{"role": ["member"], "type": ["basic"], "addOns": [""], "status": "pending", "groupId": ["01a21f36-89e4-7000-b9fb-1d7712464471"], "managerId": [""]},"unchanged":[],"refused":{},"result":null},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","change_id":"01a21f36-8dc4-7000-b00d-11ef56edabee","seq":0,"targets":null,"outcome":"update","ids":["01a22ea9-a0d7-7001-84c9-cd930ada40d7"],"first_id":"01a22ea9-a0d7-7001-84c9-cd930ada40d7","last_id":"01a22ea9-a0d7-7001-84c9-cd930ada40d7","at":"2026-11-30T22:53:18.634478+00:00","before":{"status": ["pending"], "nameKey": ["zoe o hara quote"], "lastName": ["O’Hara \"Quote\""], "firstName": ["Zoë"]},"after":{"status": "active", "nameKey": ["jo joiner"], "lastName": ["Joiner"], "firstName": ["Jo"]},"unchanged":[],"refused":{},"result":null},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","change_id":"01a21f36-8ead-7000-b8a1-d46c597612d1","seq":0,"targets":null,"outcome":"create","ids":["01a22ea9-a2af-7001-83bb-93748ffd882b"],"first_id":"01a22ea9-a2af-7001-83bb-93748ffd882b","last_id":"01a22ea9-a2af-7001-83bb-93748ffd882b","at":"2026-11-30T22:53:18.895249+00:00","before":null,"after":{"role": ["member"], "type": ["pro"], "addOns": [""], "status": "pending", "groupId": ["01a21f36-84b4-7000-878b-d40c86c560c3"], "managerId": [""]},"unchanged":[],"refused":{},"result":null},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","change_id":"01a21f36-9007-7000-b191-0cbcbe9296ac","seq":0,"targets":null,"outcome":"update","ids":["01a22ea9-a2af-7001-83bb-93748ffd882b"],"first_id":"01a22ea9-a2af-7001-83bb-93748ffd882b","last_id":"01a22ea9-a2af-7001-83bb-93748ffd882b","at":"2026-11-30T22:53:19.221764+00:00","before":{"status": ["pending"], "nameKey": ["zoe o hara quote"], "lastName": ["O’Hara \"Quote\""], "firstName": ["Zoë"]},"after":{"status": "active", "nameKey": ["jo joiner"], "lastName": ["Joiner"], "firstName": ["Jo"]},"unchanged":[],"refused":{},"result":null},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","change_id":"01a21f36-90a3-7000-ab9d-17eb056e1fee","seq":0,"targets":null,"outcome":"update","ids":["01a22ea9-a0d7-7001-84c9-cd930ada40d7"],"first_id":"01a22ea9-a0d7-7001-84c9-cd930ada40d7","last_id":"01a22ea9-a0d7-7001-84c9-cd930ada40d7","at":"2026-11-30T22:53:19.55615+00:00","before":{"status": "active"},"after":{"status": "deactivated"},"unchanged":[],"refused":{},"result":{"mails": 0, "create": 0, "remove": 0, "update": 1, "refused": 0, "unchanged": 0}},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","change_id":"01a21f36-9202-7000-aabb-40654b1c3c26","seq":0,"targets":null,"outcome":"remove","ids":["01a22ea9-a2af-7001-83bb-93748ffd882b"],"first_id":"01a22ea9-a2af-7001-83bb-93748ffd882b","last_id":"01a22ea9-a2af-7001-83bb-93748ffd882b","at":"2026-11-30T22:53:19.807995+00:00","before":{"status": "active"},"after":{"status": "removed"},"unchanged":[],"refused":{},"result":{"mails": 0, "create": 0, "remove": 1, "update": 0, "refused": 0, "unchanged": 0}},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","change_id":"01a21f36-9311-7000-a223-dd6d28b9cb7f","seq":0,"targets":null,"outcome":"update","ids":["01a22ea9-9e87-7001-aa28-62c71d259828"],"first_id":"01a22ea9-9e87-7001-aa28-62c71d259828","last_id":"01a22ea9-9e87-7001-aa28-62c71d259828","at":"2026-11-30T22:53:20.016561+00:00","before":{"phone": [""], "nameKey": ["jo joiner"], "jobTitle": [""], "lastName": ["Joiner"], "location": [""], "firstName": ["Jo"], "costCenter": [""], "department": ["Line\\Break"], "employeeNumber": [""]},"after":{"phone": "phone “ü”", "nameKey": ["firstname u lastname u"], "jobTitle": "jobTitle “ü”", "lastName": ["lastName “ü”"], "location": "location “ü”", "firstName": ["firstName “ü”"], "costCenter": "costCenter “ü”", "department": "department “ü”", "employeeNumber": "employeeNumber “ü”"},"unchanged":[],"refused":{},"result":null},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","change_id":"01a21f36-9367-7000-8350-f20fa535463a","seq":0,"targets":null,"outcome":"update","ids":["01a21f36-84b2-7001-a909-62c782d076e3","01a22ea9-9e87-7001-aa28-62c71d259828"],"first_id":"01a21f36-84b2-7001-a909-62c782d076e3","last_id":"01a22ea9-9e87-7001-aa28-62c71d259828","at":"2026-11-30T22:53:20.185336+00:00","before":{"department": ["", "department “ü”"]},"after":{"department": "Research & Design"},"unchanged":[],"refused":{},"result":{"mails": 0, "create": 0, "remove": 0, "update": 2, "refused": 0, "unchanged": 0}},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","change_id":"01a21f36-94a3-7000-93c2-5905d67f8881","seq":0,"targets":null,"outcome":"update","ids":["01a21f36-84b2-7001-a909-62c782d076e3"],"first_id":"01a21f36-84b2-7001-a909-62c782d076e3","last_id":"01a21f36-84b2-7001-a909-62c782d076e3","at":"2026-11-30T22:53:20.565411+00:00","before":{"groupId": "01a21f36-84b4-7000-878b-d40c86c560c3"},"after":{"groupId": "01a21f36-89e4-7000-b9fb-1d7712464471"},"unchanged":["01a22ea9-9e87-7001-aa28-62c71d259828"],"refused":{},"result":{"mails": 0, "create": 0, "remove": 0, "update": 1, "refused": 0, "unchanged": 1}},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","change_id":"01a21f36-95de-7000-8721-f488a9e94970","seq":0,"targets":null,"outcome":"update","ids":["01a21f36-84b2-7001-a909-62c782d076e3"],"first_id":"01a21f36-84b2-7001-a909-62c782d076e3","last_id":"01a21f36-84b2-7001-a909-62c782d076e3","at":"2026-11-30T22:53:20.7222+00:00","before":{"groupId": "01a21f36-89e4-7000-b9fb-1d7712464471"},"after":{"groupId": "01a21f36-84b4-7000-878b-d40c86c560c3"},"unchanged":[],"refused":{},"result":{"mails": 0, "create": 0, "remove": 0, "update": 1, "refused": 0, "unchanged": 0}},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","change_id":"01a21f36-96ff-7000-aeae-e236048fb4b5","seq":0,"targets":null,"outcome":"update","ids":["01a21f36-84b2-7001-a909-62c782d076e3","01a22ea9-9e87-7001-aa28-62c71d259828"],"first_id":"01a21f36-84b2-7001-a909-62c782d076e3","last_id":"01a22ea9-9e87-7001-aa28-62c71d259828","at":"2026-11-30T22:53:21.051842+00:00","before":{"department": "Research & Design"},"after":{"department": "Œuvres"},"unchanged":[],"refused":{},"result":{"mails": 0, "create": 0, "remove": 0, "update": 2, "refused": 0, "unchanged": 0}},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","change_id":"01a21f36-9770-7000-81e8-54f5c0b9794f","seq":0,"targets":null,"outcome":null,"ids":[],"first_id":null,"last_id":null,"at":null,"before":null,"after":null,"unchanged":[],"refused":{},"result":null},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","change_id":"01a21f36-9803-7000-9acd-ce01b87b6977","seq":0,"targets":["01a21f36-84b2-7001-a909-62c782d076e3","01a22ea9-9e87-7001-aa28-62c71d259828"],"outcome":null,"ids":[],"first_id":null,"last_id":null,"at":null,"before":null,"after":null,"unchanged":[],"refused":{},"result":null},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","change_id":"01a21f36-9834-7000-984d-0a46ebc39ef0","seq":0,"targets":null,"outcome":"create","ids":["01a22ea9-ad1c-7001-8885-fc467b80158c"],"first_id":"01a22ea9-ad1c-7001-8885-fc467b80158c","last_id":"01a22ea9-ad1c-7001-8885-fc467b80158c","at":"2026-11-30T22:53:21.564491+00:00","before":null,"after":{"role": ["member"], "type": ["pro"], "addOns": [""], "status": "pending", "groupId": ["01a21f36-84b4-7000-878b-d40c86c560c3"], "managerId": [""]},"unchanged":[],"refused":{},"result":{"mails": 1, "create": 1, "remove": 0, "update": 0, "refused": 0, "unchanged": 0}},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","change_id":"01a21f36-9834-7000-984d-0a46ebc39ef0","seq":1,"targets":null,"outcome":null,"ids":[],"first_id":null,"last_id":null,"at":null,"before":null,"after":null,"unchanged":[],"refused":{},"result":{"mails": 0, "create": 0, "remove": 0, "update": 0, "refused": 1, "unchanged": 0}},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","change_id":"01a21f36-99da-7000-ab24-26eb643b093c","seq":0,"targets":[],"outcome":"update","ids":[],"first_id":null,"last_id":null,"at":null,"before":null,"after":null,"unchanged":[],"refused":{},"result":null},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","change_id":"01a21f36-99da-7000-ab24-26eb643b093c","seq":1,"targets":[],"outcome":"create","ids":[],"first_id":null,"last_id":null,"at":null,"before":null,"after":null,"unchanged":[],"refused":{},"result":null},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","change_id":"01a21f36-99da-7000-ab24-26eb643b093c","seq":2,"targets":[],"outcome":null,"ids":[],"first_id":null,"last_id":null,"at":null,"before":null,"after":null,"unchanged":[],"refused":{},"result":null},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","change_id":"01a21f36-9d83-7000-937b-648bf4abca9c","seq":0,"targets":null,"outcome":"create","ids":["01a22ea9-b17d-7001-9799-dfe80fcf5b33"],"first_id":"01a22ea9-b17d-7001-9799-dfe80fcf5b33","last_id":"01a22ea9-b17d-7001-9799-dfe80fcf5b33","at":"2026-11-30T22:53:22.685194+00:00","before":null,"after":{"role": ["member"], "type": ["pro"], "addOns": [""], "status": "pending", "groupId": ["01a21f36-84b4-7000-878b-d40c86c560c3"], "managerId": [""]},"unchanged":[],"refused":{},"result":null}
]$rows$);
insert into clock overriding system value select * from json_populate_recordset(null::clock, $rows$[
{"moved_by":"3 days"}
]$rows$);
insert into counts overriding system value select * from json_populate_recordset(null::counts, $rows$[
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","dimension":"department","key":"Line\\Break","ends_at":"2026-11-28T22:54:00+00:00","people":1},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","dimension":"group","key":"01a21f36-84b4-7000-878b-d40c86c560c3","ends_at":"2026-11-28T22:54:00+00:00","people":1},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","dimension":"status","key":"pending","ends_at":"2026-11-28T22:54:00+00:00","people":1},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","dimension":"type","key":"pro","ends_at":"2026-11-28T22:54:00+00:00","people":1},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","dimension":"department","key":"Line\\Break","ends_at":"infinity","people":1},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","dimension":"group","key":"01a21f36-84b4-7000-878b-d40c86c560c3","ends_at":"infinity","people":1},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","dimension":"group","key":"01a21f36-89e4-7000-b9fb-1d7712464471","ends_at":"infinity","people":2},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","dimension":"department","key":"Line\\Break","ends_at":"2026-12-30T22:54:00+00:00","people":1},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","dimension":"group","key":"01a21f36-84b4-7000-878b-d40c86c560c3","ends_at":"2026-12-30T22:54:00+00:00","people":2},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","dimension":"group","key":"01a21f36-89e4-7000-b9fb-1d7712464471","ends_at":"2026-12-30T22:54:00+00:00","people":0},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","dimension":"status","key":"pending","ends_at":"2026-12-30T22:54:00+00:00","people":2},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","dimension":"type","key":"pro","ends_at":"2026-12-30T22:54:00+00:00","people":2},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","dimension":"type","key":"basic","ends_at":"2026-12-30T22:54:00+00:00","people":0},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","dimension":"status","key":"deactivated","ends_at":"infinity","people":1},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","dimension":"type","key":"basic","ends_at":"infinity","people":1},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","dimension":"status","key":"active","ends_at":"infinity","people":2},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","dimension":"type","key":"pro","ends_at":"infinity","people":1},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","dimension":"status","key":"removed","ends_at":"infinity","people":1},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","dimension":"department","key":"department “ü”","ends_at":"infinity","people":0},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","dimension":"department","key":"Research & Design","ends_at":"infinity","people":0},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","dimension":"department","key":"Œuvres","ends_at":"infinity","people":2}
]$rows$);
insert into groups overriding system value select * from json_populate_recordset(null::groups, $rows$[
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-84b4-7000-878b-d40c86c560c3","name":"Everyone","name_key":"everyone","created_at":"2026-11-27T22:53:16.336282+00:00"},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-89e4-7000-b9fb-1d7712464471","name":"Sales","name_key":"sales","created_at":"2026-11-30T22:53:17.614818+00:00"}
]$rows$);
insert into idempotency_keys overriding system value select * from json_populate_recordset(null::idempotency_keys, $rows$[
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","actor":"user:01a21f36-84b2-7001-a909-62c782d076e3","key":"upgrade-0001","request_hash":"\\xf2b2a89cb41c5e58cb5ed90383fd3fb3258e2be21debec14224c8e60d3647d4c","status":201,"answer":{"id": "01a21f36-89e4-7000-b9fb-1d7712464471", "name": "Sales", "members": 0, "isDefault": false},"headers":{},"created_at":"2026-11-30T22:53:17.614818+00:00"}
]$rows$);
insert into identities overriding system value select * from json_populate_recordset(null::identities, $rows$[
{"id":"01a21f36-84e0-7000-ad0f-7647066e4b73","email":"olivia@upgrade.example","email_key":"olivia@upgrade.example","password_hash":"$argon2id$v=19$m=19456,t=2,p=1$jXdiKF6oDevxM7Dy7DVZ/w$d1HRvpy0NGYN/wZJVmzq3pC+BjPhoTyimV2RonaBaCg","account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","created_at":"2026-11-27T22:53:16.336282+00:00"},
{"id":"01a21f36-8c3f-7000-b30e-a5da72a8dd9e","email":"active@upgrade.example","email_key":"active@upgrade.example","password_hash":"$argon2id$v=19$m=19456,t=2,p=1$YasmaJQ0zFKUiqxKwIoxWw$5l9NPfVJAUor11LkxAiD/ENUjEcWglgXky/JOGxm5Bw","account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","created_at":"2026-11-30T22:53:18.265325+00:00"},
{"id":"01a21f36-8db8-7000-8bcd-c9c8e7e23545","email":"deactivated@upgrade.example","email_key":"deactivated@upgrade.example","password_hash":"$argon2id$v=19$m=19456,t=2,p=1$qUrATLoA/7EqOgttO1TtbA$w4otRo0ypb4Bo1G+Jfs/U1j0ztBss/cnjQkUuc64mLM","account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","created_at":"2026-11-30T22:53:18.634478+00:00"},
{"id":"01a21f36-8ffc-7000-982f-942104a6ada1","email":"removed@upgrade.example","email_key":"removed@upgrade.example","password_hash":"$argon2id$v=19$m=19456,t=2,p=1$jVCXhni4QwJdp7yja6KcJQ$xmVwtVekOCaekVZSBnG1RtYN7jsKFa28bodCALDypeE","account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","created_at":"2026-11-30T22:53:19.221764+00:00"}
]$rows$);
insert into devices overriding system value select * from json_populate_recordset(null::devices, $rows$[
{"token_hash":"\\x2cb02b5e6ee327c8ad2ea9ee54ef9293285164a86a580fb4b95a0293ed81c125","identity_id":"01a21f36-84e0-7000-ad0f-7647066e4b73","created_at":"2026-11-27T22:53:16.336282+00:00","last_used_at":"2026-11-27T22:53:16.336282+00:00"},
{"token_hash":"\\x73d01847804bb23b3f32fc90175a82b587d2ba8456290079afbafefc76c813fc","identity_id":"01a21f36-8c3f-7000-b30e-a5da72a8dd9e","created_at":"2026-11-30T22:53:18.265325+00:00","last_used_at":"2026-11-30T22:53:18.265325+00:00"},
{"token_hash":"\\xcb1a0709dbfd0b487c70f35f9b15f19093c768fe800b2c0c4231ae759753c4ea","identity_id":"01a21f36-8db8-7000-8bcd-c9c8e7e23545","created_at":"2026-11-30T22:53:18.634478+00:00","last_used_at":"2026-11-30T22:53:18.634478+00:00"},
{"token_hash":"\\x424e80f92eca7e8e6fce52c91c5f1bf6504756245262d98017048ede763a0eb4","identity_id":"01a21f36-8ffc-7000-982f-942104a6ada1","created_at":"2026-11-30T22:53:19.221764+00:00","last_used_at":"2026-11-30T22:53:19.221764+00:00"}
]$rows$);
insert into import_files overriding system value select * from json_populate_recordset(null::import_files, $rows$[
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","change_id":"01a21f36-9834-7000-984d-0a46ebc39ef0","seq":0,"bytes":"\\x656d61696c2c6669727374206e616d652c747970650a696d706f7274656440757067726164652e6578616d706c652c4976792c70726f0a6e6f626f64792c2c0a"},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","change_id":"01a21f36-99da-7000-ab24-26eb643b093c","seq":0,"bytes":"\\x656d61696c3b566f726e616d650a6c6174657240757067726164652e6578616d706c653b5a6fc3ab0a61637469766540757067726164652e6578616d706c653bc3816c7661726f0a"}
]$rows$);
insert into import_lines overriding system value select * from json_populate_recordset(null::import_lines, $rows$[
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","change_id":"01a21f36-9834-7000-984d-0a46ebc39ef0","line":3,"seq":null,"email":"nobody","email_key":"","first_name":null,"last_name":null,"name_key":null,"department":null,"job_title":null,"phone":null,"location":null,"employee_number":null,"cost_center":null,"manager_id":null,"new_user_id":null,"group_id":null,"type":null,"add_ons":null,"user_id":null,"outcome":"refused","code":"email_invalid","detail":"“nobody” is not an e-mail address."},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","change_id":"01a21f36-9834-7000-984d-0a46ebc39ef0","line":2,"seq":0,"email":"imported@upgrade.example","email_key":"imported@upgrade.example","first_name":"Ivy","last_name":null,"name_key":"ivy","department":null,"job_title":null,"phone":null,"location":null,"employee_number":null,"cost_center":null,"manager_id":null,"new_user_id":null,"group_id":null,"type":"pro","add_ons":null,"user_id":"01a22ea9-ad1c-7001-8885-fc467b80158c","outcome":"create","code":null,"detail":null},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","change_id":"01a21f36-99da-7000-ab24-26eb643b093c","line":2,"seq":1,"email":"later@upgrade.example","email_key":"later@upgrade.example","first_name":"Zoë","last_name":null,"name_key":"zoe","department":null,"job_title":null,"phone":null,"location":null,"employee_number":null,"cost_center":null,"manager_id":null,"new_user_id":null,"group_id":null,"type":null,"add_ons":null,"user_id":null,"outcome":"create","code":null,"detail":null},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","change_id":"01a21f36-99da-7000-ab24-26eb643b093c","line":3,"seq":0,"email":"active@upgrade.example","email_key":"active@upgrade.example","first_name":"Álvaro","last_name":null,"name_key":"alvaro","department":null,"job_title":null,"phone":null,"location":null,"employee_number":null,"cost_center":null,"manager_id":null,"new_user_id":null,"group_id":null,"type":null,"add_ons":null,"user_id":"01a22ea9-9e87-7001-aa28-62c71d259828","outcome":"update","code":null,"detail":null}
]$rows$);
insert into jobs overriding system value select * from json_populate_recordset(null::jobs, $rows$[
{"id":3,"name":"mails.forget","account_id":null,"data":{"mailId": "01a21f36-84f6-7000-a35d-4896a6d3c9cd"},"serial_key":null,"priority":0,"run_at":"2026-12-04T22:53:16.885172+00:00","lease_until":null,"attempts":0,"failure":null},
{"id":1,"name":"trash.sweep","account_id":null,"data":{},"serial_key":"trash.sweep","priority":0,"run_at":"2026-11-30T23:53:17.772669+00:00","lease_until":null,"attempts":0,"failure":null},
{"id":13,"name":"mails.forget","account_id":null,"data":{"mailId": "01a21f36-9b14-7000-bc4c-ab77a28c9d3f"},"serial_key":null,"priority":0,"run_at":"2026-12-07T22:53:22.226661+00:00","lease_until":null,"attempts":0,"failure":null},
{"id":14,"name":"mails.forget","account_id":null,"data":{"mailId": "01a21f36-9b6f-7000-b76f-25c808c87ccb"},"serial_key":null,"priority":0,"run_at":"2026-12-07T22:53:22.296901+00:00","lease_until":null,"attempts":0,"failure":null},
{"id":15,"name":"mails.forget","account_id":null,"data":{"mailId": "01a21f36-9b70-7001-8780-9b92f517aa36"},"serial_key":null,"priority":0,"run_at":"2026-12-07T22:53:22.411944+00:00","lease_until":null,"attempts":0,"failure":null},
{"id":16,"name":"invitations.mail","account_id":null,"data":{},"serial_key":"invitations.mail","priority":5,"run_at":"2026-11-30T22:53:22.685194+00:00","lease_until":null,"attempts":0,"failure":null},
{"id":17,"name":"resets.mail","account_id":null,"data":{"emailKey": "olivia@upgrade.example"},"serial_key":null,"priority":10,"run_at":"2026-11-30T22:53:22.882088+00:00","lease_until":null,"attempts":0,"failure":null}
]$rows$);
insert into links overriding system value select * from json_populate_recordset(null::links, $rows$[
{"id":"01a21f36-84f6-7001-b1a1-b10211461ede","kind":"proof","identity_id":"01a21f36-84e0-7000-ad0f-7647066e4b73","account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","user_id":"01a21f36-84b2-7001-a909-62c782d076e3","email":"olivia@upgrade.example","created_at":"2026-11-27T22:53:16.336282+00:00","expires_at":"2026-11-30T22:53:16.336282+00:00","used_at":null},
{"id":"01a21f36-9b15-7000-8adb-4eb53b218612","kind":"reset","identity_id":"01a21f36-8c3f-7000-b30e-a5da72a8dd9e","account_id":null,"user_id":null,"email":"active@upgrade.example","created_at":"2026-11-30T22:53:22.063866+00:00","expires_at":"2026-11-30T23:53:22.063866+00:00","used_at":null},
{"id":"01a21f36-9b70-7000-a4fb-cb31e0474f33","kind":"email","identity_id":"01a21f36-84e0-7000-ad0f-7647066e4b73","account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","user_id":"01a21f36-84b2-7001-a909-62c782d076e3","email":"olivia.new@upgrade.example","created_at":"2026-11-30T22:53:22.159804+00:00","expires_at":"2026-12-01T22:53:22.159804+00:00","used_at":null}
]$rows$);
insert into mail_queue overriding system value select * from json_populate_recordset(null::mail_queue, $rows$[
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":6,"change_id":"01a21f36-9d83-7000-937b-648bf4abca9c","seq":0,"small_change":true,"people_waiting":1,"ids_settled":0,"run_at":"2026-11-30T22:53:22.685194+00:00","delayed_since":null}
]$rows$);
insert into mail_server overriding system value select * from json_populate_recordset(null::mail_server, $rows$[
{"only_row":true,"next_mail_at":"-infinity","silent_since":null,"silence_reason":null,"next_try_at":null,"trying_until":null}
]$rows$);
insert into mail_steering overriding system value select * from json_populate_recordset(null::mail_steering, $rows$[
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","paused_at":"2026-11-30T22:53:22.593974+00:00","last_turn_at":"2026-11-27T22:53:17.71865+00:00","measured_from":"2026-11-27T22:53:17.71865+00:00","measured_mails":0,"mails_per_second":null}
]$rows$);
insert into mailbox overriding system value select * from json_populate_recordset(null::mailbox, $rows$[
{"id":"01a21f36-86b6-7000-949a-66ce080424ed","message_id":"<01a21f36-84f6-7000-a35d-4896a6d3c9cd@localhost>","sender":"muster@localhost","recipient":"olivia@upgrade.example","subject":"Confirm your e-mail address","text":"Confirm your e-mail address\n\nolivia@upgrade.example was given as the sign-in for Upgrade Company. Confirm that this address is yours. The link is valid for three days.\n\nConfirm this address:\nhttp://127.0.0.1:33201/confirm/AaIfNoT2cAGxobECEUYe3gAJxAUBZLBnwNdXxKxPdbJaxotv\n\n--\n\nIf it was not you, do nothing: without your confirmation nobody can use your address anywhere else.\nUpgrade Company\n","html":"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light dark\"><title>Confirm your e-mail address</title></head>\n<body style=\"margin:0;padding:24px;font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-size:16px;line-height:1.5\">\n<div style=\"max-width:560px;margin:0 auto\">\n<h1 style=\"font-size:20px;line-height:1.3;margin:0 0 16px\">Confirm your e-mail address</h1>\n<p style=\"margin:0 0 12px\">olivia@upgrade.example was given as the sign-in for Upgrade Company. Confirm that this address is yours. The link is valid for three days.</p>\n<p style=\"margin:24px 0\"><a href=\"http://127.0.0.1:33201/confirm/AaIfNoT2cAGxobECEUYe3gAJxAUBZLBnwNdXxKxPdbJaxotv\" style=\"display:inline-block;padding:12px 20px;border-radius:8px;background:#1f5fbf;color:#ffffff;font-weight:600;text-decoration:none\">Confirm this address</a></p>\n<p style=\"font-size:13px;line-height:1.5;opacity:.75\">If the button does not work, open this address:<br><span style=\"word-break:break-all\">http://127.0.0.1:33201/confirm/AaIfNoT2cAGxobECEUYe3gAJxAUBZLBnwNdXxKxPdbJaxotv</span></p>\n<hr style=\"border:0;border-top:1px solid;opacity:.2;margin:24px 0\">\n<p style=\"font-size:13px;line-height:1.5;opacity:.75\">If it was not you, do nothing: without your confirmation nobody can use your address anywhere else.<br>Upgrade Company</p>\n</div></body></html>\n","sent_at":"2026-11-27T22:53:16.854731+00:00"},
{"id":"01a21f36-8b57-7000-9577-3216af2ff0a6","message_id":"<01a22ea9-9e87-7001-aa28-62c71d259828.1@localhost>","sender":"muster@localhost","recipient":"active@upgrade.example","subject":"Olivia Owner invites you to Upgrade Company","text":"Join Upgrade Company\n\nOlivia Owner has added you to Upgrade Company and asks you to confirm this address.\n\nTo ask Olivia Owner, answer this mail or write to olivia@upgrade.example yourself.\n\nThe link is for you alone and works for 30 days.\n\nJoin Upgrade Company:\nhttp://127.0.0.1:33201/welcome/AaIfNoSycAC-DZt_NIYxSQGiLqmeh3ABqihixx0lmCgAAAABAUkLuhK0hX_9PQHz_RwLy5K7E8Xj\n\n--\n\nIf you do not know the sender, do nothing: nobody joins until the button on the page is pressed.\nUpgrade Company\n","html":"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light dark\"><title>Olivia Owner invites you to Upgrade Company</title></head>\n<body style=\"margin:0;padding:24px;font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-size:16px;line-height:1.5\">\n<div style=\"max-width:560px;margin:0 auto\">\n<h1 style=\"font-size:20px;line-height:1.3;margin:0 0 16px\">Join Upgrade Company</h1>\n<p style=\"margin:0 0 12px\">Olivia Owner has added you to Upgrade Company and asks you to confirm this address.</p>\n<p style=\"margin:0 0 12px\">To ask Olivia Owner, answer this mail or write to olivia@upgrade.example yourself.</p>\n<p style=\"margin:0 0 12px\">The link is for you alone and works for 30 days.</p>\n<p style=\"margin:24px 0\"><a href=\"http://127.0.0.1:33201/welcome/AaIfNoSycAC-DZt_NIYxSQGiLqmeh3ABqihixx0lmCgAAAABAUkLuhK0hX_9PQHz_RwLy5K7E8Xj\" style=\"display:inline-block;padding:12px 20px;border-radius:8px;background:#1f5fbf;color:#ffffff;font-weight:600;text-decoration:none\">Join Upgrade Company</a></p>\n<p style=\"font-size:13px;line-height:1.5;opacity:.75\">If the button does not work, open this address:<br><span style=\"word-break:break-all\">http://127.0.0.1:33201/welcome/AaIfNoSycAC-DZt_NIYxSQGiLqmeh3ABqihixx0lmCgAAAABAUkLuhK0hX_9PQHz_RwLy5K7E8Xj</span></p>\n<hr style=\"border:0;border-top:1px solid;opacity:.2;margin:24px 0\">\n<p style=\"font-size:13px;line-height:1.5;opacity:.75\">If you do not know the sender, do nothing: nobody joins until the button on the page is pressed.<br>Upgrade Company</p>\n</div></body></html>\n","sent_at":"2026-11-30T22:53:18.040669+00:00"},
{"id":"01a21f36-8d0b-7000-bddb-024092a195bc","message_id":"<01a22ea9-a0d7-7001-84c9-cd930ada40d7.1@localhost>","sender":"muster@localhost","recipient":"deactivated@upgrade.example","subject":"Olivia Owner invites you to Upgrade Company","text":"Join Upgrade Company\n\nOlivia Owner has added you to Upgrade Company and asks you to confirm this address.\n\nTo ask Olivia Owner, answer this mail or write to olivia@upgrade.example yourself.\n\nThe link is for you alone and works for 30 days.\n\nJoin Upgrade Company:\nhttp://127.0.0.1:33201/welcome/AaIfNoSycAC-DZt_NIYxSQGiLqmg13ABhMnNkwraQNcAAAABAblmYm0L-cbt0_Evk5X6mdUkup1s\n\n--\n\nIf you do not know the sender, do nothing: nobody joins until the button on the page is pressed.\nUpgrade Company\n","html":"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light dark\"><title>Olivia Owner invites you to Upgrade Company</title></head>\n<body style=\"margin:0;padding:24px;font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-size:16px;line-height:1.5\">\n<div style=\"max-width:560px;margin:0 auto\">\n<h1 style=\"font-size:20px;line-height:1.3;margin:0 0 16px\">Join Upgrade Company</h1>\n<p style=\"margin:0 0 12px\">Olivia Owner has added you to Upgrade Company and asks you to confirm this address.</p>\n<p style=\"margin:0 0 12px\">To ask Olivia Owner, answer this mail or write to olivia@upgrade.example yourself.</p>\n<p style=\"margin:0 0 12px\">The link is for you alone and works for 30 days.</p>\n<p style=\"margin:24px 0\"><a href=\"http://127.0.0.1:33201/welcome/AaIfNoSycAC-DZt_NIYxSQGiLqmg13ABhMnNkwraQNcAAAABAblmYm0L-cbt0_Evk5X6mdUkup1s\" style=\"display:inline-block;padding:12px 20px;border-radius:8px;background:#1f5fbf;color:#ffffff;font-weight:600;text-decoration:none\">Join Upgrade Company</a></p>\n<p style=\"font-size:13px;line-height:1.5;opacity:.75\">If the button does not work, open this address:<br><span style=\"word-break:break-all\">http://127.0.0.1:33201/welcome/AaIfNoSycAC-DZt_NIYxSQGiLqmg13ABhMnNkwraQNcAAAABAblmYm0L-cbt0_Evk5X6mdUkup1s</span></p>\n<hr style=\"border:0;border-top:1px solid;opacity:.2;margin:24px 0\">\n<p style=\"font-size:13px;line-height:1.5;opacity:.75\">If you do not know the sender, do nothing: nobody joins until the button on the page is pressed.<br>Upgrade Company</p>\n</div></body></html>\n","sent_at":"2026-11-30T22:53:18.480388+00:00"},
{"id":"01a21f36-8f41-7000-aa35-e8817f4d0c6c","message_id":"<01a22ea9-a2af-7001-83bb-93748ffd882b.1@localhost>","sender":"muster@localhost","recipient":"removed@upgrade.example","subject":"Olivia Owner invites you to Upgrade Company","text":"Join Upgrade Company\n\nOlivia Owner has added you to Upgrade Company and asks you to confirm this address.\n\nTo ask Olivia Owner, answer this mail or write to olivia@upgrade.example yourself.\n\nThe link is for you alone and works for 30 days.\n\nJoin Upgrade Company:\nhttp://127.0.0.1:33201/welcome/AaIfNoSycAC-DZt_NIYxSQGiLqmir3ABg7uTdI_9iCsAAAABAeqFRHtzFkLO6gVL4AVsBLBswJou\n\n--\n\nIf you do not know the sender, do nothing: nobody joins until the button on the page is pressed.\nUpgrade Company\n","html":"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light dark\"><title>Olivia Owner invites you to Upgrade Company</title></head>\n<body style=\"margin:0;padding:24px;font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-size:16px;line-height:1.5\">\n<div style=\"max-width:560px;margin:0 auto\">\n<h1 style=\"font-size:20px;line-height:1.3;margin:0 0 16px\">Join Upgrade Company</h1>\n<p style=\"margin:0 0 12px\">Olivia Owner has added you to Upgrade Company and asks you to confirm this address.</p>\n<p style=\"margin:0 0 12px\">To ask Olivia Owner, answer this mail or write to olivia@upgrade.example yourself.</p>\n<p style=\"margin:0 0 12px\">The link is for you alone and works for 30 days.</p>\n<p style=\"margin:24px 0\"><a href=\"http://127.0.0.1:33201/welcome/AaIfNoSycAC-DZt_NIYxSQGiLqmir3ABg7uTdI_9iCsAAAABAeqFRHtzFkLO6gVL4AVsBLBswJou\" style=\"display:inline-block;padding:12px 20px;border-radius:8px;background:#1f5fbf;color:#ffffff;font-weight:600;text-decoration:none\">Join Upgrade Company</a></p>\n<p style=\"font-size:13px;line-height:1.5;opacity:.75\">If the button does not work, open this address:<br><span style=\"word-break:break-all\">http://127.0.0.1:33201/welcome/AaIfNoSycAC-DZt_NIYxSQGiLqmir3ABg7uTdI_9iCsAAAABAeqFRHtzFkLO6gVL4AVsBLBswJou</span></p>\n<hr style=\"border:0;border-top:1px solid;opacity:.2;margin:24px 0\">\n<p style=\"font-size:13px;line-height:1.5;opacity:.75\">If you do not know the sender, do nothing: nobody joins until the button on the page is pressed.<br>Upgrade Company</p>\n</div></body></html>\n","sent_at":"2026-11-30T22:53:19.042797+00:00"},
{"id":"01a21f36-99d4-7000-9d84-5008ec7c7616","message_id":"<01a22ea9-ad1c-7001-8885-fc467b80158c.1@localhost>","sender":"muster@localhost","recipient":"imported@upgrade.example","subject":"Olivia Owner invites you to Upgrade Company","text":"Join Upgrade Company\n\nOlivia Owner has added you to Upgrade Company and asks you to confirm this address.\n\nTo ask Olivia Owner, answer this mail or write to olivia@upgrade.example yourself.\n\nThe link is for you alone and works for 30 days.\n\nJoin Upgrade Company:\nhttp://127.0.0.1:33201/welcome/AaIfNoSycAC-DZt_NIYxSQGiLqmtHHABiIX8RnuAFYwAAAABAdyyJTzZUpUEKDPP5F5OK4EAJhrO\n\n--\n\nIf you do not know the sender, do nothing: nobody joins until the button on the page is pressed.\nUpgrade Company\n","html":"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light dark\"><title>Olivia Owner invites you to Upgrade Company</title></head>\n<body style=\"margin:0;padding:24px;font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-size:16px;line-height:1.5\">\n<div style=\"max-width:560px;margin:0 auto\">\n<h1 style=\"font-size:20px;line-height:1.3;margin:0 0 16px\">Join Upgrade Company</h1>\n<p style=\"margin:0 0 12px\">Olivia Owner has added you to Upgrade Company and asks you to confirm this address.</p>\n<p style=\"margin:0 0 12px\">To ask Olivia Owner, answer this mail or write to olivia@upgrade.example yourself.</p>\n<p style=\"margin:0 0 12px\">The link is for you alone and works for 30 days.</p>\n<p style=\"margin:24px 0\"><a href=\"http://127.0.0.1:33201/welcome/AaIfNoSycAC-DZt_NIYxSQGiLqmtHHABiIX8RnuAFYwAAAABAdyyJTzZUpUEKDPP5F5OK4EAJhrO\" style=\"display:inline-block;padding:12px 20px;border-radius:8px;background:#1f5fbf;color:#ffffff;font-weight:600;text-decoration:none\">Join Upgrade Company</a></p>\n<p style=\"font-size:13px;line-height:1.5;opacity:.75\">If the button does not work, open this address:<br><span style=\"word-break:break-all\">http://127.0.0.1:33201/welcome/AaIfNoSycAC-DZt_NIYxSQGiLqmtHHABiIX8RnuAFYwAAAABAdyyJTzZUpUEKDPP5F5OK4EAJhrO</span></p>\n<hr style=\"border:0;border-top:1px solid;opacity:.2;margin:24px 0\">\n<p style=\"font-size:13px;line-height:1.5;opacity:.75\">If you do not know the sender, do nothing: nobody joins until the button on the page is pressed.<br>Upgrade Company</p>\n</div></body></html>\n","sent_at":"2026-11-30T22:53:21.750595+00:00"},
{"id":"01a21f36-9b8d-7000-880c-ef9e185f036e","message_id":"<01a21f36-9b14-7000-bc4c-ab77a28c9d3f@localhost>","sender":"muster@localhost","recipient":"active@upgrade.example","subject":"Choose a new password","text":"Choose a new password\n\nSomeone asked for a new password for active@upgrade.example. The link is valid for one hour and works once.\n\nChoose a new password:\nhttp://127.0.0.1:33201/reset/AaIfNpsVcACK2061OyGGEj1KjPbzT2BnsHf7ZRb6-44Cb_QV\n\n--\n\nIf it was not you, do nothing: your password stays as it is.\nMuster\n","html":"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light dark\"><title>Choose a new password</title></head>\n<body style=\"margin:0;padding:24px;font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-size:16px;line-height:1.5\">\n<div style=\"max-width:560px;margin:0 auto\">\n<h1 style=\"font-size:20px;line-height:1.3;margin:0 0 16px\">Choose a new password</h1>\n<p style=\"margin:0 0 12px\">Someone asked for a new password for active@upgrade.example. The link is valid for one hour and works once.</p>\n<p style=\"margin:24px 0\"><a href=\"http://127.0.0.1:33201/reset/AaIfNpsVcACK2061OyGGEj1KjPbzT2BnsHf7ZRb6-44Cb_QV\" style=\"display:inline-block;padding:12px 20px;border-radius:8px;background:#1f5fbf;color:#ffffff;font-weight:600;text-decoration:none\">Choose a new password</a></p>\n<p style=\"font-size:13px;line-height:1.5;opacity:.75\">If the button does not work, open this address:<br><span style=\"word-break:break-all\">http://127.0.0.1:33201/reset/AaIfNpsVcACK2061OyGGEj1KjPbzT2BnsHf7ZRb6-44Cb_QV</span></p>\n<hr style=\"border:0;border-top:1px solid;opacity:.2;margin:24px 0\">\n<p style=\"font-size:13px;line-height:1.5;opacity:.75\">If it was not you, do nothing: your password stays as it is.<br>Muster</p>\n</div></body></html>\n","sent_at":"2026-11-30T22:53:22.215484+00:00"},
{"id":"01a21f36-9be4-7000-89dd-c810368b4e7f","message_id":"<01a21f36-9b6f-7000-b76f-25c808c87ccb@localhost>","sender":"muster@localhost","recipient":"olivia.new@upgrade.example","subject":"Confirm your new e-mail address","text":"Confirm your new e-mail address\n\nFrom now on olivia.new@upgrade.example is to be your sign-in instead of olivia@upgrade.example. Sign in as before and confirm it. The link is valid for one day.\n\nConfirm the new address:\nhttp://127.0.0.1:33201/email-change/AaIfNptwcACk-8sx4EdPM-Jj0R0_fKPIl6AgTH9LdjuS2vFY\n\n--\n\nIf you did not expect this, do nothing: nothing changes without your confirmation.\nUpgrade Company\n","html":"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light dark\"><title>Confirm your new e-mail address</title></head>\n<body style=\"margin:0;padding:24px;font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-size:16px;line-height:1.5\">\n<div style=\"max-width:560px;margin:0 auto\">\n<h1 style=\"font-size:20px;line-height:1.3;margin:0 0 16px\">Confirm your new e-mail address</h1>\n<p style=\"margin:0 0 12px\">From now on olivia.new@upgrade.example is to be your sign-in instead of olivia@upgrade.example. Sign in as before and confirm it. The link is valid for one day.</p>\n<p style=\"margin:24px 0\"><a href=\"http://127.0.0.1:33201/email-change/AaIfNptwcACk-8sx4EdPM-Jj0R0_fKPIl6AgTH9LdjuS2vFY\" style=\"display:inline-block;padding:12px 20px;border-radius:8px;background:#1f5fbf;color:#ffffff;font-weight:600;text-decoration:none\">Confirm the new address</a></p>\n<p style=\"font-size:13px;line-height:1.5;opacity:.75\">If the button does not work, open this address:<br><span style=\"word-break:break-all\">http://127.0.0.1:33201/email-change/AaIfNptwcACk-8sx4EdPM-Jj0R0_fKPIl6AgTH9LdjuS2vFY</span></p>\n<hr style=\"border:0;border-top:1px solid;opacity:.2;margin:24px 0\">\n<p style=\"font-size:13px;line-height:1.5;opacity:.75\">If you did not expect this, do nothing: nothing changes without your confirmation.<br>Upgrade Company</p>\n</div></body></html>\n","sent_at":"2026-11-30T22:53:22.279214+00:00"},
{"id":"01a21f36-9c5c-7000-9dca-42d2a29d7c69","message_id":"<01a21f36-9b70-7001-8780-9b92f517aa36@localhost>","sender":"muster@localhost","recipient":"olivia@upgrade.example","subject":"Your e-mail address is about to change","text":"Your e-mail address is about to change\n\nolivia.new@upgrade.example was asked for as your sign-in instead of olivia@upgrade.example. It changes once the new address is confirmed.\n\nOpen Muster:\nhttp://127.0.0.1:33201\n\n--\n\nIf it was not you, change your password now: that ends what was asked for.\nUpgrade Company\n","html":"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light dark\"><title>Your e-mail address is about to change</title></head>\n<body style=\"margin:0;padding:24px;font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-size:16px;line-height:1.5\">\n<div style=\"max-width:560px;margin:0 auto\">\n<h1 style=\"font-size:20px;line-height:1.3;margin:0 0 16px\">Your e-mail address is about to change</h1>\n<p style=\"margin:0 0 12px\">olivia.new@upgrade.example was asked for as your sign-in instead of olivia@upgrade.example. It changes once the new address is confirmed.</p>\n<p style=\"margin:24px 0\"><a href=\"http://127.0.0.1:33201\" style=\"display:inline-block;padding:12px 20px;border-radius:8px;background:#1f5fbf;color:#ffffff;font-weight:600;text-decoration:none\">Open Muster</a></p>\n<p style=\"font-size:13px;line-height:1.5;opacity:.75\">If the button does not work, open this address:<br><span style=\"word-break:break-all\">http://127.0.0.1:33201</span></p>\n<hr style=\"border:0;border-top:1px solid;opacity:.2;margin:24px 0\">\n<p style=\"font-size:13px;line-height:1.5;opacity:.75\">If it was not you, change your password now: that ends what was asked for.<br>Upgrade Company</p>\n</div></body></html>\n","sent_at":"2026-11-30T22:53:22.399182+00:00"}
]$rows$);
insert into mails overriding system value select * from json_populate_recordset(null::mails, $rows$[
{"id":"01a21f36-84f6-7000-a35d-4896a6d3c9cd","account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","template":"confirm-address","data":{"email": "olivia@upgrade.example", "linkId": "01a21f36-84f6-7001-b1a1-b10211461ede", "accountName": "Upgrade Company"},"recipient":"olivia@upgrade.example","recipient_key":"olivia@upgrade.example","state":"handed_over","detail":null,"created_at":"2026-11-27T22:53:16.336282+00:00","handed_over_at":"2026-11-27T22:53:16.885172+00:00"},
{"id":"01a21f36-9b14-7000-bc4c-ab77a28c9d3f","account_id":null,"template":"password-reset","data":{"email": "active@upgrade.example", "linkId": "01a21f36-9b15-7000-8adb-4eb53b218612"},"recipient":"active@upgrade.example","recipient_key":"active@upgrade.example","state":"handed_over","detail":null,"created_at":"2026-11-30T22:53:22.063866+00:00","handed_over_at":"2026-11-30T22:53:22.226661+00:00"},
{"id":"01a21f36-9b6f-7000-b76f-25c808c87ccb","account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","template":"confirm-new-address","data":{"after": "olivia.new@upgrade.example", "before": "olivia@upgrade.example", "linkId": "01a21f36-9b70-7000-a4fb-cb31e0474f33", "accountName": "Upgrade Company"},"recipient":"olivia.new@upgrade.example","recipient_key":"olivia.new@upgrade.example","state":"handed_over","detail":null,"created_at":"2026-11-30T22:53:22.159804+00:00","handed_over_at":"2026-11-30T22:53:22.296901+00:00"},
{"id":"01a21f36-9b70-7001-8780-9b92f517aa36","account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","template":"address-change-asked","data":{"after": "olivia.new@upgrade.example", "before": "olivia@upgrade.example", "accountName": "Upgrade Company"},"recipient":"olivia@upgrade.example","recipient_key":"olivia@upgrade.example","state":"handed_over","detail":null,"created_at":"2026-11-30T22:53:22.159804+00:00","handed_over_at":"2026-11-30T22:53:22.411944+00:00"}
]$rows$);
insert into memberships overriding system value select * from json_populate_recordset(null::memberships, $rows$[
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","user_id":"01a21f36-84b2-7001-a909-62c782d076e3","identity_id":"01a21f36-84e0-7000-ad0f-7647066e4b73"},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","user_id":"01a22ea9-9e87-7001-aa28-62c71d259828","identity_id":"01a21f36-8c3f-7000-b30e-a5da72a8dd9e"},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","user_id":"01a22ea9-a0d7-7001-84c9-cd930ada40d7","identity_id":"01a21f36-8db8-7000-8bcd-c9c8e7e23545"},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","user_id":"01a22ea9-a2af-7001-83bb-93748ffd882b","identity_id":"01a21f36-8ffc-7000-982f-942104a6ada1"}
]$rows$);
insert into migrations overriding system value select * from json_populate_recordset(null::migrations, $rows$[
{"name":"0001_foundations.sql","applied_at":"2026-11-27T22:53:03.455439+00:00"},
{"name":"0002_directory.sql","applied_at":"2026-11-27T22:53:03.455439+00:00"},
{"name":"0003_accounts.sql","applied_at":"2026-11-27T22:53:03.455439+00:00"},
{"name":"0004_users.sql","applied_at":"2026-11-27T22:53:03.455439+00:00"},
{"name":"0005_sessions.sql","applied_at":"2026-11-27T22:53:03.455439+00:00"},
{"name":"0006_seats_and_counts.sql","applied_at":"2026-11-27T22:53:03.455439+00:00"},
{"name":"0007_changes.sql","applied_at":"2026-11-27T22:53:03.455439+00:00"},
{"name":"0008_imports.sql","applied_at":"2026-11-27T22:53:03.455439+00:00"},
{"name":"0009_requests.sql","applied_at":"2026-11-27T22:53:03.455439+00:00"},
{"name":"0010_jobs.sql","applied_at":"2026-11-27T22:53:03.455439+00:00"},
{"name":"0011_mail.sql","applied_at":"2026-11-27T22:53:03.455439+00:00"},
{"name":"0012_invitation_mail.sql","applied_at":"2026-11-27T22:53:03.455439+00:00"},
{"name":"0013_saved_views.sql","applied_at":"2026-11-27T22:53:03.455439+00:00"}
]$rows$);
insert into saved_views overriding system value select * from json_populate_recordset(null::saved_views, $rows$[
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-9c52-7000-bcb8-cea41e22fd1d","user_id":"01a21f36-84b2-7001-a909-62c782d076e3","name":"Mine","name_key":"mine","filter":{"type": "pro", "search": "active"},"sort":"name","columns":["department"],"shared":false,"created_at":"2026-11-30T22:53:22.379299+00:00","updated_at":"2026-11-30T22:53:22.379299+00:00"},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-9cae-7000-8757-22c501269470","user_id":"01a21f36-84b2-7001-a909-62c782d076e3","name":"Ours","name_key":"ours","filter":{"type": "pro", "search": "active"},"sort":"name","columns":["department"],"shared":true,"created_at":"2026-11-30T22:53:22.479972+00:00","updated_at":"2026-11-30T22:53:22.479972+00:00"}
]$rows$);
insert into seat_expiries overriding system value select * from json_populate_recordset(null::seat_expiries, $rows$[
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","product":"webinar","expires_at":"2026-12-30T22:54:00+00:00","held":0},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","product":"pro","expires_at":"2026-12-30T22:54:00+00:00","held":2}
]$rows$);
insert into seats overriding system value select * from json_populate_recordset(null::seats, $rows$[
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","product":"webinar","bought":2,"held":1,"folded_at":"-infinity"},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","product":"pro","bought":5,"held":3,"folded_at":"2026-11-30T22:53:17.831354+00:00"}
]$rows$);
insert into sessions overriding system value select * from json_populate_recordset(null::sessions, $rows$[
{"id":"01a21f36-84f8-7000-81cd-a305753b54e0","token_hash":"\\x90fb4b9e578ac7c2e0dda5fb9a270baab3462f9defc3bb046011f60e9fbc0812","identity_id":"01a21f36-84e0-7000-ad0f-7647066e4b73","account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","user_id":"01a21f36-84b2-7001-a909-62c782d076e3","user_agent":"node","ip":"127.0.0.1","created_at":"2026-11-27T22:53:16.336282+00:00","last_seen_at":"2026-11-30T22:53:17.59246+00:00"},
{"id":"01a21f36-8c9d-7001-84ef-691e3046738a","token_hash":"\\x69440fb1956451723f5c4424d74637062700db8bcbec1a8c821568d144dda675","identity_id":"01a21f36-8c3f-7000-b30e-a5da72a8dd9e","account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","user_id":"01a22ea9-9e87-7001-aa28-62c71d259828","user_agent":"node","ip":"127.0.0.1","created_at":"2026-11-30T22:53:18.265325+00:00","last_seen_at":"2026-11-30T22:53:18.265325+00:00"},
{"id":"01a21f36-8e61-7001-97ee-5369b3449a3a","token_hash":"\\xf029d25b68d77a8501db549edf47dc1b5066f8459608e8bc99928ed97b814332","identity_id":"01a21f36-8db8-7000-8bcd-c9c8e7e23545","account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","user_id":"01a22ea9-a0d7-7001-84c9-cd930ada40d7","user_agent":"node","ip":"127.0.0.1","created_at":"2026-11-30T22:53:18.634478+00:00","last_seen_at":"2026-11-30T22:53:18.634478+00:00"},
{"id":"01a21f36-9050-7001-8ee6-6ec8f67db2a9","token_hash":"\\x8462e68079209cac23998b05b090643de3c145b41c5376dfb25292ed4b6c981e","identity_id":"01a21f36-8ffc-7000-982f-942104a6ada1","account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","user_id":"01a22ea9-a2af-7001-83bb-93748ffd882b","user_agent":"node","ip":"127.0.0.1","created_at":"2026-11-30T22:53:19.221764+00:00","last_seen_at":"2026-11-30T22:53:19.221764+00:00"}
]$rows$);
insert into users overriding system value select * from json_populate_recordset(null::users, $rows$[
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-88a5-7001-b22a-aab9100fe017","email":"expired@upgrade.example","email_key":"expired@upgrade.example","first_name":"Zoë","last_name":"O’Hara \"Quote\"","name_key":"zoe o hara quote","department":"Line\\Break","job_title":"","phone":"","location":"","employee_number":"","cost_center":"","manager_id":null,"type":"pro","add_ons":[],"group_id":"01a21f36-84b4-7000-878b-d40c86c560c3","role":"member","status":"pending","status_before":null,"invitation_version":1,"invited_by":"01a21f36-84b2-7001-a909-62c782d076e3","invited_at":"2026-11-27T22:53:17.349085+00:00","expires_at":"2026-11-28T22:54:00+00:00","mail_state":"queued","mail_at":"2026-11-27T22:53:17.349085+00:00","mail_detail":null,"recent_mails":null,"recent_mails_since":null,"created_at":"2026-11-27T22:53:17.349085+00:00","updated_at":"2026-11-27T22:53:17.349085+00:00","last_sign_in_at":"-infinity","removed_at":null},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a22ea9-a0d7-7001-84c9-cd930ada40d7","email":"deactivated@upgrade.example","email_key":"deactivated@upgrade.example","first_name":"Jo","last_name":"Joiner","name_key":"jo joiner","department":"Line\\Break","job_title":"","phone":"","location":"","employee_number":"","cost_center":"","manager_id":null,"type":"basic","add_ons":[],"group_id":"01a21f36-89e4-7000-b9fb-1d7712464471","role":"member","status":"deactivated","status_before":null,"invitation_version":2,"invited_by":"01a21f36-84b2-7001-a909-62c782d076e3","invited_at":"2026-11-30T22:53:18.422687+00:00","expires_at":null,"mail_state":"accepted","mail_at":"2026-11-30T22:53:18.634478+00:00","mail_detail":null,"recent_mails":null,"recent_mails_since":null,"created_at":"2026-11-30T22:53:18.422687+00:00","updated_at":"2026-11-30T22:53:19.55615+00:00","last_sign_in_at":"2026-11-30T22:53:18.634478+00:00","removed_at":null},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a21f36-84b2-7001-a909-62c782d076e3","email":"olivia@upgrade.example","email_key":"olivia@upgrade.example","first_name":"Olivia","last_name":"Owner","name_key":"olivia owner","department":"Œuvres","job_title":"","phone":"","location":"","employee_number":"","cost_center":"","manager_id":null,"type":"basic","add_ons":[],"group_id":"01a21f36-84b4-7000-878b-d40c86c560c3","role":"admin","status":"active","status_before":null,"invitation_version":0,"invited_by":null,"invited_at":null,"expires_at":null,"mail_state":null,"mail_at":null,"mail_detail":null,"recent_mails":null,"recent_mails_since":null,"created_at":"2026-11-27T22:53:16.336282+00:00","updated_at":"2026-11-30T22:53:21.051842+00:00","last_sign_in_at":"2026-11-27T22:53:16.336282+00:00","removed_at":null},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a22ea9-a2af-7001-83bb-93748ffd882b","email":"removed@upgrade.example","email_key":"removed@upgrade.example","first_name":"Jo","last_name":"Joiner","name_key":"jo joiner","department":"Line\\Break","job_title":"","phone":"","location":"","employee_number":"","cost_center":"","manager_id":null,"type":"pro","add_ons":[],"group_id":"01a21f36-84b4-7000-878b-d40c86c560c3","role":"member","status":"removed","status_before":"active","invitation_version":2,"invited_by":"01a21f36-84b2-7001-a909-62c782d076e3","invited_at":"2026-11-30T22:53:18.895249+00:00","expires_at":null,"mail_state":"accepted","mail_at":"2026-11-30T22:53:19.221764+00:00","mail_detail":null,"recent_mails":null,"recent_mails_since":null,"created_at":"2026-11-30T22:53:18.895249+00:00","updated_at":"2026-11-30T22:53:19.807995+00:00","last_sign_in_at":"2026-11-30T22:53:19.221764+00:00","removed_at":"2026-11-30T22:53:19.807995+00:00"},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a22ea9-9e87-7001-aa28-62c71d259828","email":"active@upgrade.example","email_key":"active@upgrade.example","first_name":"firstName “ü”","last_name":"lastName “ü”","name_key":"firstname u lastname u","department":"Œuvres","job_title":"jobTitle “ü”","phone":"phone “ü”","location":"location “ü”","employee_number":"employeeNumber “ü”","cost_center":"costCenter “ü”","manager_id":null,"type":"pro","add_ons":["webinar"],"group_id":"01a21f36-89e4-7000-b9fb-1d7712464471","role":"admin","status":"active","status_before":null,"invitation_version":2,"invited_by":"01a21f36-84b2-7001-a909-62c782d076e3","invited_at":"2026-11-30T22:53:17.831354+00:00","expires_at":null,"mail_state":"accepted","mail_at":"2026-11-30T22:53:18.265325+00:00","mail_detail":null,"recent_mails":null,"recent_mails_since":null,"created_at":"2026-11-30T22:53:17.831354+00:00","updated_at":"2026-11-30T22:53:21.051842+00:00","last_sign_in_at":"2026-11-30T22:53:18.265325+00:00","removed_at":null},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a22ea9-ad1c-7001-8885-fc467b80158c","email":"imported@upgrade.example","email_key":"imported@upgrade.example","first_name":"Ivy","last_name":"","name_key":"ivy","department":"","job_title":"","phone":"","location":"","employee_number":"","cost_center":"","manager_id":null,"type":"pro","add_ons":[],"group_id":"01a21f36-84b4-7000-878b-d40c86c560c3","role":"member","status":"pending","status_before":null,"invitation_version":1,"invited_by":"01a21f36-84b2-7001-a909-62c782d076e3","invited_at":"2026-11-30T22:53:21.564491+00:00","expires_at":"2026-12-30T22:54:00+00:00","mail_state":"handed_over","mail_at":"2026-11-30T22:53:21.7855+00:00","mail_detail":null,"recent_mails":null,"recent_mails_since":null,"created_at":"2026-11-30T22:53:21.564491+00:00","updated_at":"2026-11-30T22:53:21.564491+00:00","last_sign_in_at":"-infinity","removed_at":null},
{"account_id":"01a21f36-84b2-7000-be0d-9b7f34863149","id":"01a22ea9-b17d-7001-9799-dfe80fcf5b33","email":"pending@upgrade.example","email_key":"pending@upgrade.example","first_name":"Zoë","last_name":"O’Hara \"Quote\"","name_key":"zoe o hara quote","department":"Line\\Break","job_title":"","phone":"","location":"","employee_number":"","cost_center":"","manager_id":null,"type":"pro","add_ons":[],"group_id":"01a21f36-84b4-7000-878b-d40c86c560c3","role":"member","status":"pending","status_before":null,"invitation_version":1,"invited_by":"01a21f36-84b2-7001-a909-62c782d076e3","invited_at":"2026-11-30T22:53:22.685194+00:00","expires_at":"2026-12-30T22:54:00+00:00","mail_state":"queued","mail_at":"2026-11-30T22:53:22.685194+00:00","mail_detail":null,"recent_mails":null,"recent_mails_since":null,"created_at":"2026-11-30T22:53:22.685194+00:00","updated_at":"2026-11-30T22:53:22.685194+00:00","last_sign_in_at":"-infinity","removed_at":null}
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
alter table mail_queue force row level security;
alter table mail_steering force row level security;
alter table saved_views force row level security;
alter table seat_expiries force row level security;
alter table seats force row level security;
alter table users force row level security;
