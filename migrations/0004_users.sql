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
