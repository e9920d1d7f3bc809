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
