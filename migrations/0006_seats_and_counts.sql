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
