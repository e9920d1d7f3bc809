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
