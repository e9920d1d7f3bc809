-- Muster 0.1.0 with data, as of 2026-11-30T23:23:17.820241Z. bin/fixture writes this file.
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
{"id":"01a21f51-fab0-7000-96ca-4abe61220cb9","name":"Upgrade Company","owner_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","default_group_id":"01a21f51-fab4-7000-9fc2-e633d42bf2c8","invitation_days":30,"early_invited":0,"created_at":"2026-11-27T23:23:16.012605+00:00"}
]$rows$);
insert into audit_events overriding system value select * from json_populate_recordset(null::audit_events, $rows$[
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f51-fad3-7000-83ab-1e60dd60a1de","at":"2026-11-27T23:23:16.012605+00:00","event":"session.started","actor_kind":"user","actor_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","channel":"console","request_id":"833a4f0f-16d2-41f1-8a50-58917a381a38","change_id":null,"user_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","count":null,"details":{}},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f51-fad3-7001-973f-ae7f67355873","at":"2026-11-27T23:23:16.012605+00:00","event":"account.created","actor_kind":"user","actor_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","channel":"console","request_id":"833a4f0f-16d2-41f1-8a50-58917a381a38","change_id":null,"user_id":null,"count":null,"details":{}},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f51-fb2e-7000-aaec-8891d7696303","at":"2026-11-27T23:23:16.125046+00:00","event":"subscription.changed","actor_kind":"user","actor_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","channel":"console","request_id":"4721c1fc-deac-4e9a-b61e-a93dc95465e0","change_id":null,"user_id":null,"count":null,"details":{"after": 5, "before": 0, "product": "pro"}},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f51-fb58-7000-9cd6-59dde937ddf7","at":"2026-11-27T23:23:16.169367+00:00","event":"subscription.changed","actor_kind":"user","actor_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","channel":"console","request_id":"6518ab4d-efb1-4d5d-8f64-6713d85a655b","change_id":null,"user_id":null,"count":null,"details":{"after": 2, "before": 0, "product": "webinar"}},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f51-fb77-7000-a494-58fb3f0c71b0","at":"2026-11-27T23:23:16.2084+00:00","event":"account.invitation_days_changed","actor_kind":"user","actor_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","channel":"console","request_id":"b942b9c9-b977-4488-b591-a6c06a5af57b","change_id":null,"user_id":null,"count":null,"details":{"after": 1, "before": 30}},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f51-fba8-7000-99b1-c5f28d7f49ef","at":"2026-11-27T23:23:16.241335+00:00","event":"users.added","actor_kind":"user","actor_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","channel":"console","request_id":"72ba970f-4082-4438-bf26-d68de17c897c","change_id":"01a21f51-fb8e-7000-a920-57da2af829a5","user_id":"01a21f51-fb91-7001-9260-e0fa9ab4889e","count":1,"details":{"result": {"create": 1, "remove": 0, "update": 0, "refused": 0, "unchanged": 0}}},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f51-fbf8-7000-b6d5-b878b0b5c39b","at":"2026-11-30T23:23:16.339042+00:00","event":"group.created","actor_kind":"user","actor_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","channel":"console","request_id":"e640f525-a2fe-44d6-a6f6-fbdc52052b57","change_id":null,"user_id":null,"count":null,"details":{"groupId": "01a21f51-fbf6-7000-9c60-88dbec4d9195"}},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f51-fc11-7000-bcf1-363e96fefc5b","at":"2026-11-30T23:23:16.365211+00:00","event":"account.invitation_days_changed","actor_kind":"user","actor_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","channel":"console","request_id":"5e461092-c68d-472f-950e-75393a05d69c","change_id":null,"user_id":null,"count":null,"details":{"after": 30, "before": 1}},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f51-fc4f-7000-bb36-61ebdf80b2a3","at":"2026-11-30T23:23:16.397876+00:00","event":"users.added","actor_kind":"user","actor_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","channel":"console","request_id":"cfc286f2-99e5-40cb-956a-b4e03a166238","change_id":"01a21f51-fc2f-7000-bf2e-3193006a1714","user_id":"01a22ec5-102e-7001-bd9b-8e975092442e","count":1,"details":{"result": {"create": 1, "remove": 0, "update": 0, "refused": 0, "unchanged": 0}}},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f51-fc85-7000-8564-f4c326206089","at":"2026-11-30T23:23:16.456846+00:00","event":"invitation.link_copied","actor_kind":"user","actor_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","channel":"console","request_id":"f4a6706b-9268-4754-ba29-e6290efb960f","change_id":null,"user_id":"01a22ec5-102e-7001-bd9b-8e975092442e","count":null,"details":{}},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f51-fd09-7000-91fe-c97c5682056c","at":"2026-11-30T23:23:16.540394+00:00","event":"invitation.accepted","actor_kind":"invited","actor_id":"01a22ec5-102e-7001-bd9b-8e975092442e","channel":"console","request_id":"fff8b26b-eaec-46b5-9d88-b1a92b273c42","change_id":"01a21f51-fcc7-7000-a3cb-2f7da86f3a89","user_id":"01a22ec5-102e-7001-bd9b-8e975092442e","count":1,"details":{"result": {"create": 0, "remove": 0, "update": 1, "refused": 0, "unchanged": 0}}},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f51-fd25-7000-94ea-1c023c468328","at":"2026-11-30T23:23:16.540394+00:00","event":"session.started","actor_kind":"user","actor_id":"01a22ec5-102e-7001-bd9b-8e975092442e","channel":"console","request_id":"fff8b26b-eaec-46b5-9d88-b1a92b273c42","change_id":null,"user_id":"01a22ec5-102e-7001-bd9b-8e975092442e","count":null,"details":{}},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f51-fd5b-7000-9cfe-5bb162a6b918","at":"2026-11-30T23:23:16.68398+00:00","event":"users.added","actor_kind":"user","actor_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","channel":"console","request_id":"4cf6dd44-5275-4c46-a96f-6866ab222ed3","change_id":"01a21f51-fd4f-7000-8c46-03553bdf0dd5","user_id":"01a22ec5-114c-7001-9bbe-2dfaffeb6ec7","count":1,"details":{"result": {"create": 1, "remove": 0, "update": 0, "refused": 0, "unchanged": 0}}},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f51-fd78-7000-8fe1-6439827b0773","at":"2026-11-30T23:23:16.715203+00:00","event":"invitation.link_copied","actor_kind":"user","actor_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","channel":"console","request_id":"7c30e869-b242-4ed3-bc84-a0bbba7c5766","change_id":null,"user_id":"01a22ec5-114c-7001-9bbe-2dfaffeb6ec7","count":null,"details":{}},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f51-fdc4-7000-be03-8dfd462874ab","at":"2026-11-30T23:23:16.776713+00:00","event":"invitation.accepted","actor_kind":"invited","actor_id":"01a22ec5-114c-7001-9bbe-2dfaffeb6ec7","channel":"console","request_id":"c0d2ed86-e9ee-45b5-a075-ab40332b3aa3","change_id":"01a21f51-fdb0-7000-b410-36595dcbb68c","user_id":"01a22ec5-114c-7001-9bbe-2dfaffeb6ec7","count":1,"details":{"result": {"create": 0, "remove": 0, "update": 1, "refused": 0, "unchanged": 0}}},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f51-fdca-7000-b6fa-4450205944b6","at":"2026-11-30T23:23:16.776713+00:00","event":"session.started","actor_kind":"user","actor_id":"01a22ec5-114c-7001-9bbe-2dfaffeb6ec7","channel":"console","request_id":"c0d2ed86-e9ee-45b5-a075-ab40332b3aa3","change_id":null,"user_id":"01a22ec5-114c-7001-9bbe-2dfaffeb6ec7","count":null,"details":{}},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f51-fde6-7000-a9dd-e0e60d24e0c0","at":"2026-11-30T23:23:16.827278+00:00","event":"users.added","actor_kind":"user","actor_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","channel":"console","request_id":"db90e6f5-e4a2-4c19-add1-c89b9d3b0f1d","change_id":"01a21f51-fdda-7000-9c04-e2928a7b0d41","user_id":"01a22ec5-11db-7001-8ef0-4ba7139d1f16","count":1,"details":{"result": {"create": 1, "remove": 0, "update": 0, "refused": 0, "unchanged": 0}}},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f51-fdfa-7000-8863-09224388fdcd","at":"2026-11-30T23:23:16.850629+00:00","event":"invitation.link_copied","actor_kind":"user","actor_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","channel":"console","request_id":"61e592eb-faa5-4263-8d70-598bcfb85bf4","change_id":null,"user_id":"01a22ec5-11db-7001-8ef0-4ba7139d1f16","count":null,"details":{}},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f51-fe58-7000-8cb2-c400f34f91e4","at":"2026-11-30T23:23:16.915498+00:00","event":"invitation.accepted","actor_kind":"invited","actor_id":"01a22ec5-11db-7001-8ef0-4ba7139d1f16","channel":"console","request_id":"549f8130-f12a-4046-a90a-343d7ba27d7a","change_id":"01a21f51-fe3d-7000-8947-1fc4dd5fcf01","user_id":"01a22ec5-11db-7001-8ef0-4ba7139d1f16","count":1,"details":{"result": {"create": 0, "remove": 0, "update": 1, "refused": 0, "unchanged": 0}}},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f51-fe5d-7000-8859-80bafd0c26de","at":"2026-11-30T23:23:16.915498+00:00","event":"session.started","actor_kind":"user","actor_id":"01a22ec5-11db-7001-8ef0-4ba7139d1f16","channel":"console","request_id":"549f8130-f12a-4046-a90a-343d7ba27d7a","change_id":null,"user_id":"01a22ec5-11db-7001-8ef0-4ba7139d1f16","count":null,"details":{}},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f51-fea4-7000-9de1-b5ed21757fa7","at":"2026-11-30T23:23:17.001288+00:00","event":"users.changed","actor_kind":"user","actor_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","channel":"console","request_id":"8ca62934-5583-4891-991d-25495fafcc9a","change_id":"01a21f51-fe6d-7000-8a61-5f782897d9a7","user_id":null,"count":1,"details":{"result": {"create": 0, "remove": 0, "update": 1, "refused": 0, "unchanged": 0}}},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f51-fef6-7000-aa8b-20d5d6c6a8ee","at":"2026-11-30T23:23:17.081702+00:00","event":"users.removed","actor_kind":"user","actor_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","channel":"console","request_id":"5c3b9ffd-c905-4690-bec7-b6cd1499d99b","change_id":"01a21f51-feba-7000-a88a-138cb5f69920","user_id":null,"count":1,"details":{"result": {"create": 0, "remove": 1, "update": 0, "refused": 0, "unchanged": 0}}},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f51-ff3b-7000-9755-635fc7cda8a4","at":"2026-11-30T23:23:17.160987+00:00","event":"users.changed","actor_kind":"user","actor_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","channel":"console","request_id":"3e343fee-d77e-494f-8150-eb5dc7851381","change_id":"01a21f51-ff2c-7000-900c-a5e04103681b","user_id":"01a22ec5-102e-7001-bd9b-8e975092442e","count":1,"details":{"result": {"create": 0, "remove": 0, "update": 1, "refused": 0, "unchanged": 0}}},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f51-ff64-7000-b914-ddc14bc3e86e","at":"2026-11-30T23:23:17.209488+00:00","event":"users.changed","actor_kind":"user","actor_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","channel":"console","request_id":"e13dd654-28fe-4e3a-86ae-a0da8a0d63f2","change_id":"01a21f51-ff4b-7000-8cb0-cc0efe5b3256","user_id":null,"count":2,"details":{"result": {"create": 0, "remove": 0, "update": 2, "refused": 0, "unchanged": 0}}},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f51-ff8d-7000-94b3-14539caa62a3","at":"2026-11-30T23:23:17.249752+00:00","event":"users.changed","actor_kind":"user","actor_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","channel":"console","request_id":"b444b6da-6642-4ac1-a91d-ccfcb99736c3","change_id":"01a21f51-ff71-7000-8b9d-d9f977772a18","user_id":null,"count":1,"details":{"result": {"create": 0, "remove": 0, "update": 1, "refused": 0, "unchanged": 1}}},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f51-ffbd-7000-a7af-2cda211382c3","at":"2026-11-30T23:23:17.27221+00:00","event":"users.undone","actor_kind":"user","actor_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","channel":"console","request_id":"347c2cc5-9675-4f26-b39e-d081177dac95","change_id":"01a21f51-ff9b-7000-9d82-e46887b40a65","user_id":null,"count":1,"details":{"result": {"create": 0, "remove": 0, "update": 1, "refused": 0, "unchanged": 0}}},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f51-ffea-7000-b131-129ea5eb9b15","at":"2026-11-30T23:23:17.343414+00:00","event":"users.changed","actor_kind":"user","actor_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","channel":"console","request_id":"83451697-3424-4ad5-94a6-6a2352ab4b64","change_id":"01a21f51-ffcf-7000-83cb-e0f8eefc06fe","user_id":null,"count":2,"details":{"result": {"create": 0, "remove": 0, "update": 2, "refused": 0, "unchanged": 0}}},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f52-0083-7000-bbb5-d5f605a34f9e","at":"2026-11-30T23:23:17.492146+00:00","event":"users.imported","actor_kind":"user","actor_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","channel":"console","request_id":"b21d0a88-9efa-47f3-bc59-293f65c09c8f","change_id":"01a21f52-002d-7000-a8ed-8dde46cbf42d","user_id":null,"count":1,"details":{"result": {"create": 1, "remove": 0, "update": 0, "refused": 1, "unchanged": 0}}},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f52-0129-7000-b03a-58c307a3d154","at":"2026-11-30T23:23:17.667396+00:00","event":"email.change_asked","actor_kind":"user","actor_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","channel":"console","request_id":"2401afe8-9559-45d5-9c88-64190df2de45","change_id":null,"user_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","count":null,"details":{}},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f52-017d-7000-bd92-32ad056686f6","at":"2026-11-30T23:23:17.728219+00:00","event":"view.created","actor_kind":"user","actor_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","channel":"console","request_id":"bf60a2ba-d8d4-4c99-893d-b804ba4f2d89","change_id":null,"user_id":null,"count":null,"details":{"viewId": "01a21f52-0160-7000-9122-c333c6bc89c6"}},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f52-018c-7000-b993-60856f4a026a","at":"2026-11-30T23:23:17.769051+00:00","event":"view.shared","actor_kind":"user","actor_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","channel":"console","request_id":"adfe9fa0-fba2-41b6-b01f-cc35a133da13","change_id":null,"user_id":null,"count":null,"details":{"viewId": "01a21f52-0188-7000-9565-65667b8e7833"}},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f52-0195-7000-9474-a6a66e347d13","at":"2026-11-30T23:23:17.780823+00:00","event":"invitations.paused","actor_kind":"user","actor_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","channel":"console","request_id":"aad7fb49-62d6-4b18-ae30-d9d9931a5b05","change_id":null,"user_id":null,"count":null,"details":{}},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f52-01a9-7000-b84d-fe6b4f06bb0f","at":"2026-11-30T23:23:17.79188+00:00","event":"users.added","actor_kind":"user","actor_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","channel":"console","request_id":"c92b28e4-85d1-46b7-a4a8-1e1e36acd4d1","change_id":"01a21f52-01a0-7000-9c35-0ea8d506bb23","user_id":"01a22ec5-15a0-7001-9b5a-015e0512631a","count":1,"details":{"result": {"create": 1, "remove": 0, "update": 0, "refused": 0, "unchanged": 0}}}
]$rows$);
insert into changes overriding system value select * from json_populate_recordset(null::changes, $rows$[
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f51-fb8e-7000-a920-57da2af829a5","state":"applied","source":"console","planned_by_kind":"user","planned_by_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","actor_kind":"user","actor_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","selection":null,"operation":{"add": {"role": "member", "type": "pro", "addOns": []}},"options":{},"overflow":"refuse","plan":null,"result":{"create": 1, "remove": 0, "update": 0, "refused": 0, "unchanged": 0},"file":null,"file_details":null,"kept_bytes":0,"kept_lines":0,"done":1,"total":1,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":null,"created_at":"2026-11-27T23:23:16.241335+00:00","applied_at":"2026-11-27T23:23:16.241335+00:00"},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f51-fc2f-7000-bf2e-3193006a1714","state":"applied","source":"console","planned_by_kind":"user","planned_by_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","actor_kind":"user","actor_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","selection":null,"operation":{"add": {"role": "admin", "type": "pro", "addOns": ["webinar"], "groupId": "01a21f51-fbf6-7000-9c60-88dbec4d9195"}},"options":{},"overflow":"refuse","plan":null,"result":{"create": 1, "remove": 0, "update": 0, "refused": 0, "unchanged": 0},"file":null,"file_details":null,"kept_bytes":0,"kept_lines":0,"done":1,"total":1,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":null,"created_at":"2026-11-30T23:23:16.397876+00:00","applied_at":"2026-11-30T23:23:16.397876+00:00"},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f51-fcc7-7000-a3cb-2f7da86f3a89","state":"applied","source":"invitation","planned_by_kind":"invited","planned_by_id":"01a22ec5-102e-7001-bd9b-8e975092442e","actor_kind":"invited","actor_id":"01a22ec5-102e-7001-bd9b-8e975092442e","selection":{"ids": ["01a22ec5-102e-7001-bd9b-8e975092442e"]},"operation":{"set": {"status": "joined"}, "edit": ["firstName", "lastName", "status"]},"options":{},"overflow":"refuse","plan":null,"result":{"create": 0, "remove": 0, "update": 1, "refused": 0, "unchanged": 0},"file":null,"file_details":null,"kept_bytes":0,"kept_lines":0,"done":1,"total":1,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":null,"created_at":"2026-11-30T23:23:16.540394+00:00","applied_at":"2026-11-30T23:23:16.540394+00:00"},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f51-fd4f-7000-8c46-03553bdf0dd5","state":"applied","source":"console","planned_by_kind":"user","planned_by_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","actor_kind":"user","actor_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","selection":null,"operation":{"add": {"role": "member", "type": "basic", "addOns": [], "groupId": "01a21f51-fbf6-7000-9c60-88dbec4d9195"}},"options":{},"overflow":"refuse","plan":null,"result":{"create": 1, "remove": 0, "update": 0, "refused": 0, "unchanged": 0},"file":null,"file_details":null,"kept_bytes":0,"kept_lines":0,"done":1,"total":1,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":null,"created_at":"2026-11-30T23:23:16.68398+00:00","applied_at":"2026-11-30T23:23:16.68398+00:00"},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f51-fdb0-7000-b410-36595dcbb68c","state":"applied","source":"invitation","planned_by_kind":"invited","planned_by_id":"01a22ec5-114c-7001-9bbe-2dfaffeb6ec7","actor_kind":"invited","actor_id":"01a22ec5-114c-7001-9bbe-2dfaffeb6ec7","selection":{"ids": ["01a22ec5-114c-7001-9bbe-2dfaffeb6ec7"]},"operation":{"set": {"status": "joined"}, "edit": ["firstName", "lastName", "status"]},"options":{},"overflow":"refuse","plan":null,"result":{"create": 0, "remove": 0, "update": 1, "refused": 0, "unchanged": 0},"file":null,"file_details":null,"kept_bytes":0,"kept_lines":0,"done":1,"total":1,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":null,"created_at":"2026-11-30T23:23:16.776713+00:00","applied_at":"2026-11-30T23:23:16.776713+00:00"},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f51-fdda-7000-9c04-e2928a7b0d41","state":"applied","source":"console","planned_by_kind":"user","planned_by_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","actor_kind":"user","actor_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","selection":null,"operation":{"add": {"role": "member", "type": "pro", "addOns": []}},"options":{},"overflow":"refuse","plan":null,"result":{"create": 1, "remove": 0, "update": 0, "refused": 0, "unchanged": 0},"file":null,"file_details":null,"kept_bytes":0,"kept_lines":0,"done":1,"total":1,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":null,"created_at":"2026-11-30T23:23:16.827278+00:00","applied_at":"2026-11-30T23:23:16.827278+00:00"},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f51-fe3d-7000-8947-1fc4dd5fcf01","state":"applied","source":"invitation","planned_by_kind":"invited","planned_by_id":"01a22ec5-11db-7001-8ef0-4ba7139d1f16","actor_kind":"invited","actor_id":"01a22ec5-11db-7001-8ef0-4ba7139d1f16","selection":{"ids": ["01a22ec5-11db-7001-8ef0-4ba7139d1f16"]},"operation":{"set": {"status": "joined"}, "edit": ["firstName", "lastName", "status"]},"options":{},"overflow":"refuse","plan":null,"result":{"create": 0, "remove": 0, "update": 1, "refused": 0, "unchanged": 0},"file":null,"file_details":null,"kept_bytes":0,"kept_lines":0,"done":1,"total":1,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":null,"created_at":"2026-11-30T23:23:16.915498+00:00","applied_at":"2026-11-30T23:23:16.915498+00:00"},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f51-feba-7000-a88a-138cb5f69920","state":"applied","source":"console","planned_by_kind":"user","planned_by_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","actor_kind":"user","actor_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","selection":{"where": {"search": "removed@upgrade.example"}},"operation":{"remove": true},"options":{},"overflow":"refuse","plan":{"mails": 0, "seats": [{"free": 3, "needed": -1, "product": "pro"}], "create": 0, "remove": 1, "update": 0, "refused": 0, "refusals": [], "unchanged": 0, "addOnsLost": 0},"result":{"create": 0, "remove": 1, "update": 0, "refused": 0, "unchanged": 0},"file":null,"file_details":null,"kept_bytes":0,"kept_lines":0,"done":1,"total":1,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":null,"created_at":"2026-11-30T23:23:17.049507+00:00","applied_at":"2026-11-30T23:23:17.081702+00:00"},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f51-fe6d-7000-8a61-5f782897d9a7","state":"applied","source":"console","planned_by_kind":"user","planned_by_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","actor_kind":"user","actor_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","selection":{"where": {"search": "deactivated@upgrade.example"}},"operation":{"set": {"status": "deactivated"}},"options":{},"overflow":"refuse","plan":{"mails": 0, "seats": [], "create": 0, "remove": 0, "update": 1, "refused": 0, "refusals": [], "unchanged": 0, "addOnsLost": 0},"result":{"create": 0, "remove": 0, "update": 1, "refused": 0, "unchanged": 0},"file":null,"file_details":null,"kept_bytes":0,"kept_lines":0,"done":1,"total":1,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":null,"created_at":"2026-11-30T23:23:16.971702+00:00","applied_at":"2026-11-30T23:23:17.001288+00:00"},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f51-ff2c-7000-900c-a5e04103681b","state":"applied","source":"console","planned_by_kind":"user","planned_by_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","actor_kind":"user","actor_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","selection":{"ids": ["01a22ec5-102e-7001-bd9b-8e975092442e"]},"operation":{"set": {"phone": "phone “ü”", "jobTitle": "jobTitle “ü”", "location": "location “ü”", "managerId": "01a21f51-fab0-7001-af76-6ddf8b0fc1ed", "costCenter": "costCenter “ü”", "department": "department “ü”", "employeeNumber": "employeeNumber “ü”"}, "edit": ["firstName", "lastName", "department", "jobTitle", "phone", "location", "employeeNumber", "costCenter", "managerId"]},"options":{},"overflow":"refuse","plan":null,"result":{"create": 0, "remove": 0, "update": 1, "refused": 0, "unchanged": 0},"file":null,"file_details":null,"kept_bytes":0,"kept_lines":0,"done":1,"total":1,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":null,"created_at":"2026-11-30T23:23:17.160987+00:00","applied_at":"2026-11-30T23:23:17.160987+00:00"},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f51-ff4b-7000-8cb0-cc0efe5b3256","state":"applied","source":"console","planned_by_kind":"user","planned_by_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","actor_kind":"user","actor_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","selection":{"where": {"status": "active"}},"operation":{"set": {"department": "Research & Design"}},"options":{},"overflow":"refuse","plan":{"mails": 0, "seats": [], "create": 0, "remove": 0, "update": 2, "refused": 0, "refusals": [], "unchanged": 0, "addOnsLost": 0},"result":{"create": 0, "remove": 0, "update": 2, "refused": 0, "unchanged": 0},"file":null,"file_details":null,"kept_bytes":0,"kept_lines":0,"done":2,"total":2,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":null,"created_at":"2026-11-30T23:23:17.194233+00:00","applied_at":"2026-11-30T23:23:17.209488+00:00"},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f51-ff9b-7000-9d82-e46887b40a65","state":"applied","source":"undo","planned_by_kind":"user","planned_by_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","actor_kind":"user","actor_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","selection":null,"operation":{"undo": "01a21f51-ff71-7000-8b9d-d9f977772a18"},"options":{"stateBefore": "applied"},"overflow":"fill","plan":{"mails": 0, "seats": [], "create": 0, "remove": 0, "update": 1, "refused": 0, "refusals": [], "unchanged": 0, "addOnsLost": 0},"result":{"create": 0, "remove": 0, "update": 1, "refused": 0, "unchanged": 0},"file":null,"file_details":null,"kept_bytes":0,"kept_lines":0,"done":1,"total":1,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":"01a21f51-ff71-7000-8b9d-d9f977772a18","undone_by":null,"created_at":"2026-11-30T23:23:17.27221+00:00","applied_at":"2026-11-30T23:23:17.27221+00:00"},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f51-ff71-7000-8b9d-d9f977772a18","state":"undone","source":"console","planned_by_kind":"user","planned_by_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","actor_kind":"user","actor_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","selection":{"where": {"status": "active"}},"operation":{"set": {"groupId": "01a21f51-fbf6-7000-9c60-88dbec4d9195"}},"options":{},"overflow":"refuse","plan":{"mails": 0, "seats": [], "create": 0, "remove": 0, "update": 1, "refused": 0, "refusals": [], "unchanged": 1, "addOnsLost": 0},"result":{"create": 0, "remove": 0, "update": 1, "refused": 0, "unchanged": 1},"file":null,"file_details":null,"kept_bytes":0,"kept_lines":0,"done":2,"total":2,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":"01a21f51-ff9b-7000-9d82-e46887b40a65","created_at":"2026-11-30T23:23:17.231978+00:00","applied_at":"2026-11-30T23:23:17.249752+00:00"},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f52-00a6-7000-bc83-ba452aa7eb03","state":"planned","source":"csv","planned_by_kind":"user","planned_by_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","actor_kind":"user","actor_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","selection":null,"operation":{"import": {}},"options":{},"overflow":"refuse","plan":{"mails": 1, "seats": [], "create": 1, "remove": 0, "update": 1, "refused": 0, "refusals": [], "unchanged": 0, "addOnsLost": 0},"result":null,"file":{"name": "import.csv", "rows": 2, "bytes": 72, "header": true, "encoding": "utf-8", "separator": ";"},"file_details":{"bom": false, "skip": 1, "ascii": false, "sample": [["later@upgrade.example", "Zoë"], ["active@upgrade.example", "Álvaro"]], "columns": [{"field": "email", "index": 0, "header": "email"}, {"field": "firstName", "index": 1, "header": "Vorname"}]},"kept_bytes":72,"kept_lines":2,"done":0,"total":2,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":null,"created_at":"2026-11-30T23:23:17.534967+00:00","applied_at":null},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f52-002d-7000-a8ed-8dde46cbf42d","state":"applied","source":"csv","planned_by_kind":"user","planned_by_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","actor_kind":"user","actor_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","selection":null,"operation":{"import": {}},"options":{},"overflow":"refuse","plan":{"mails": 1, "seats": [{"free": 4, "needed": 1, "product": "pro"}], "create": 1, "remove": 0, "update": 0, "refused": 1, "refusals": [{"code": "email_invalid", "count": 1, "detail": "“nobody” is not an e-mail address.", "people": []}], "unchanged": 0, "addOnsLost": 0},"result":{"create": 1, "remove": 0, "update": 0, "refused": 1, "unchanged": 0},"file":{"name": "import.csv", "rows": 2, "bytes": 64, "header": true, "encoding": "utf-8", "separator": ","},"file_details":{"bom": false, "skip": 1, "ascii": true, "sample": [["imported@upgrade.example", "Ivy", "pro"], ["nobody", "", ""]], "columns": [{"field": "email", "index": 0, "header": "email"}, {"field": "firstName", "index": 1, "header": "first name"}, {"field": "type", "index": 2, "header": "type"}]},"kept_bytes":64,"kept_lines":2,"done":1,"total":1,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":null,"created_at":"2026-11-30T23:23:17.418587+00:00","applied_at":"2026-11-30T23:23:17.492146+00:00"},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f51-ffcf-7000-83cb-e0f8eefc06fe","state":"applied","source":"console","planned_by_kind":"user","planned_by_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","actor_kind":"user","actor_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","selection":{"where": {"status": "active"}},"operation":{"set": {"department": "Œuvres"}},"options":{},"overflow":"refuse","plan":{"mails": 0, "seats": [], "create": 0, "remove": 0, "update": 2, "refused": 0, "refusals": [], "unchanged": 0, "addOnsLost": 0},"result":{"create": 0, "remove": 0, "update": 2, "refused": 0, "unchanged": 0},"file":null,"file_details":null,"kept_bytes":0,"kept_lines":0,"done":2,"total":2,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":null,"created_at":"2026-11-30T23:23:17.326419+00:00","applied_at":"2026-11-30T23:23:17.343414+00:00"},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f51-fff5-7000-a425-2bf34adb097d","state":"cancelled","source":"console","planned_by_kind":"user","planned_by_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","actor_kind":"user","actor_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","selection":{"where": {"status": "active"}},"operation":{"set": {"type": "pro"}},"options":{},"overflow":"refuse","plan":{"mails": 0, "seats": [{"free": 4, "needed": 1, "product": "pro"}], "create": 0, "remove": 0, "update": 1, "refused": 0, "refusals": [], "unchanged": 1, "addOnsLost": 0},"result":null,"file":null,"file_details":null,"kept_bytes":0,"kept_lines":0,"done":0,"total":2,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":null,"created_at":"2026-11-30T23:23:17.365214+00:00","applied_at":null},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f52-0012-7000-bbec-7ca424787052","state":"planned","source":"console","planned_by_kind":"user","planned_by_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","actor_kind":"user","actor_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","selection":{"where": {"status": "active"}},"operation":{"set": {"department": "Not yet"}},"options":{},"overflow":"refuse","plan":{"mails": 0, "seats": [], "create": 0, "remove": 0, "update": 2, "refused": 0, "refusals": [], "unchanged": 0, "addOnsLost": 0},"result":null,"file":null,"file_details":null,"kept_bytes":0,"kept_lines":0,"done":0,"total":2,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":null,"created_at":"2026-11-30T23:23:17.393488+00:00","applied_at":null},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f52-01a0-7000-9c35-0ea8d506bb23","state":"applied","source":"console","planned_by_kind":"user","planned_by_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","actor_kind":"user","actor_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","selection":null,"operation":{"add": {"role": "member", "type": "pro", "addOns": []}},"options":{},"overflow":"refuse","plan":null,"result":{"create": 1, "remove": 0, "update": 0, "refused": 0, "unchanged": 0},"file":null,"file_details":null,"kept_bytes":0,"kept_lines":0,"done":1,"total":1,"reserved":null,"cancel_asked":false,"failure":null,"undo_of":null,"undone_by":null,"created_at":"2026-11-30T23:23:17.79188+00:00","applied_at":"2026-11-30T23:23:17.79188+00:00"}
]$rows$);
insert into change_chunks overriding system value select * from json_populate_recordset(null::change_chunks, $rows$[
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","change_id":"01a21f51-fb8e-7000-a920-57da2af829a5","seq":0,"targets":null,"outcome":"create","ids":["01a21f51-fb91-7001-9260-e0fa9ab4889e"],"first_id":"01a21f51-fb91-7001-9260-e0fa9ab4889e","last_id":"01a21f51-fb91-7001-9260-e0fa9ab4889e","at":"2026-11-27T23:23:16.241335+00:00","before":null,"after":{"role": ["member"], "type": ["pro"], "addOns": [""], "status": "pending", "groupId": ["01a21f51-fab4-7000-9fc2-e633d42bf2c8"], "managerId": [""]},"unchanged":[],"refused":{},"result":null},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","change_id":"01a21f51-fc2f-7000-bf2e-3193006a1714","seq":0,"targets":null,"outcome":"create","ids":["01a22ec5-102e-7001-bd9b-8e975092442e"],"first_id":"01a22ec5-102e-7001-bd9b-8e975092442e","last_id":"01a22ec5-102e-7001-bd9b-8e975092442e","at":"2026-11-30T23:23:16.397876+00:00","before":null,"after":{"role": ["admin"], "type": ["pro"], "addOns": ["webinar"], "status": "pending", "groupId": ["01a21f51-fbf6-7000-9c60-88dbec4d9195"], "managerId": [""]},"unchanged":[],"refused":{},"result":null},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","change_id":"01a21f51-fcc7-7000-a3cb-2f7da86f3a89","seq":0,"targets":null,"outcome":"update","ids":["01a22ec5-102e-7001-bd9b-8e975092442e"],"first_id":"01a22ec5-102e-7001-bd9b-8e975092442e","last_id":"01a22ec5-102e-7001-bd9b-8e975092442e","at":"2026-11-30T23:23:16.540394+00:00","before":{"status": ["pending"], "nameKey": ["zoe o hara quote"], "lastName": ["O’Hara \"Quote\""], "firstName": ["Zoë"]},"after":{"status": "active", "nameKey": ["jo joiner"], "lastName": ["Joiner"], "firstName": ["Jo"]},"unchanged":[],"refused":{},"result":null},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","change_id":"01a21f51-fd4f-7000-8c46-03553bdf0dd5","seq":0,"targets":null,"outcome":"create","ids":["01a22ec5-114c-7001-9bbe-2dfaffeb6ec7"],"first_id":"01a22ec5-114c-7001-9bbe-2dfaffeb6ec7","last_id":"01a22ec5-114c-7001-9bbe-2dfaffeb6ec7","at":"2026-11-30T23:23:16.68398+00:00","before":null,"after":{"role": ["member"], "type": ["basic"], "addOns": [""], "status": "pending", "groupId": ["01a21f51-fbf6-7000-9c60-88dbec4d9195"], "managerId": [""]},"unchanged":[],"refused":{},"result":null},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","change_id":"01a21f51-fdb0-7000-b410-36595dcbb68c","seq":0,"targets":null,"outcome":"update","ids":["01a22ec5-114c-7001-9bbe-2dfaffeb6ec7"],"first_id":"01a22ec5-114c-7001-9bbe-2dfaffeb6ec7","last_id":"01a22ec5-114c-7001-9bbe-2dfaffeb6ec7","at":"2026-11-30T23:23:16.776713+00:00","before":{"status": ["pending"], "nameKey": ["zoe o hara quote"], "lastName": ["O’Hara \"Quote\""], "firstName": ["Zoë"]},"after":{"status": "active", "nameKey": ["jo joiner"], "lastName": ["Joiner"], "firstName": ["Jo"]},"unchanged":[],"refused":{},"result":null},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","change_id":"01a21f51-fdda-7000-9c04-e2928a7b0d41","seq":0,"targets":null,"outcome":"create","ids":["01a22ec5-11db-7001-8ef0-4ba7139d1f16"],"first_id":"01a22ec5-11db-7001-8ef0-4ba7139d1f16","last_id":"01a22ec5-11db-7001-8ef0-4ba7139d1f16","at":"2026-11-30T23:23:16.827278+00:00","before":null,"after":{"role": ["member"], "type": ["pro"], "addOns": [""], "status": "pending", "groupId": ["01a21f51-fab4-7000-9fc2-e633d42bf2c8"], "managerId": [""]},"unchanged":[],"refused":{},"result":null},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","change_id":"01a21f51-fe3d-7000-8947-1fc4dd5fcf01","seq":0,"targets":null,"outcome":"update","ids":["01a22ec5-11db-7001-8ef0-4ba7139d1f16"],"first_id":"01a22ec5-11db-7001-8ef0-4ba7139d1f16","last_id":"01a22ec5-11db-7001-8ef0-4ba7139d1f16","at":"2026-11-30T23:23:16.915498+00:00","before":{"status": ["pending"], "nameKey": ["zoe o hara quote"], "lastName": ["O’Hara \"Quote\""], "firstName": ["Zoë"]},"after":{"status": "active", "nameKey": ["jo joiner"], "lastName": ["Joiner"], "firstName": ["Jo"]},"unchanged":[],"refused":{},"result":null},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","change_id":"01a21f51-fe6d-7000-8a61-5f782897d9a7","seq":0,"targets":null,"outcome":"update","ids":["01a22ec5-114c-7001-9bbe-2dfaffeb6ec7"],"first_id":"01a22ec5-114c-7001-9bbe-2dfaffeb6ec7","last_id":"01a22ec5-114c-7001-9bbe-2dfaffeb6ec7","at":"2026-11-30T23:23:17.001288+00:00","before":{"status": "active"},"after":{"status": "deactivated"},"unchanged":[],"refused":{},"result":{"mails": 0, "create": 0, "remove": 0, "update": 1, "refused": 0, "unchanged": 0}},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","change_id":"01a21f51-feba-7000-a88a-138cb5f69920","seq":0,"targets":null,"outcome":"remove","ids":["01a22ec5-11db-7001-8ef0-4ba7139d1f16"],"first_id":"01a22ec5-11db-7001-8ef0-4ba7139d1f16","last_id":"01a22ec5-11db-7001-8ef0-4ba7139d1f16","at":"2026-11-30T23:23:17.081702+00:00","before":{"status": "active"},"after":{"status": "removed"},"unchanged":[],"refused":{},"result":{"mails": 0, "create": 0, "remove": 1, "update": 0, "refused": 0, "unchanged": 0}},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","change_id":"01a21f51-ff2c-7000-900c-a5e04103681b","seq":0,"targets":null,"outcome":"update","ids":["01a22ec5-102e-7001-bd9b-8e975092442e"],"first_id":"01a22ec5-102e-7001-bd9b-8e975092442e","last_id":"01a22ec5-102e-7001-bd9b-8e975092442e","at":"2026-11-30T23:23:17.160987+00:00","before":{"phone": [""], "nameKey": ["jo joiner"], "jobTitle": [""], "lastName": ["Joiner"], "location": [""], "firstName": ["Jo"], "managerId": [""], "costCenter": [""], "department": ["Line\\Break"], "employeeNumber": [""]},"after":{"phone": "phone “ü”", "nameKey": ["firstname u lastname u"], "jobTitle": "jobTitle “ü”", "lastName": ["lastName “ü”"], "location": "location “ü”", "firstName": ["firstName “ü”"], "managerId": "01a21f51-fab0-7001-af76-6ddf8b0fc1ed", "costCenter": "costCenter “ü”", "department": "department “ü”", "employeeNumber": "employeeNumber “ü”"},"unchanged":[],"refused":{},"result":null},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","change_id":"01a21f51-ff4b-7000-8cb0-cc0efe5b3256","seq":0,"targets":null,"outcome":"update","ids":["01a21f51-fab0-7001-af76-6ddf8b0fc1ed","01a22ec5-102e-7001-bd9b-8e975092442e"],"first_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","last_id":"01a22ec5-102e-7001-bd9b-8e975092442e","at":"2026-11-30T23:23:17.209488+00:00","before":{"department": ["", "department “ü”"]},"after":{"department": "Research & Design"},"unchanged":[],"refused":{},"result":{"mails": 0, "create": 0, "remove": 0, "update": 2, "refused": 0, "unchanged": 0}},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","change_id":"01a21f51-ff71-7000-8b9d-d9f977772a18","seq":0,"targets":null,"outcome":"update","ids":["01a21f51-fab0-7001-af76-6ddf8b0fc1ed"],"first_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","last_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","at":"2026-11-30T23:23:17.249752+00:00","before":{"groupId": "01a21f51-fab4-7000-9fc2-e633d42bf2c8"},"after":{"groupId": "01a21f51-fbf6-7000-9c60-88dbec4d9195"},"unchanged":["01a22ec5-102e-7001-bd9b-8e975092442e"],"refused":{},"result":{"mails": 0, "create": 0, "remove": 0, "update": 1, "refused": 0, "unchanged": 1}},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","change_id":"01a21f51-ff9b-7000-9d82-e46887b40a65","seq":0,"targets":null,"outcome":"update","ids":["01a21f51-fab0-7001-af76-6ddf8b0fc1ed"],"first_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","last_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","at":"2026-11-30T23:23:17.27221+00:00","before":{"groupId": "01a21f51-fbf6-7000-9c60-88dbec4d9195"},"after":{"groupId": "01a21f51-fab4-7000-9fc2-e633d42bf2c8"},"unchanged":[],"refused":{},"result":{"mails": 0, "create": 0, "remove": 0, "update": 1, "refused": 0, "unchanged": 0}},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","change_id":"01a21f51-ffcf-7000-83cb-e0f8eefc06fe","seq":0,"targets":null,"outcome":"update","ids":["01a21f51-fab0-7001-af76-6ddf8b0fc1ed","01a22ec5-102e-7001-bd9b-8e975092442e"],"first_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","last_id":"01a22ec5-102e-7001-bd9b-8e975092442e","at":"2026-11-30T23:23:17.343414+00:00","before":{"department": "Research & Design"},"after":{"department": "Œuvres"},"unchanged":[],"refused":{},"result":{"mails": 0, "create": 0, "remove": 0, "update": 2, "refused": 0, "unchanged": 0}},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","change_id":"01a21f51-fff5-7000-a425-2bf34adb097d","seq":0,"targets":null,"outcome":null,"ids":[],"first_id":null,"last_id":null,"at":null,"before":null,"after":null,"unchanged":[],"refused":{},"result":null},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","change_id":"01a21f52-0012-7000-bbec-7ca424787052","seq":0,"targets":["01a21f51-fab0-7001-af76-6ddf8b0fc1ed","01a22ec5-102e-7001-bd9b-8e975092442e"],"outcome":null,"ids":[],"first_id":null,"last_id":null,"at":null,"before":null,"after":null,"unchanged":[],"refused":{},"result":null},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","change_id":"01a21f52-002d-7000-a8ed-8dde46cbf42d","seq":0,"targets":null,"outcome":"create","ids":["01a22ec5-1474-7001-837e-b9d19e5c3939"],"first_id":"01a22ec5-1474-7001-837e-b9d19e5c3939","last_id":"01a22ec5-1474-7001-837e-b9d19e5c3939","at":"2026-11-30T23:23:17.492146+00:00","before":null,"after":{"role": ["member"], "type": ["pro"], "addOns": [""], "status": "pending", "groupId": ["01a21f51-fab4-7000-9fc2-e633d42bf2c8"], "managerId": [""]},"unchanged":[],"refused":{},"result":{"mails": 1, "create": 1, "remove": 0, "update": 0, "refused": 0, "unchanged": 0}},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","change_id":"01a21f52-002d-7000-a8ed-8dde46cbf42d","seq":1,"targets":null,"outcome":null,"ids":[],"first_id":null,"last_id":null,"at":null,"before":null,"after":null,"unchanged":[],"refused":{},"result":{"mails": 0, "create": 0, "remove": 0, "update": 0, "refused": 1, "unchanged": 0}},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","change_id":"01a21f52-00a6-7000-bc83-ba452aa7eb03","seq":0,"targets":[],"outcome":"update","ids":[],"first_id":null,"last_id":null,"at":null,"before":null,"after":null,"unchanged":[],"refused":{},"result":null},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","change_id":"01a21f52-00a6-7000-bc83-ba452aa7eb03","seq":1,"targets":[],"outcome":"create","ids":[],"first_id":null,"last_id":null,"at":null,"before":null,"after":null,"unchanged":[],"refused":{},"result":null},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","change_id":"01a21f52-00a6-7000-bc83-ba452aa7eb03","seq":2,"targets":[],"outcome":null,"ids":[],"first_id":null,"last_id":null,"at":null,"before":null,"after":null,"unchanged":[],"refused":{},"result":null},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","change_id":"01a21f52-01a0-7000-9c35-0ea8d506bb23","seq":0,"targets":null,"outcome":"create","ids":["01a22ec5-15a0-7001-9b5a-015e0512631a"],"first_id":"01a22ec5-15a0-7001-9b5a-015e0512631a","last_id":"01a22ec5-15a0-7001-9b5a-015e0512631a","at":"2026-11-30T23:23:17.79188+00:00","before":null,"after":{"role": ["member"], "type": ["pro"], "addOns": [""], "status": "pending", "groupId": ["01a21f51-fab4-7000-9fc2-e633d42bf2c8"], "managerId": [""]},"unchanged":[],"refused":{},"result":null}
]$rows$);
insert into clock overriding system value select * from json_populate_recordset(null::clock, $rows$[
{"moved_by":"3 days"}
]$rows$);
insert into counts overriding system value select * from json_populate_recordset(null::counts, $rows$[
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","dimension":"department","key":"Line\\Break","ends_at":"2026-11-28T23:24:00+00:00","people":1},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","dimension":"group","key":"01a21f51-fab4-7000-9fc2-e633d42bf2c8","ends_at":"2026-11-28T23:24:00+00:00","people":1},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","dimension":"status","key":"pending","ends_at":"2026-11-28T23:24:00+00:00","people":1},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","dimension":"type","key":"pro","ends_at":"2026-11-28T23:24:00+00:00","people":1},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","dimension":"department","key":"Line\\Break","ends_at":"infinity","people":1},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","dimension":"group","key":"01a21f51-fab4-7000-9fc2-e633d42bf2c8","ends_at":"infinity","people":1},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","dimension":"group","key":"01a21f51-fbf6-7000-9c60-88dbec4d9195","ends_at":"infinity","people":2},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","dimension":"department","key":"Line\\Break","ends_at":"2026-12-30T23:24:00+00:00","people":1},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","dimension":"group","key":"01a21f51-fab4-7000-9fc2-e633d42bf2c8","ends_at":"2026-12-30T23:24:00+00:00","people":2},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","dimension":"group","key":"01a21f51-fbf6-7000-9c60-88dbec4d9195","ends_at":"2026-12-30T23:24:00+00:00","people":0},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","dimension":"status","key":"pending","ends_at":"2026-12-30T23:24:00+00:00","people":2},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","dimension":"type","key":"pro","ends_at":"2026-12-30T23:24:00+00:00","people":2},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","dimension":"type","key":"basic","ends_at":"2026-12-30T23:24:00+00:00","people":0},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","dimension":"status","key":"deactivated","ends_at":"infinity","people":1},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","dimension":"type","key":"basic","ends_at":"infinity","people":1},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","dimension":"status","key":"active","ends_at":"infinity","people":2},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","dimension":"type","key":"pro","ends_at":"infinity","people":1},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","dimension":"status","key":"removed","ends_at":"infinity","people":1},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","dimension":"department","key":"department “ü”","ends_at":"infinity","people":0},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","dimension":"department","key":"Research & Design","ends_at":"infinity","people":0},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","dimension":"department","key":"Œuvres","ends_at":"infinity","people":2}
]$rows$);
insert into groups overriding system value select * from json_populate_recordset(null::groups, $rows$[
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f51-fab4-7000-9fc2-e633d42bf2c8","name":"Everyone","name_key":"everyone","created_at":"2026-11-27T23:23:16.012605+00:00"},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f51-fbf6-7000-9c60-88dbec4d9195","name":"Sales","name_key":"sales","created_at":"2026-11-30T23:23:16.339042+00:00"}
]$rows$);
insert into idempotency_keys overriding system value select * from json_populate_recordset(null::idempotency_keys, $rows$[
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","actor":"user:01a21f51-fab0-7001-af76-6ddf8b0fc1ed","key":"upgrade-0001","request_hash":"\\xf2b2a89cb41c5e58cb5ed90383fd3fb3258e2be21debec14224c8e60d3647d4c","status":201,"answer":{"id": "01a21f51-fbf6-7000-9c60-88dbec4d9195", "name": "Sales", "members": 0, "isDefault": false},"headers":{},"created_at":"2026-11-30T23:23:16.339042+00:00"}
]$rows$);
insert into identities overriding system value select * from json_populate_recordset(null::identities, $rows$[
{"id":"01a21f51-fac0-7000-bc11-93a22417b4b8","email":"olivia@upgrade.example","email_key":"olivia@upgrade.example","password_hash":"$argon2id$v=19$m=19456,t=2,p=1$nOYADEKbIGbNIqUW4sN1Rw$+y5Xi8hNW75geoadmo8E6zmZ0nSYW9jrpBxs8Cyp+HA","account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","created_at":"2026-11-27T23:23:16.012605+00:00"},
{"id":"01a21f51-fcc1-7000-8593-a53041618323","email":"active@upgrade.example","email_key":"active@upgrade.example","password_hash":"$argon2id$v=19$m=19456,t=2,p=1$wvNStw/4nsXr3m7+kyt0JA$UXmHPPr2RER1/SNmWiHfbL1Vs9s1DXB1mvIl8GbC054","account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","created_at":"2026-11-30T23:23:16.540394+00:00"},
{"id":"01a21f51-fdac-7000-a5ee-d89602603427","email":"deactivated@upgrade.example","email_key":"deactivated@upgrade.example","password_hash":"$argon2id$v=19$m=19456,t=2,p=1$WeVlsaaPQ3OkpoPNa6Mn2g$t2iu21XltgSy2vPCP8DA2A8laVS4JZewiYPZhL3WBuY","account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","created_at":"2026-11-30T23:23:16.776713+00:00"},
{"id":"01a21f51-fe39-7000-a6ea-ec9a7377afb6","email":"removed@upgrade.example","email_key":"removed@upgrade.example","password_hash":"$argon2id$v=19$m=19456,t=2,p=1$rTU0vTGyb6mdfcoXn4ntqA$3hML3DhT5sgCKT4AcgoDEK/v93JcwTwfuihcPkN7gPs","account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","created_at":"2026-11-30T23:23:16.915498+00:00"}
]$rows$);
insert into devices overriding system value select * from json_populate_recordset(null::devices, $rows$[
{"token_hash":"\\x85685b88fd521c79aacdbfba30ee6083a81e6c56db886fbff6ac21386e0901ab","identity_id":"01a21f51-fac0-7000-bc11-93a22417b4b8","created_at":"2026-11-27T23:23:16.012605+00:00","last_used_at":"2026-11-27T23:23:16.012605+00:00"},
{"token_hash":"\\x5266488eb353e692e6dcae9c93f9b8c5c4ca011546beacf037caac3d05d80e78","identity_id":"01a21f51-fcc1-7000-8593-a53041618323","created_at":"2026-11-30T23:23:16.540394+00:00","last_used_at":"2026-11-30T23:23:16.540394+00:00"},
{"token_hash":"\\xccc3761230952307826e8b7534ff6eb079ba2376aed1fe3a81d0b0505f03a09e","identity_id":"01a21f51-fdac-7000-a5ee-d89602603427","created_at":"2026-11-30T23:23:16.776713+00:00","last_used_at":"2026-11-30T23:23:16.776713+00:00"},
{"token_hash":"\\x5b22c912374b71047b2a604e2e6cdf8b30d6cb7d36eba112acba5ac9f5b92750","identity_id":"01a21f51-fe39-7000-a6ea-ec9a7377afb6","created_at":"2026-11-30T23:23:16.915498+00:00","last_used_at":"2026-11-30T23:23:16.915498+00:00"}
]$rows$);
insert into import_files overriding system value select * from json_populate_recordset(null::import_files, $rows$[
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","change_id":"01a21f52-002d-7000-a8ed-8dde46cbf42d","seq":0,"bytes":"\\x656d61696c2c6669727374206e616d652c747970650a696d706f7274656440757067726164652e6578616d706c652c4976792c70726f0a6e6f626f64792c2c0a"},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","change_id":"01a21f52-00a6-7000-bc83-ba452aa7eb03","seq":0,"bytes":"\\x656d61696c3b566f726e616d650a6c6174657240757067726164652e6578616d706c653b5a6fc3ab0a61637469766540757067726164652e6578616d706c653bc3816c7661726f0a"}
]$rows$);
insert into import_lines overriding system value select * from json_populate_recordset(null::import_lines, $rows$[
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","change_id":"01a21f52-002d-7000-a8ed-8dde46cbf42d","line":3,"seq":null,"email":"nobody","email_key":"","first_name":null,"last_name":null,"name_key":null,"department":null,"job_title":null,"phone":null,"location":null,"employee_number":null,"cost_center":null,"manager_id":null,"new_user_id":null,"group_id":null,"type":null,"add_ons":null,"user_id":null,"outcome":"refused","code":"email_invalid","detail":"“nobody” is not an e-mail address."},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","change_id":"01a21f52-002d-7000-a8ed-8dde46cbf42d","line":2,"seq":0,"email":"imported@upgrade.example","email_key":"imported@upgrade.example","first_name":"Ivy","last_name":null,"name_key":"ivy","department":null,"job_title":null,"phone":null,"location":null,"employee_number":null,"cost_center":null,"manager_id":null,"new_user_id":null,"group_id":null,"type":"pro","add_ons":null,"user_id":"01a22ec5-1474-7001-837e-b9d19e5c3939","outcome":"create","code":null,"detail":null},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","change_id":"01a21f52-00a6-7000-bc83-ba452aa7eb03","line":2,"seq":1,"email":"later@upgrade.example","email_key":"later@upgrade.example","first_name":"Zoë","last_name":null,"name_key":"zoe","department":null,"job_title":null,"phone":null,"location":null,"employee_number":null,"cost_center":null,"manager_id":null,"new_user_id":null,"group_id":null,"type":null,"add_ons":null,"user_id":null,"outcome":"create","code":null,"detail":null},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","change_id":"01a21f52-00a6-7000-bc83-ba452aa7eb03","line":3,"seq":0,"email":"active@upgrade.example","email_key":"active@upgrade.example","first_name":"Álvaro","last_name":null,"name_key":"alvaro","department":null,"job_title":null,"phone":null,"location":null,"employee_number":null,"cost_center":null,"manager_id":null,"new_user_id":null,"group_id":null,"type":null,"add_ons":null,"user_id":"01a22ec5-102e-7001-bd9b-8e975092442e","outcome":"update","code":null,"detail":null}
]$rows$);
insert into jobs overriding system value select * from json_populate_recordset(null::jobs, $rows$[
{"id":3,"name":"mails.forget","account_id":null,"data":{"mailId": "01a21f51-fac4-7000-a886-c104b4792675"},"serial_key":null,"priority":0,"run_at":"2026-12-04T23:23:16.115222+00:00","lease_until":null,"attempts":0,"failure":null},
{"id":1,"name":"trash.sweep","account_id":null,"data":{},"serial_key":"trash.sweep","priority":0,"run_at":"2026-12-01T00:23:16.403051+00:00","lease_until":null,"attempts":0,"failure":null},
{"id":11,"name":"mails.forget","account_id":null,"data":{"mailId": "01a21f52-010a-7000-8f88-f8012c4befcd"},"serial_key":null,"priority":0,"run_at":"2026-12-07T23:23:17.66418+00:00","lease_until":null,"attempts":0,"failure":null},
{"id":14,"name":"mails.forget","account_id":null,"data":{"mailId": "01a21f52-0124-7000-a931-4d303031bed3"},"serial_key":null,"priority":0,"run_at":"2026-12-07T23:23:17.697458+00:00","lease_until":null,"attempts":0,"failure":null},
{"id":15,"name":"mails.forget","account_id":null,"data":{"mailId": "01a21f52-0127-7000-b891-ec21193f43c1"},"serial_key":null,"priority":0,"run_at":"2026-12-07T23:23:17.717678+00:00","lease_until":null,"attempts":0,"failure":null},
{"id":16,"name":"invitations.mail","account_id":null,"data":{},"serial_key":"invitations.mail","priority":5,"run_at":"2026-11-30T23:23:17.79188+00:00","lease_until":null,"attempts":0,"failure":null},
{"id":17,"name":"resets.mail","account_id":null,"data":{"emailKey": "olivia@upgrade.example"},"serial_key":null,"priority":10,"run_at":"2026-11-30T23:23:17.81578+00:00","lease_until":null,"attempts":0,"failure":null}
]$rows$);
insert into links overriding system value select * from json_populate_recordset(null::links, $rows$[
{"id":"01a21f51-fac5-7000-8ebc-5b835859fd8c","kind":"proof","identity_id":"01a21f51-fac0-7000-bc11-93a22417b4b8","account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","user_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","email":"olivia@upgrade.example","created_at":"2026-11-27T23:23:16.012605+00:00","expires_at":"2026-11-30T23:23:16.012605+00:00","used_at":null},
{"id":"01a21f52-010b-7000-9ea2-9359151cfb48","kind":"reset","identity_id":"01a21f51-fcc1-7000-8593-a53041618323","account_id":null,"user_id":null,"email":"active@upgrade.example","created_at":"2026-11-30T23:23:17.640305+00:00","expires_at":"2026-12-01T00:23:17.640305+00:00","used_at":null},
{"id":"01a21f52-0124-7001-afc3-07c8aa620ea6","kind":"email","identity_id":"01a21f51-fac0-7000-bc11-93a22417b4b8","account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","user_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","email":"olivia.new@upgrade.example","created_at":"2026-11-30T23:23:17.667396+00:00","expires_at":"2026-12-01T23:23:17.667396+00:00","used_at":null}
]$rows$);
insert into mail_queue overriding system value select * from json_populate_recordset(null::mail_queue, $rows$[
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":6,"change_id":"01a21f52-01a0-7000-9c35-0ea8d506bb23","seq":0,"small_change":true,"people_waiting":1,"ids_settled":0,"run_at":"2026-11-30T23:23:17.79188+00:00","delayed_since":null}
]$rows$);
insert into mail_server overriding system value select * from json_populate_recordset(null::mail_server, $rows$[
{"only_row":true,"next_mail_at":"-infinity","silent_since":null,"silence_reason":null,"next_try_at":null,"trying_until":null}
]$rows$);
insert into mail_steering overriding system value select * from json_populate_recordset(null::mail_steering, $rows$[
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","paused_at":"2026-11-30T23:23:17.780823+00:00","last_turn_at":"2026-11-27T23:23:16.35227+00:00","measured_from":"2026-11-27T23:23:16.35227+00:00","measured_mails":0,"mails_per_second":null}
]$rows$);
insert into mailbox overriding system value select * from json_populate_recordset(null::mailbox, $rows$[
{"id":"01a21f51-fb0a-7000-8dec-f95f088efdc5","message_id":"<01a21f51-fac4-7000-a886-c104b4792675@localhost>","sender":"muster@localhost","recipient":"olivia@upgrade.example","subject":"Confirm your e-mail address","text":"Confirm your e-mail address\n\nolivia@upgrade.example was given as the sign-in for Upgrade Company. Confirm that this address is yours. The link is valid for three days.\n\nConfirm this address:\nhttp://127.0.0.1:44675/confirm/AaIfUfrFcACOvFuDWFn9jAF604BAgMYylsDc5KsrBSewlyYL\n\n--\n\nIf it was not you, do nothing: without your confirmation nobody can use your address anywhere else.\nUpgrade Company\n","html":"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light dark\"><title>Confirm your e-mail address</title></head>\n<body style=\"margin:0;padding:24px;font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-size:16px;line-height:1.5\">\n<div style=\"max-width:560px;margin:0 auto\">\n<h1 style=\"font-size:20px;line-height:1.3;margin:0 0 16px\">Confirm your e-mail address</h1>\n<p style=\"margin:0 0 12px\">olivia@upgrade.example was given as the sign-in for Upgrade Company. Confirm that this address is yours. The link is valid for three days.</p>\n<p style=\"margin:24px 0\"><a href=\"http://127.0.0.1:44675/confirm/AaIfUfrFcACOvFuDWFn9jAF604BAgMYylsDc5KsrBSewlyYL\" style=\"display:inline-block;padding:12px 20px;border-radius:8px;background:#1f5fbf;color:#ffffff;font-weight:600;text-decoration:none\">Confirm this address</a></p>\n<p style=\"font-size:13px;line-height:1.5;opacity:.75\">If the button does not work, open this address:<br><span style=\"word-break:break-all\">http://127.0.0.1:44675/confirm/AaIfUfrFcACOvFuDWFn9jAF604BAgMYylsDc5KsrBSewlyYL</span></p>\n<hr style=\"border:0;border-top:1px solid;opacity:.2;margin:24px 0\">\n<p style=\"font-size:13px;line-height:1.5;opacity:.75\">If it was not you, do nothing: without your confirmation nobody can use your address anywhere else.<br>Upgrade Company</p>\n</div></body></html>\n","sent_at":"2026-11-27T23:23:16.107203+00:00"},
{"id":"01a21f51-fc78-7000-827b-c6b81aac2fdb","message_id":"<01a22ec5-102e-7001-bd9b-8e975092442e.1@localhost>","sender":"muster@localhost","recipient":"active@upgrade.example","subject":"Olivia Owner invites you to Upgrade Company","text":"Join Upgrade Company\n\nOlivia Owner has added you to Upgrade Company and asks you to confirm this address.\n\nTo ask Olivia Owner, answer this mail or write to olivia@upgrade.example yourself.\n\nThe link is for you alone and works for 30 days.\n\nJoin Upgrade Company:\nhttp://127.0.0.1:44675/welcome/AaIfUfqwcACWykq-YSIMuQGiLsUQLnABvZuOl1CSRC4AAAABAWNmr18d-dUrMbwtODPqcqvJb3Y3\n\n--\n\nIf you do not know the sender, do nothing: nobody joins until the button on the page is pressed.\nUpgrade Company\n","html":"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light dark\"><title>Olivia Owner invites you to Upgrade Company</title></head>\n<body style=\"margin:0;padding:24px;font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-size:16px;line-height:1.5\">\n<div style=\"max-width:560px;margin:0 auto\">\n<h1 style=\"font-size:20px;line-height:1.3;margin:0 0 16px\">Join Upgrade Company</h1>\n<p style=\"margin:0 0 12px\">Olivia Owner has added you to Upgrade Company and asks you to confirm this address.</p>\n<p style=\"margin:0 0 12px\">To ask Olivia Owner, answer this mail or write to olivia@upgrade.example yourself.</p>\n<p style=\"margin:0 0 12px\">The link is for you alone and works for 30 days.</p>\n<p style=\"margin:24px 0\"><a href=\"http://127.0.0.1:44675/welcome/AaIfUfqwcACWykq-YSIMuQGiLsUQLnABvZuOl1CSRC4AAAABAWNmr18d-dUrMbwtODPqcqvJb3Y3\" style=\"display:inline-block;padding:12px 20px;border-radius:8px;background:#1f5fbf;color:#ffffff;font-weight:600;text-decoration:none\">Join Upgrade Company</a></p>\n<p style=\"font-size:13px;line-height:1.5;opacity:.75\">If the button does not work, open this address:<br><span style=\"word-break:break-all\">http://127.0.0.1:44675/welcome/AaIfUfqwcACWykq-YSIMuQGiLsUQLnABvZuOl1CSRC4AAAABAWNmr18d-dUrMbwtODPqcqvJb3Y3</span></p>\n<hr style=\"border:0;border-top:1px solid;opacity:.2;margin:24px 0\">\n<p style=\"font-size:13px;line-height:1.5;opacity:.75\">If you do not know the sender, do nothing: nobody joins until the button on the page is pressed.<br>Upgrade Company</p>\n</div></body></html>\n","sent_at":"2026-11-30T23:23:16.47337+00:00"},
{"id":"01a21f51-fd7d-7000-b00a-7efbec40495e","message_id":"<01a22ec5-114c-7001-9bbe-2dfaffeb6ec7.1@localhost>","sender":"muster@localhost","recipient":"deactivated@upgrade.example","subject":"Olivia Owner invites you to Upgrade Company","text":"Join Upgrade Company\n\nOlivia Owner has added you to Upgrade Company and asks you to confirm this address.\n\nTo ask Olivia Owner, answer this mail or write to olivia@upgrade.example yourself.\n\nThe link is for you alone and works for 30 days.\n\nJoin Upgrade Company:\nhttp://127.0.0.1:44675/welcome/AaIfUfqwcACWykq-YSIMuQGiLsURTHABm74t-v_rbscAAAABAcNpnmq5sR94xFxBnTaHB_tFIBW7\n\n--\n\nIf you do not know the sender, do nothing: nobody joins until the button on the page is pressed.\nUpgrade Company\n","html":"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light dark\"><title>Olivia Owner invites you to Upgrade Company</title></head>\n<body style=\"margin:0;padding:24px;font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-size:16px;line-height:1.5\">\n<div style=\"max-width:560px;margin:0 auto\">\n<h1 style=\"font-size:20px;line-height:1.3;margin:0 0 16px\">Join Upgrade Company</h1>\n<p style=\"margin:0 0 12px\">Olivia Owner has added you to Upgrade Company and asks you to confirm this address.</p>\n<p style=\"margin:0 0 12px\">To ask Olivia Owner, answer this mail or write to olivia@upgrade.example yourself.</p>\n<p style=\"margin:0 0 12px\">The link is for you alone and works for 30 days.</p>\n<p style=\"margin:24px 0\"><a href=\"http://127.0.0.1:44675/welcome/AaIfUfqwcACWykq-YSIMuQGiLsURTHABm74t-v_rbscAAAABAcNpnmq5sR94xFxBnTaHB_tFIBW7\" style=\"display:inline-block;padding:12px 20px;border-radius:8px;background:#1f5fbf;color:#ffffff;font-weight:600;text-decoration:none\">Join Upgrade Company</a></p>\n<p style=\"font-size:13px;line-height:1.5;opacity:.75\">If the button does not work, open this address:<br><span style=\"word-break:break-all\">http://127.0.0.1:44675/welcome/AaIfUfqwcACWykq-YSIMuQGiLsURTHABm74t-v_rbscAAAABAcNpnmq5sR94xFxBnTaHB_tFIBW7</span></p>\n<hr style=\"border:0;border-top:1px solid;opacity:.2;margin:24px 0\">\n<p style=\"font-size:13px;line-height:1.5;opacity:.75\">If you do not know the sender, do nothing: nobody joins until the button on the page is pressed.<br>Upgrade Company</p>\n</div></body></html>\n","sent_at":"2026-11-30T23:23:16.735556+00:00"},
{"id":"01a21f51-fe00-7000-b549-53200ddf4f49","message_id":"<01a22ec5-11db-7001-8ef0-4ba7139d1f16.1@localhost>","sender":"muster@localhost","recipient":"removed@upgrade.example","subject":"Olivia Owner invites you to Upgrade Company","text":"Join Upgrade Company\n\nOlivia Owner has added you to Upgrade Company and asks you to confirm this address.\n\nTo ask Olivia Owner, answer this mail or write to olivia@upgrade.example yourself.\n\nThe link is for you alone and works for 30 days.\n\nJoin Upgrade Company:\nhttp://127.0.0.1:44675/welcome/AaIfUfqwcACWykq-YSIMuQGiLsUR23ABjvBLpxOdHxYAAAABAXz_wm_ult_1gQxyppF3Ro8QhM_h\n\n--\n\nIf you do not know the sender, do nothing: nobody joins until the button on the page is pressed.\nUpgrade Company\n","html":"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light dark\"><title>Olivia Owner invites you to Upgrade Company</title></head>\n<body style=\"margin:0;padding:24px;font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-size:16px;line-height:1.5\">\n<div style=\"max-width:560px;margin:0 auto\">\n<h1 style=\"font-size:20px;line-height:1.3;margin:0 0 16px\">Join Upgrade Company</h1>\n<p style=\"margin:0 0 12px\">Olivia Owner has added you to Upgrade Company and asks you to confirm this address.</p>\n<p style=\"margin:0 0 12px\">To ask Olivia Owner, answer this mail or write to olivia@upgrade.example yourself.</p>\n<p style=\"margin:0 0 12px\">The link is for you alone and works for 30 days.</p>\n<p style=\"margin:24px 0\"><a href=\"http://127.0.0.1:44675/welcome/AaIfUfqwcACWykq-YSIMuQGiLsUR23ABjvBLpxOdHxYAAAABAXz_wm_ult_1gQxyppF3Ro8QhM_h\" style=\"display:inline-block;padding:12px 20px;border-radius:8px;background:#1f5fbf;color:#ffffff;font-weight:600;text-decoration:none\">Join Upgrade Company</a></p>\n<p style=\"font-size:13px;line-height:1.5;opacity:.75\">If the button does not work, open this address:<br><span style=\"word-break:break-all\">http://127.0.0.1:44675/welcome/AaIfUfqwcACWykq-YSIMuQGiLsUR23ABjvBLpxOdHxYAAAABAXz_wm_ult_1gQxyppF3Ro8QhM_h</span></p>\n<hr style=\"border:0;border-top:1px solid;opacity:.2;margin:24px 0\">\n<p style=\"font-size:13px;line-height:1.5;opacity:.75\">If you do not know the sender, do nothing: nobody joins until the button on the page is pressed.<br>Upgrade Company</p>\n</div></body></html>\n","sent_at":"2026-11-30T23:23:16.866087+00:00"},
{"id":"01a21f52-00a0-7000-9e9e-16ed5b536779","message_id":"<01a22ec5-1474-7001-837e-b9d19e5c3939.1@localhost>","sender":"muster@localhost","recipient":"imported@upgrade.example","subject":"Olivia Owner invites you to Upgrade Company","text":"Join Upgrade Company\n\nOlivia Owner has added you to Upgrade Company and asks you to confirm this address.\n\nTo ask Olivia Owner, answer this mail or write to olivia@upgrade.example yourself.\n\nThe link is for you alone and works for 30 days.\n\nJoin Upgrade Company:\nhttp://127.0.0.1:44675/welcome/AaIfUfqwcACWykq-YSIMuQGiLsUUdHABg3650Z5cOTkAAAABAcUF41Phcri8ICbqx0wNzCgdf6vl\n\n--\n\nIf you do not know the sender, do nothing: nobody joins until the button on the page is pressed.\nUpgrade Company\n","html":"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light dark\"><title>Olivia Owner invites you to Upgrade Company</title></head>\n<body style=\"margin:0;padding:24px;font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-size:16px;line-height:1.5\">\n<div style=\"max-width:560px;margin:0 auto\">\n<h1 style=\"font-size:20px;line-height:1.3;margin:0 0 16px\">Join Upgrade Company</h1>\n<p style=\"margin:0 0 12px\">Olivia Owner has added you to Upgrade Company and asks you to confirm this address.</p>\n<p style=\"margin:0 0 12px\">To ask Olivia Owner, answer this mail or write to olivia@upgrade.example yourself.</p>\n<p style=\"margin:0 0 12px\">The link is for you alone and works for 30 days.</p>\n<p style=\"margin:24px 0\"><a href=\"http://127.0.0.1:44675/welcome/AaIfUfqwcACWykq-YSIMuQGiLsUUdHABg3650Z5cOTkAAAABAcUF41Phcri8ICbqx0wNzCgdf6vl\" style=\"display:inline-block;padding:12px 20px;border-radius:8px;background:#1f5fbf;color:#ffffff;font-weight:600;text-decoration:none\">Join Upgrade Company</a></p>\n<p style=\"font-size:13px;line-height:1.5;opacity:.75\">If the button does not work, open this address:<br><span style=\"word-break:break-all\">http://127.0.0.1:44675/welcome/AaIfUfqwcACWykq-YSIMuQGiLsUUdHABg3650Z5cOTkAAAABAcUF41Phcri8ICbqx0wNzCgdf6vl</span></p>\n<hr style=\"border:0;border-top:1px solid;opacity:.2;margin:24px 0\">\n<p style=\"font-size:13px;line-height:1.5;opacity:.75\">If you do not know the sender, do nothing: nobody joins until the button on the page is pressed.<br>Upgrade Company</p>\n</div></body></html>\n","sent_at":"2026-11-30T23:23:17.537457+00:00"},
{"id":"01a21f52-011d-7000-a354-83c99bcaa1e0","message_id":"<01a21f52-010a-7000-8f88-f8012c4befcd@localhost>","sender":"muster@localhost","recipient":"active@upgrade.example","subject":"Choose a new password","text":"Choose a new password\n\nSomeone asked for a new password for active@upgrade.example. The link is valid for one hour and works once.\n\nChoose a new password:\nhttp://127.0.0.1:44675/reset/AaIfUgELcACeopNZFRz7SPZQfcb2TgG5oKmsNy1NdEQ9sSPu\n\n--\n\nIf it was not you, do nothing: your password stays as it is.\nMuster\n","html":"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light dark\"><title>Choose a new password</title></head>\n<body style=\"margin:0;padding:24px;font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-size:16px;line-height:1.5\">\n<div style=\"max-width:560px;margin:0 auto\">\n<h1 style=\"font-size:20px;line-height:1.3;margin:0 0 16px\">Choose a new password</h1>\n<p style=\"margin:0 0 12px\">Someone asked for a new password for active@upgrade.example. The link is valid for one hour and works once.</p>\n<p style=\"margin:24px 0\"><a href=\"http://127.0.0.1:44675/reset/AaIfUgELcACeopNZFRz7SPZQfcb2TgG5oKmsNy1NdEQ9sSPu\" style=\"display:inline-block;padding:12px 20px;border-radius:8px;background:#1f5fbf;color:#ffffff;font-weight:600;text-decoration:none\">Choose a new password</a></p>\n<p style=\"font-size:13px;line-height:1.5;opacity:.75\">If the button does not work, open this address:<br><span style=\"word-break:break-all\">http://127.0.0.1:44675/reset/AaIfUgELcACeopNZFRz7SPZQfcb2TgG5oKmsNy1NdEQ9sSPu</span></p>\n<hr style=\"border:0;border-top:1px solid;opacity:.2;margin:24px 0\">\n<p style=\"font-size:13px;line-height:1.5;opacity:.75\">If it was not you, do nothing: your password stays as it is.<br>Muster</p>\n</div></body></html>\n","sent_at":"2026-11-30T23:23:17.661339+00:00"},
{"id":"01a21f52-013e-7000-af19-55a79fae931f","message_id":"<01a21f52-0124-7000-a931-4d303031bed3@localhost>","sender":"muster@localhost","recipient":"olivia.new@upgrade.example","subject":"Confirm your new e-mail address","text":"Confirm your new e-mail address\n\nFrom now on olivia.new@upgrade.example is to be your sign-in instead of olivia@upgrade.example. Sign in as before and confirm it. The link is valid for one day.\n\nConfirm the new address:\nhttp://127.0.0.1:44675/email-change/AaIfUgEkcAGvwwfIqmIOpo0cjNRI2Quhw4T8bB1botZzRr29\n\n--\n\nIf you did not expect this, do nothing: nothing changes without your confirmation.\nUpgrade Company\n","html":"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light dark\"><title>Confirm your new e-mail address</title></head>\n<body style=\"margin:0;padding:24px;font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-size:16px;line-height:1.5\">\n<div style=\"max-width:560px;margin:0 auto\">\n<h1 style=\"font-size:20px;line-height:1.3;margin:0 0 16px\">Confirm your new e-mail address</h1>\n<p style=\"margin:0 0 12px\">From now on olivia.new@upgrade.example is to be your sign-in instead of olivia@upgrade.example. Sign in as before and confirm it. The link is valid for one day.</p>\n<p style=\"margin:24px 0\"><a href=\"http://127.0.0.1:44675/email-change/AaIfUgEkcAGvwwfIqmIOpo0cjNRI2Quhw4T8bB1botZzRr29\" style=\"display:inline-block;padding:12px 20px;border-radius:8px;background:#1f5fbf;color:#ffffff;font-weight:600;text-decoration:none\">Confirm the new address</a></p>\n<p style=\"font-size:13px;line-height:1.5;opacity:.75\">If the button does not work, open this address:<br><span style=\"word-break:break-all\">http://127.0.0.1:44675/email-change/AaIfUgEkcAGvwwfIqmIOpo0cjNRI2Quhw4T8bB1botZzRr29</span></p>\n<hr style=\"border:0;border-top:1px solid;opacity:.2;margin:24px 0\">\n<p style=\"font-size:13px;line-height:1.5;opacity:.75\">If you did not expect this, do nothing: nothing changes without your confirmation.<br>Upgrade Company</p>\n</div></body></html>\n","sent_at":"2026-11-30T23:23:17.694611+00:00"},
{"id":"01a21f52-0151-7000-9a20-88f6f41aec0d","message_id":"<01a21f52-0127-7000-b891-ec21193f43c1@localhost>","sender":"muster@localhost","recipient":"olivia@upgrade.example","subject":"Your e-mail address is about to change","text":"Your e-mail address is about to change\n\nolivia.new@upgrade.example was asked for as your sign-in instead of olivia@upgrade.example. It changes once the new address is confirmed.\n\nOpen Muster:\nhttp://127.0.0.1:44675\n\n--\n\nIf it was not you, change your password now: that ends what was asked for.\nUpgrade Company\n","html":"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light dark\"><title>Your e-mail address is about to change</title></head>\n<body style=\"margin:0;padding:24px;font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-size:16px;line-height:1.5\">\n<div style=\"max-width:560px;margin:0 auto\">\n<h1 style=\"font-size:20px;line-height:1.3;margin:0 0 16px\">Your e-mail address is about to change</h1>\n<p style=\"margin:0 0 12px\">olivia.new@upgrade.example was asked for as your sign-in instead of olivia@upgrade.example. It changes once the new address is confirmed.</p>\n<p style=\"margin:24px 0\"><a href=\"http://127.0.0.1:44675\" style=\"display:inline-block;padding:12px 20px;border-radius:8px;background:#1f5fbf;color:#ffffff;font-weight:600;text-decoration:none\">Open Muster</a></p>\n<p style=\"font-size:13px;line-height:1.5;opacity:.75\">If the button does not work, open this address:<br><span style=\"word-break:break-all\">http://127.0.0.1:44675</span></p>\n<hr style=\"border:0;border-top:1px solid;opacity:.2;margin:24px 0\">\n<p style=\"font-size:13px;line-height:1.5;opacity:.75\">If it was not you, change your password now: that ends what was asked for.<br>Upgrade Company</p>\n</div></body></html>\n","sent_at":"2026-11-30T23:23:17.714+00:00"}
]$rows$);
insert into mails overriding system value select * from json_populate_recordset(null::mails, $rows$[
{"id":"01a21f51-fac4-7000-a886-c104b4792675","account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","template":"confirm-address","data":{"email": "olivia@upgrade.example", "linkId": "01a21f51-fac5-7000-8ebc-5b835859fd8c", "accountName": "Upgrade Company"},"recipient":"olivia@upgrade.example","recipient_key":"olivia@upgrade.example","state":"handed_over","detail":null,"created_at":"2026-11-27T23:23:16.012605+00:00","handed_over_at":"2026-11-27T23:23:16.115222+00:00"},
{"id":"01a21f52-010a-7000-8f88-f8012c4befcd","account_id":null,"template":"password-reset","data":{"email": "active@upgrade.example", "linkId": "01a21f52-010b-7000-9ea2-9359151cfb48"},"recipient":"active@upgrade.example","recipient_key":"active@upgrade.example","state":"handed_over","detail":null,"created_at":"2026-11-30T23:23:17.640305+00:00","handed_over_at":"2026-11-30T23:23:17.66418+00:00"},
{"id":"01a21f52-0124-7000-a931-4d303031bed3","account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","template":"confirm-new-address","data":{"after": "olivia.new@upgrade.example", "before": "olivia@upgrade.example", "linkId": "01a21f52-0124-7001-afc3-07c8aa620ea6", "accountName": "Upgrade Company"},"recipient":"olivia.new@upgrade.example","recipient_key":"olivia.new@upgrade.example","state":"handed_over","detail":null,"created_at":"2026-11-30T23:23:17.667396+00:00","handed_over_at":"2026-11-30T23:23:17.697458+00:00"},
{"id":"01a21f52-0127-7000-b891-ec21193f43c1","account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","template":"address-change-asked","data":{"after": "olivia.new@upgrade.example", "before": "olivia@upgrade.example", "accountName": "Upgrade Company"},"recipient":"olivia@upgrade.example","recipient_key":"olivia@upgrade.example","state":"handed_over","detail":null,"created_at":"2026-11-30T23:23:17.667396+00:00","handed_over_at":"2026-11-30T23:23:17.717678+00:00"}
]$rows$);
insert into memberships overriding system value select * from json_populate_recordset(null::memberships, $rows$[
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","user_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","identity_id":"01a21f51-fac0-7000-bc11-93a22417b4b8"},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","user_id":"01a22ec5-102e-7001-bd9b-8e975092442e","identity_id":"01a21f51-fcc1-7000-8593-a53041618323"},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","user_id":"01a22ec5-114c-7001-9bbe-2dfaffeb6ec7","identity_id":"01a21f51-fdac-7000-a5ee-d89602603427"},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","user_id":"01a22ec5-11db-7001-8ef0-4ba7139d1f16","identity_id":"01a21f51-fe39-7000-a6ea-ec9a7377afb6"}
]$rows$);
insert into migrations overriding system value select * from json_populate_recordset(null::migrations, $rows$[
{"name":"0001_foundations.sql","applied_at":"2026-11-27T23:23:13.052725+00:00"},
{"name":"0002_directory.sql","applied_at":"2026-11-27T23:23:13.052725+00:00"},
{"name":"0003_accounts.sql","applied_at":"2026-11-27T23:23:13.052725+00:00"},
{"name":"0004_users.sql","applied_at":"2026-11-27T23:23:13.052725+00:00"},
{"name":"0005_sessions.sql","applied_at":"2026-11-27T23:23:13.052725+00:00"},
{"name":"0006_seats_and_counts.sql","applied_at":"2026-11-27T23:23:13.052725+00:00"},
{"name":"0007_changes.sql","applied_at":"2026-11-27T23:23:13.052725+00:00"},
{"name":"0008_imports.sql","applied_at":"2026-11-27T23:23:13.052725+00:00"},
{"name":"0009_requests.sql","applied_at":"2026-11-27T23:23:13.052725+00:00"},
{"name":"0010_jobs.sql","applied_at":"2026-11-27T23:23:13.052725+00:00"},
{"name":"0011_mail.sql","applied_at":"2026-11-27T23:23:13.052725+00:00"},
{"name":"0012_invitation_mail.sql","applied_at":"2026-11-27T23:23:13.052725+00:00"},
{"name":"0013_saved_views.sql","applied_at":"2026-11-27T23:23:13.052725+00:00"}
]$rows$);
insert into saved_views overriding system value select * from json_populate_recordset(null::saved_views, $rows$[
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f52-0160-7000-9122-c333c6bc89c6","user_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","name":"Mine","name_key":"mine","filter":{"type": "pro", "search": "active"},"sort":"name","columns":["department"],"shared":false,"created_at":"2026-11-30T23:23:17.728219+00:00","updated_at":"2026-11-30T23:23:17.728219+00:00"},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f52-0188-7000-9565-65667b8e7833","user_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","name":"Ours","name_key":"ours","filter":{"type": "pro", "search": "active"},"sort":"name","columns":["department"],"shared":true,"created_at":"2026-11-30T23:23:17.769051+00:00","updated_at":"2026-11-30T23:23:17.769051+00:00"}
]$rows$);
insert into seat_expiries overriding system value select * from json_populate_recordset(null::seat_expiries, $rows$[
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","product":"webinar","expires_at":"2026-12-30T23:24:00+00:00","held":0},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","product":"pro","expires_at":"2026-12-30T23:24:00+00:00","held":2}
]$rows$);
insert into seats overriding system value select * from json_populate_recordset(null::seats, $rows$[
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","product":"webinar","bought":2,"held":1,"folded_at":"-infinity"},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","product":"pro","bought":5,"held":3,"folded_at":"2026-11-30T23:23:16.397876+00:00"}
]$rows$);
insert into sessions overriding system value select * from json_populate_recordset(null::sessions, $rows$[
{"id":"01a21f51-fac5-7001-915d-dc9a2139f7a8","token_hash":"\\x97e520904497e49ae1599dc717225511d88c9a850c8b57095739e7e5f5affae2","identity_id":"01a21f51-fac0-7000-bc11-93a22417b4b8","account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","user_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","user_agent":"node","ip":"127.0.0.1","created_at":"2026-11-27T23:23:16.012605+00:00","last_seen_at":"2026-11-30T23:23:16.316423+00:00"},
{"id":"01a21f51-fd0a-7000-af88-c9bd3b7e5b7e","token_hash":"\\x249df17ed4b8a31c740e7db0fbe581876752326ef9c4d3a612e7c191367e4687","identity_id":"01a21f51-fcc1-7000-8593-a53041618323","account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","user_id":"01a22ec5-102e-7001-bd9b-8e975092442e","user_agent":"node","ip":"127.0.0.1","created_at":"2026-11-30T23:23:16.540394+00:00","last_seen_at":"2026-11-30T23:23:16.540394+00:00"},
{"id":"01a21f51-fdc4-7001-a2bd-9eaec2365c7f","token_hash":"\\xb9d46e33bd6593e3a654b5eb4a146e2f47f100960fe3f4d303cc231e556f3829","identity_id":"01a21f51-fdac-7000-a5ee-d89602603427","account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","user_id":"01a22ec5-114c-7001-9bbe-2dfaffeb6ec7","user_agent":"node","ip":"127.0.0.1","created_at":"2026-11-30T23:23:16.776713+00:00","last_seen_at":"2026-11-30T23:23:16.776713+00:00"},
{"id":"01a21f51-fe58-7001-a24d-780587bf8b37","token_hash":"\\x5eb6e93835bf8f3ff9ec6b45bfbe441fd2c690794812232eb15739acd5ec0691","identity_id":"01a21f51-fe39-7000-a6ea-ec9a7377afb6","account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","user_id":"01a22ec5-11db-7001-8ef0-4ba7139d1f16","user_agent":"node","ip":"127.0.0.1","created_at":"2026-11-30T23:23:16.915498+00:00","last_seen_at":"2026-11-30T23:23:16.915498+00:00"}
]$rows$);
insert into users overriding system value select * from json_populate_recordset(null::users, $rows$[
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f51-fb91-7001-9260-e0fa9ab4889e","email":"expired@upgrade.example","email_key":"expired@upgrade.example","first_name":"Zoë","last_name":"O’Hara \"Quote\"","name_key":"zoe o hara quote","department":"Line\\Break","job_title":"","phone":"","location":"","employee_number":"","cost_center":"","manager_id":null,"type":"pro","add_ons":[],"group_id":"01a21f51-fab4-7000-9fc2-e633d42bf2c8","role":"member","status":"pending","status_before":null,"invitation_version":1,"invited_by":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","invited_at":"2026-11-27T23:23:16.241335+00:00","expires_at":"2026-11-28T23:24:00+00:00","mail_state":"queued","mail_at":"2026-11-27T23:23:16.241335+00:00","mail_detail":null,"recent_mails":null,"recent_mails_since":null,"created_at":"2026-11-27T23:23:16.241335+00:00","updated_at":"2026-11-27T23:23:16.241335+00:00","last_sign_in_at":"-infinity","removed_at":null},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a22ec5-114c-7001-9bbe-2dfaffeb6ec7","email":"deactivated@upgrade.example","email_key":"deactivated@upgrade.example","first_name":"Jo","last_name":"Joiner","name_key":"jo joiner","department":"Line\\Break","job_title":"","phone":"","location":"","employee_number":"","cost_center":"","manager_id":null,"type":"basic","add_ons":[],"group_id":"01a21f51-fbf6-7000-9c60-88dbec4d9195","role":"member","status":"deactivated","status_before":null,"invitation_version":2,"invited_by":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","invited_at":"2026-11-30T23:23:16.68398+00:00","expires_at":null,"mail_state":"accepted","mail_at":"2026-11-30T23:23:16.776713+00:00","mail_detail":null,"recent_mails":null,"recent_mails_since":null,"created_at":"2026-11-30T23:23:16.68398+00:00","updated_at":"2026-11-30T23:23:17.001288+00:00","last_sign_in_at":"2026-11-30T23:23:16.776713+00:00","removed_at":null},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","email":"olivia@upgrade.example","email_key":"olivia@upgrade.example","first_name":"Olivia","last_name":"Owner","name_key":"olivia owner","department":"Œuvres","job_title":"","phone":"","location":"","employee_number":"","cost_center":"","manager_id":null,"type":"basic","add_ons":[],"group_id":"01a21f51-fab4-7000-9fc2-e633d42bf2c8","role":"admin","status":"active","status_before":null,"invitation_version":0,"invited_by":null,"invited_at":null,"expires_at":null,"mail_state":null,"mail_at":null,"mail_detail":null,"recent_mails":null,"recent_mails_since":null,"created_at":"2026-11-27T23:23:16.012605+00:00","updated_at":"2026-11-30T23:23:17.343414+00:00","last_sign_in_at":"2026-11-27T23:23:16.012605+00:00","removed_at":null},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a22ec5-11db-7001-8ef0-4ba7139d1f16","email":"removed@upgrade.example","email_key":"removed@upgrade.example","first_name":"Jo","last_name":"Joiner","name_key":"jo joiner","department":"Line\\Break","job_title":"","phone":"","location":"","employee_number":"","cost_center":"","manager_id":null,"type":"pro","add_ons":[],"group_id":"01a21f51-fab4-7000-9fc2-e633d42bf2c8","role":"member","status":"removed","status_before":"active","invitation_version":2,"invited_by":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","invited_at":"2026-11-30T23:23:16.827278+00:00","expires_at":null,"mail_state":"accepted","mail_at":"2026-11-30T23:23:16.915498+00:00","mail_detail":null,"recent_mails":null,"recent_mails_since":null,"created_at":"2026-11-30T23:23:16.827278+00:00","updated_at":"2026-11-30T23:23:17.081702+00:00","last_sign_in_at":"2026-11-30T23:23:16.915498+00:00","removed_at":"2026-11-30T23:23:17.081702+00:00"},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a22ec5-102e-7001-bd9b-8e975092442e","email":"active@upgrade.example","email_key":"active@upgrade.example","first_name":"firstName “ü”","last_name":"lastName “ü”","name_key":"firstname u lastname u","department":"Œuvres","job_title":"jobTitle “ü”","phone":"phone “ü”","location":"location “ü”","employee_number":"employeeNumber “ü”","cost_center":"costCenter “ü”","manager_id":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","type":"pro","add_ons":["webinar"],"group_id":"01a21f51-fbf6-7000-9c60-88dbec4d9195","role":"admin","status":"active","status_before":null,"invitation_version":2,"invited_by":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","invited_at":"2026-11-30T23:23:16.397876+00:00","expires_at":null,"mail_state":"accepted","mail_at":"2026-11-30T23:23:16.540394+00:00","mail_detail":null,"recent_mails":null,"recent_mails_since":null,"created_at":"2026-11-30T23:23:16.397876+00:00","updated_at":"2026-11-30T23:23:17.343414+00:00","last_sign_in_at":"2026-11-30T23:23:16.540394+00:00","removed_at":null},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a22ec5-1474-7001-837e-b9d19e5c3939","email":"imported@upgrade.example","email_key":"imported@upgrade.example","first_name":"Ivy","last_name":"","name_key":"ivy","department":"","job_title":"","phone":"","location":"","employee_number":"","cost_center":"","manager_id":null,"type":"pro","add_ons":[],"group_id":"01a21f51-fab4-7000-9fc2-e633d42bf2c8","role":"member","status":"pending","status_before":null,"invitation_version":1,"invited_by":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","invited_at":"2026-11-30T23:23:17.492146+00:00","expires_at":"2026-12-30T23:24:00+00:00","mail_state":"handed_over","mail_at":"2026-11-30T23:23:17.541972+00:00","mail_detail":null,"recent_mails":null,"recent_mails_since":null,"created_at":"2026-11-30T23:23:17.492146+00:00","updated_at":"2026-11-30T23:23:17.492146+00:00","last_sign_in_at":"-infinity","removed_at":null},
{"account_id":"01a21f51-fab0-7000-96ca-4abe61220cb9","id":"01a22ec5-15a0-7001-9b5a-015e0512631a","email":"pending@upgrade.example","email_key":"pending@upgrade.example","first_name":"Zoë","last_name":"O’Hara \"Quote\"","name_key":"zoe o hara quote","department":"Line\\Break","job_title":"","phone":"","location":"","employee_number":"","cost_center":"","manager_id":null,"type":"pro","add_ons":[],"group_id":"01a21f51-fab4-7000-9fc2-e633d42bf2c8","role":"member","status":"pending","status_before":null,"invitation_version":1,"invited_by":"01a21f51-fab0-7001-af76-6ddf8b0fc1ed","invited_at":"2026-11-30T23:23:17.79188+00:00","expires_at":"2026-12-30T23:24:00+00:00","mail_state":"queued","mail_at":"2026-11-30T23:23:17.79188+00:00","mail_detail":null,"recent_mails":null,"recent_mails_since":null,"created_at":"2026-11-30T23:23:17.79188+00:00","updated_at":"2026-11-30T23:23:17.79188+00:00","last_sign_in_at":"-infinity","removed_at":null}
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
