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
