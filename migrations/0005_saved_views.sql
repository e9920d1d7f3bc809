-- Ways of looking at the list of users, kept by whoever made them and shared with the account's Admins if they like.
create table saved_views (
  account_id uuid not null references accounts,
  id uuid not null,
  -- Whoever made it; null once their data is erased, which leaves what they shared.
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

alter table saved_views enable row level security;
alter table saved_views force row level security;
create policy account on saved_views to muster_app using (account_id = (select current_account()));
grant select, insert, update, delete on saved_views to muster_app;

-- Erasing people erases their own views, and a search by their name or address in anybody's. One statement for all who go.
create function views_forget() returns trigger language plpgsql as $$
begin
  delete from saved_views v using gone g where v.account_id = g.account_id and v.user_id = g.id and not v.shared;
  update saved_views v set user_id = null from gone g where v.account_id = g.account_id and v.user_id = g.id;
  update saved_views v set filter = v.filter - 'search' from gone g
    where v.account_id = g.account_id and (strpos(lower(v.filter ->> 'search'), g.email_key) > 0 or lower(v.filter ->> 'search') = g.name_key);
  return null;
end $$;
create trigger views_forget after delete on users referencing old table as gone for each statement execute function views_forget();
