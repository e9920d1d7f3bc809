-- The whole first schema. Every table of an account has account_id first in its key and forced row-level security;
-- the server works as muster_app, which owns nothing. Migrations only go forward.

create extension if not exists btree_gin;

do $$ begin
  if not exists (select from pg_roles where rolname = 'muster_app') then create role muster_app nologin; end if;
  if not exists (select from pg_roles where rolname = 'muster_reader') then create role muster_reader nologin; end if;
exception when duplicate_object or unique_violation then null; -- another server made them this moment
end $$;
do $$ begin execute format('grant muster_app, muster_reader to %I', current_user); end $$;

-- Time: the one clock. Only the owner of the table (the tests) can move it. Where many rows are looked at, it is asked as
-- (select muster_now()): once for the statement instead of once a row.
create table clock (ahead interval not null);
insert into clock values ('0');
create function muster_now() returns timestamptz language sql stable parallel safe
  return now() + (select ahead from clock);

create function current_account() returns uuid language sql stable parallel safe
  return nullif(current_setting('muster.account_id', true), '')::uuid;

-- People and sign-in. These belong to the server, not to one account: found by secret or by address before any account is known.

-- account_id null: the address was proven by mail and signs in everywhere. Otherwise the sign-in works in that account alone.
create table identities (
  id uuid primary key,
  email text not null,
  email_key text collate "C" not null,
  password_hash text,
  account_id uuid,
  created_at timestamptz not null
);
create unique index identities_proven on identities (email_key) where account_id is null;
create unique index identities_unproven on identities (email_key, account_id) where account_id is not null;

create table sessions (
  id uuid primary key,
  token_hash bytea not null unique,
  identity_id uuid not null references identities on delete cascade,
  account_id uuid not null,
  user_agent text not null,
  ip text not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null
);
create index sessions_identity on sessions (identity_id);

create table memberships (
  account_id uuid not null,
  user_id uuid not null,
  identity_id uuid not null references identities,
  primary key (account_id, user_id),
  unique (identity_id, account_id)
);

-- One-time links sent by mail; the token is derived from id, kind and the server's key, so nothing here opens anything.
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
create index links_identity on links (identity_id);

-- Accounts.

create table accounts (
  id uuid primary key,
  name text not null,
  owner_id uuid not null,
  default_group_id uuid not null,
  invitation_days int not null default 30 check (invitation_days between 1 and 90),
  created_at timestamptz not null
);

create table groups (
  account_id uuid not null references accounts,
  id uuid not null,
  name text not null,
  name_key text collate "C" not null,
  created_at timestamptz not null,
  primary key (account_id, id),
  unique (account_id, name_key)
);
alter table accounts add foreign key (id, default_group_id) references groups (account_id, id) deferrable initially deferred;

-- Room in the pages and no index over what bulk changes touch keeps those updates HOT.
create table users (
  account_id uuid not null references accounts,
  id uuid not null,
  email text collate "C" not null,
  email_key text collate "C" not null,
  first_name text collate "C" not null,
  last_name text collate "C" not null,
  name_key text collate "C" not null,
  department text collate "C" not null,
  type text collate "C" not null,
  add_ons text[] not null,
  group_id uuid not null,
  role text collate "C" not null check (role in ('admin', 'member')),
  status text collate "C" not null check (status in ('pending', 'active', 'deactivated', 'removed')),
  status_before text collate "C" check ((status = 'removed') = (status_before is not null)),
  epoch int not null default 0,
  invited_by uuid,
  invited_at timestamptz,
  expires_at timestamptz check (status <> 'pending' or expires_at is not null),
  mail_state text collate "C",
  mail_at timestamptz,
  mail_detail text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  last_sign_in_at timestamptz not null default '-infinity',
  removed_at timestamptz,
  primary key (account_id, id),
  foreign key (account_id, group_id) references groups (account_id, id)
) with (fillfactor = 50);
alter table accounts add foreign key (id, owner_id) references users (account_id, id) deferrable initially deferred;

create unique index users_email on users (account_id, email_key) where status <> 'removed';
create index users_name on users (account_id, name_key, id) where status <> 'removed';
create index users_last_sign_in on users (account_id, last_sign_in_at, id) where status <> 'removed';
create index users_pending on users (account_id, expires_at, id) where status = 'pending';
create index users_admins on users (account_id, id) where role = 'admin';
create index users_removed on users (account_id, removed_at, id) where status = 'removed';

-- Words carry a mark of their account, so a search in a small account never walks a large one's words.
create function word_mark(account_id uuid) returns text language sql immutable parallel safe
  return right(account_id::text, 8) || ':';
create function search_words(account_id uuid, email_key text, name_key text) returns tsvector language sql immutable parallel safe
  return array_to_tsvector(array_remove(string_to_array(
    word_mark(account_id) || replace(translate(email_key, '@.-_+''!#$%&*/=?^`{|}~', repeat(' ', 22)) || ' ' || name_key, ' ', ' ' || word_mark(account_id)),
    ' '), word_mark(account_id)));
create index users_search on users using gin (search_words(account_id, email_key, name_key)) with (fastupdate = off);

-- Nobody, by any path, removes or deactivates the Owner: whatever a statement did to users, the Owner is active after it.
create function owner_stays_active() returns trigger language plpgsql as $$
begin
  if exists (select from accounts a where a.id = current_account()
             and not exists (select from users u where u.account_id = a.id and u.id = a.owner_id and u.status = 'active')) then
    raise exception 'the Owner must stay active' using errcode = 'check_violation', constraint = 'owner_stays_active';
  end if;
  return null;
end $$;
create trigger owner_stays_active after update or delete on users for each statement execute function owner_stays_active();

-- Seats. held counts pending holders too; those of an expired invitation are folded out by whoever reads or moves next.
create table seats (
  account_id uuid not null references accounts,
  product text collate "C" not null,
  bought int not null check (bought >= 0),
  held int not null check (held >= 0),
  folded_at timestamptz not null default '-infinity',
  primary key (account_id, product),
  constraint seats_not_oversold check (held <= bought)
);
create table seat_expiries (
  account_id uuid not null references accounts,
  product text collate "C" not null,
  expires_at timestamptz not null,
  held int not null,
  primary key (account_id, product, expires_at)
);

-- Kept counts. A pending user's count ends by the clock at until.
create table counts (
  account_id uuid not null references accounts,
  dimension text collate "C" not null check (dimension in ('type', 'group', 'department', 'status')),
  key text collate "C" not null,
  until timestamptz not null,
  n bigint not null,
  primary key (account_id, dimension, key, until)
) with (fillfactor = 50);

-- Changes: the plan, its state, and one record that serves audit, undo and result.
create table changes (
  account_id uuid not null references accounts,
  id uuid not null,
  state text not null check (state in ('planning', 'planned', 'applying', 'applied', 'undoing', 'undone', 'cancelled', 'failed')),
  source text not null,
  actor_kind text not null,
  actor_id uuid,
  "select" jsonb,
  "do" jsonb not null,
  options jsonb not null default '{}',
  overflow text not null check (overflow in ('refuse', 'fill')),
  plan jsonb,
  result jsonb,
  file jsonb,
  done int not null default 0,
  total int not null default 0,
  reserved jsonb,
  cancel_asked boolean not null default false,
  failure text,
  undo_of uuid,
  undone_by uuid,
  created_at timestamptz not null,
  applied_at timestamptz,
  primary key (account_id, id)
);
create table change_chunks (
  account_id uuid not null,
  change_id uuid not null,
  seq int not null,
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
create index change_chunks_one on change_chunks (account_id, first_id) where first_id = last_id;
create index change_chunks_many on change_chunks (account_id, last_id, first_id) where first_id < last_id;

-- An import: the file as it was sent, and what was understood of each line.
create table import_files (
  account_id uuid not null,
  change_id uuid not null,
  seq int not null,
  bytes bytea not null,
  primary key (account_id, change_id, seq),
  foreign key (account_id, change_id) references changes (account_id, id) on delete cascade
);
alter table import_files alter column bytes set storage external;
create table import_lines (
  account_id uuid not null,
  change_id uuid not null,
  line int not null,
  seq int,
  email text collate "C" not null,
  email_key text collate "C" not null,
  first_name text collate "C",
  last_name text collate "C",
  name_key text collate "C",
  department text collate "C",
  group_name text collate "C",
  group_id uuid,
  type text collate "C",
  add_ons text[],
  user_id uuid,
  outcome text collate "C",
  code text collate "C",
  detail text,
  primary key (account_id, change_id, line),
  foreign key (account_id, change_id) references changes (account_id, id) on delete cascade
);
create index import_lines_chunk on import_lines (account_id, change_id, seq, line);
create index import_lines_refused on import_lines (account_id, change_id, line) where outcome = 'refused';

create table audit_events (
  account_id uuid not null references accounts,
  id uuid not null,
  at timestamptz not null,
  event text not null,
  actor_kind text not null,
  actor_id uuid,
  way text not null,
  request_id text,
  change_id uuid,
  user_id uuid,
  count int,
  details jsonb not null,
  primary key (account_id, id)
);
create index audit_events_user on audit_events (account_id, user_id, id) where user_id is not null;

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

-- Jobs and mail. A job names what to do by ids; leases run on the machine's clock, due times on Muster's.
create table jobs (
  id bigint generated always as identity primary key,
  name text not null,
  account_id uuid,
  data jsonb not null,
  serial_key text,
  priority int not null default 0,
  run_at timestamptz not null,
  attempts int not null default 0,
  lease_until timestamptz,
  failure text
);
create index jobs_due on jobs (priority desc, run_at, id);
create unique index jobs_serial on jobs (serial_key) where lease_until is not null;

-- One message that is not an invitation: what to say, rendered when it is handed over.
create table mails (
  id uuid primary key,
  account_id uuid,
  template text not null,
  data jsonb not null,
  recipient text not null,
  state text not null check (state in ('queued', 'handed_over', 'delayed', 'bounced')),
  detail text,
  created_at timestamptz not null,
  handed_over_at timestamptz
);

-- Where mail goes while no mail server is set.
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

-- Isolation: each account's rows are seen inside that account only, even by a query that forgets.
do $$
declare t text;
begin
  foreach t in array array['groups', 'users', 'seats', 'seat_expiries', 'counts', 'changes', 'change_chunks', 'import_files', 'import_lines', 'audit_events', 'idempotency_keys'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy account on %I to muster_app using (account_id = (select current_account()))', t);
    execute format('grant select, insert, update, delete on %I to muster_app', t);
  end loop;
  alter table accounts enable row level security;
  alter table accounts force row level security;
  create policy account on accounts to muster_app using (id = (select current_account()));
  grant select, insert, update on accounts to muster_app;
  grant select, insert, update, delete on identities, sessions, memberships, links, jobs, mails, mailbox to muster_app;
  grant select on clock to muster_app, muster_reader;
end $$;
-- What was recorded stays as it was recorded.
revoke update, delete on audit_events from muster_app;

-- The few questions that are asked before an account is known, or that row security would make slow. Each names what it may see.
create policy reader on users for select to muster_reader using (true);
create policy reader on accounts for select to muster_reader using (true);
create policy reader on changes for select to muster_reader using (true);
grant select on users, accounts, memberships, sessions, identities, changes to muster_reader;

-- Whom does this session token speak for? last_seen_at and created_at let the caller judge idle and absolute limits.
create function session_by_hash(hash bytea)
returns table (session_id uuid, identity_id uuid, identity_email text, proven boolean, account_id uuid, account_name text, user_id uuid, role text, status text, created_at timestamptz, last_seen_at timestamptz, now timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select s.id, i.id, i.email, i.account_id is null, a.id, a.name, u.id,
         case when a.owner_id = u.id then 'owner' else u.role end, u.status, s.created_at, s.last_seen_at, muster_now()
  from sessions s
  join identities i on i.id = s.identity_id
  join memberships m on m.identity_id = i.id and m.account_id = s.account_id
  join users u on u.account_id = m.account_id and u.id = m.user_id
  join accounts a on a.id = m.account_id
  where s.token_hash = hash
$$;

-- The accounts one identity is a user of.
create function accounts_of(identity uuid)
returns table (account_id uuid, account_name text, user_id uuid, role text, status text, last_sign_in_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select a.id, a.name, u.id, case when a.owner_id = u.id then 'owner' else u.role end, u.status, u.last_sign_in_at
  from memberships m
  join accounts a on a.id = m.account_id
  join users u on u.account_id = m.account_id and u.id = m.user_id
  where m.identity_id = identity
$$;

-- Ids in the current account whose words begin with every word of the query; at most most of them.
create function search_users(query tsquery, most int) returns setof uuid
language sql stable security definer set search_path = public, pg_temp rows 100 as $$
  select u.id from users u
  where u.account_id = current_account() and search_words(u.account_id, u.email_key, u.name_key) @@ query
  limit most
$$;

-- Accounts with anything to purge before the given moments: how the sweeper finds its work without seeing any of it.
create function accounts_existing() returns setof uuid
language sql stable security definer set search_path = public, pg_temp as $$ select id from accounts $$;
create function accounts_any() returns boolean
language sql stable security definer set search_path = public, pg_temp as $$ select exists (select from accounts) $$;

do $$
declare f text;
begin
  execute 'grant create on schema public to muster_reader';
  foreach f in array array['session_by_hash(bytea)', 'accounts_of(uuid)', 'search_users(tsquery, int)', 'accounts_existing()', 'accounts_any()'] loop
    execute format('alter function %s owner to muster_reader', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to muster_app', f);
  end loop;
  execute 'revoke create on schema public from muster_reader';
end $$;

-- Time-ordered ids (RFC 9562, version 7) for the n-th row of a batch made at one moment: later n, greater id.
create function ordered_id(at timestamptz, n bigint) returns uuid language sql volatile parallel safe
  return (lpad(to_hex((extract(epoch from at) * 1000)::bigint + (n >> 12)), 12, '0') || '7' || lpad(to_hex(n & 4095), 3, '0')
          || right(replace(gen_random_uuid()::text, '-', ''), 16))::uuid;

-- Times leave the database as ISO 8601 in UTC with microseconds: exact, and ordered as text.
create function iso(at timestamptz) returns text language sql stable parallel safe
  return to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
