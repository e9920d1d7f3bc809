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
