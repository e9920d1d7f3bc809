-- Activating and deactivating touched every index, because each said status in its predicate: 700,000 took minutes. Now the
-- predicates ask for what only coming and going changes: removed_at is set while somebody is removed, expires_at while they are
-- pending. So those updates stay in their page and off every index, as those of a type do.
alter table users no force row level security;
update users set expires_at = null where status <> 'pending' and expires_at is not null;
alter table users force row level security;
do $$
declare c text;
begin
  for c in select conname from pg_constraint where conrelid = 'users'::regclass and contype = 'c' and pg_get_constraintdef(oid) ~ 'expires_at' loop
    execute format('alter table users drop constraint %I', c);
  end loop;
end $$;
alter table users
  add constraint users_pending_expire check ((status = 'pending') = (expires_at is not null)),
  add constraint users_removed_at check ((status = 'removed') = (removed_at is not null));

drop index users_email, users_name, users_last_sign_in, users_pending, users_removed;
create unique index users_email on users (account_id, email_key) where removed_at is null;
create index users_name on users (account_id, name_key, id) where removed_at is null;
create index users_last_sign_in on users (account_id, last_sign_in_at, id) where removed_at is null;
create index users_pending on users (account_id, expires_at, id) where expires_at is not null;
create index users_removed on users (account_id, removed_at, id) where removed_at is not null;
