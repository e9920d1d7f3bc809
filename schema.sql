-- The whole schema. bin/schema writes this file from a migrated database; migrations/ is what makes the database.

-- A row is a customer of this server: a company, a school, a club.
create table accounts (
  id uuid not null,
  name text not null,
  owner_id uuid not null,
  default_group_id uuid not null,
  invitation_days integer not null default 30,
  early_invited integer not null default 0,
  created_at timestamptz not null,
  constraint accounts_pkey primary key (id),
  constraint accounts_id_default_group_id_fkey foreign key (id, default_group_id) references groups(account_id, id) deferrable initially deferred,
  constraint accounts_id_owner_id_fkey foreign key (id, owner_id) references users(account_id, id) deferrable initially deferred,
  constraint accounts_invitation_days_check check (((invitation_days >= 1) and (invitation_days <= 90)))
);
alter table accounts enable row level security, force row level security;
create policy account on accounts for all to muster_app using ((id = ( select current_account() as current_account)));
create policy reader on accounts for select to muster_reader using (true);
grant insert, select, update on accounts to muster_app;
grant select on accounts to muster_reader;

-- A row is a key by which programs reach the account. It speaks for its maker, and never may more than they.
create table api_keys (
  account_id uuid not null,
  id uuid not null,
  name text not null,
  prefix text not null,
  token_hash bytea not null,
  earlier_hash bytea,
  earlier_until timestamptz,
  maker_id uuid,
  permissions text[] not null,
  addresses text[] not null default '{}'::text[],
  expires_at timestamptz,
  created_at timestamptz not null,
  last_used_at timestamptz,
  last_used_from text,
  revoked_at timestamptz,
  constraint api_keys_pkey primary key (account_id, id),
  constraint api_keys_account_id_fkey foreign key (account_id) references accounts(id)
);
create index api_keys_maker on api_keys using btree (account_id, maker_id) where (revoked_at is null);
create unique index api_keys_earlier on api_keys using btree (earlier_hash) where (earlier_hash is not null);
create unique index api_keys_token on api_keys using btree (token_hash);
alter table api_keys enable row level security, force row level security;
create policy account on api_keys for all to muster_app using ((account_id = ( select current_account() as current_account)));
create policy reader on api_keys for select to muster_reader using (true);
grant delete, insert, select, update on api_keys to muster_app;
grant select on api_keys to muster_reader;

-- A row is a line of the audit log. It names people by id only, so that it stays whole when a person is erased.
create table audit_events (
  account_id uuid not null,
  id uuid not null,
  at timestamptz not null,
  event text not null,
  actor_kind text not null,
  actor_id uuid,
  channel text not null,
  request_id text,
  change_id uuid,
  user_id uuid,
  count integer,
  details jsonb not null,
  constraint audit_events_pkey primary key (account_id, id),
  constraint audit_events_account_id_fkey foreign key (account_id) references accounts(id)
);
create index audit_events_user on audit_events using btree (account_id, user_id, id) where (user_id is not null);
alter table audit_events enable row level security, force row level security;
create policy account on audit_events for all to muster_app using ((account_id = ( select current_account() as current_account)));
grant insert, select on audit_events to muster_app;

-- A row is the part of a change that one transaction applies: up to 10,000 users, and each touched field before and after.
create table change_chunks (
  account_id uuid not null,
  change_id uuid not null,
  seq integer not null,
  targets uuid[] storage external,
  outcome text,
  ids uuid[] storage external not null default '{}'::uuid[],
  first_id uuid,
  last_id uuid,
  at timestamptz,
  before jsonb,
  after jsonb,
  unchanged uuid[] storage external not null default '{}'::uuid[],
  refused jsonb not null default '{}',
  result jsonb,
  constraint change_chunks_pkey primary key (account_id, change_id, seq),
  constraint change_chunks_account_id_change_id_fkey foreign key (account_id, change_id) references changes(account_id, id) on delete cascade,
  constraint change_chunks_outcome_check check ((outcome = any (array['create', 'update', 'remove'])))
);
create index change_chunks_many on change_chunks using btree (account_id, last_id, first_id) where (first_id < last_id);
create index change_chunks_one on change_chunks using btree (account_id, first_id) where (first_id = last_id);
alter table change_chunks enable row level security, force row level security;
create policy account on change_chunks for all to muster_app using ((account_id = ( select current_account() as current_account)));
create policy reader on change_chunks for select to muster_reader using (true);
grant delete, insert, select, update on change_chunks to muster_app;
grant select on change_chunks to muster_reader;

-- A row is a change of users: planned, applied, undone or given up.
create table changes (
  account_id uuid not null,
  id uuid not null,
  state text not null,
  source text not null,
  planned_by_kind text not null,
  planned_by_id uuid,
  actor_kind text not null,
  actor_id uuid,
  selection jsonb,
  operation jsonb not null,
  options jsonb not null default '{}',
  overflow text not null,
  plan jsonb,
  result jsonb,
  file jsonb,
  file_details jsonb,
  kept_bytes bigint not null default 0,
  kept_lines integer not null default 0,
  done integer not null default 0,
  total integer not null default 0,
  reserved jsonb,
  cancel_asked boolean not null default false,
  failure text,
  undo_of uuid,
  undone_by uuid,
  created_at timestamptz not null,
  planned_at timestamptz not null default muster_now(),
  applied_at timestamptz,
  constraint changes_pkey primary key (account_id, id),
  constraint changes_account_id_fkey foreign key (account_id) references accounts(id),
  constraint changes_overflow_check check ((overflow = any (array['refuse', 'fill']))),
  constraint changes_state_check check ((state = any (array['planning', 'planned', 'applying', 'applied', 'undoing', 'undone', 'cancelled', 'failed'])))
);
create index changes_kept on changes using btree (account_id, id) where ((kept_bytes > 0) or (kept_lines > 0));
create index changes_open on changes using btree (account_id, id) where (state = any (array['planning', 'planned', 'applying']));
alter table changes enable row level security, force row level security;
create policy account on changes for all to muster_app using ((account_id = ( select current_account() as current_account)));
create policy reader on changes for select to muster_reader using (true);
grant delete, insert, select, update on changes to muster_app;
grant select on changes to muster_reader;

-- How far Muster's time differs from the machine's. There is one row. Only tests move it, as the owner of the table.
create table clock (
  moved_by interval not null
);
grant select on clock to muster_app;
grant select on clock to muster_reader;

-- A row says how many users of an account have a type, group, department or status.
create table counts (
  account_id uuid not null,
  dimension text collate "C" not null,
  key text collate "C" not null,
  ends_at timestamptz not null,
  people bigint not null,
  constraint counts_pkey primary key (account_id, dimension, key, ends_at),
  constraint counts_account_id_fkey foreign key (account_id) references accounts(id),
  constraint counts_dimension_check check ((dimension = any (array['type', 'group', 'department', 'status'])))
) with (fillfactor=50);
create index counts_ending on counts using btree (ends_at, account_id) where ((dimension = 'status') and (key = 'pending') and (ends_at < 'infinity'::timestamptz));
alter table counts enable row level security, force row level security;
create policy account on counts for all to muster_app using ((account_id = ( select current_account() as current_account)));
create policy reader on counts for select to muster_reader using (true);
grant delete, insert, select, update on counts to muster_app;
grant select on counts to muster_reader;

-- A row is a browser that an identity has signed in with. It has password tries of its own and is no second factor.
create table devices (
  token_hash bytea not null,
  identity_id uuid not null,
  created_at timestamptz not null,
  last_used_at timestamptz not null,
  constraint devices_pkey primary key (token_hash),
  constraint devices_identity_id_fkey foreign key (identity_id) references identities(id) on delete cascade
);
create index devices_identity on devices using btree (identity_id);
grant delete, insert, select, update on devices to muster_app;

-- How far the ends of invitations are announced in all feeds. There is one row.
create table feed_clock (
  expired_until timestamptz not null
);
grant select, update on feed_clock to muster_app;

-- A row is a place in the order of what happened in an account, kept for 30 days.
create table feed_entries (
  account_id uuid not null,
  "position" bigint not null,
  id uuid not null,
  at timestamptz not null,
  actor_kind text not null,
  actor_id uuid,
  channel text not null,
  change_id uuid,
  seq integer,
  audit_id uuid,
  expired uuid[],
  events integer not null,
  constraint feed_entries_pkey primary key (account_id, "position"),
  constraint feed_entries_one_kind check ((num_nonnulls(change_id, audit_id, expired) = 1))
);
create unique index feed_entries_chunk on feed_entries using btree (account_id, change_id, seq) where (change_id is not null);
alter table feed_entries enable row level security, force row level security;
create policy account on feed_entries for all to muster_app using ((account_id = ( select current_account() as current_account)));
grant delete, insert, select, update on feed_entries to muster_app;

-- A row says how far the feed of an account has come.
create table feeds (
  account_id uuid not null,
  last bigint not null,
  expired_until timestamptz not null default muster_now(),
  constraint feeds_pkey primary key (account_id),
  constraint feeds_account_id_fkey foreign key (account_id) references accounts(id)
) with (fillfactor=50);
alter table feeds enable row level security, force row level security;
create policy account on feeds for all to muster_app using ((account_id = ( select current_account() as current_account)));
create policy reader on feeds for select to muster_reader using (true);
grant delete, insert, select, update on feeds to muster_app;
grant select on feeds to muster_reader;

-- A row is a group of users. Each user is in exactly one.
create table groups (
  account_id uuid not null,
  id uuid not null,
  name text not null,
  name_key text collate "C" not null,
  created_at timestamptz not null,
  constraint groups_pkey primary key (account_id, id),
  constraint groups_account_id_name_key_key unique (account_id, name_key),
  constraint groups_account_id_fkey foreign key (account_id) references accounts(id)
);
alter table groups enable row level security, force row level security;
create policy account on groups for all to muster_app using ((account_id = ( select current_account() as current_account)));
grant delete, insert, select, update on groups to muster_app;

-- A row is a request with an Idempotency-Key and its answer, which a repeat gets again.
create table idempotency_keys (
  account_id uuid not null,
  actor text not null,
  key text not null,
  request_hash bytea not null,
  status integer,
  answer jsonb,
  headers jsonb,
  created_at timestamptz not null,
  permissions text[] not null default '{}'::text[],
  shown_once text,
  constraint idempotency_keys_pkey primary key (account_id, actor, key),
  constraint idempotency_keys_account_id_fkey foreign key (account_id) references accounts(id)
);
alter table idempotency_keys enable row level security, force row level security;
create policy account on idempotency_keys for all to muster_app using ((account_id = ( select current_account() as current_account)));
grant delete, insert, select, update on idempotency_keys to muster_app;

-- A row is a person's way to sign in: an address and a password.
create table identities (
  id uuid not null,
  email text not null,
  email_key text collate "C" not null,
  password_hash text,
  account_id uuid,
  created_at timestamptz not null,
  constraint identities_pkey primary key (id)
);
create index identities_email on identities using btree (email_key);
create unique index identities_proven on identities using btree (email_key) where (account_id is null);
create unique index identities_unproven on identities using btree (email_key, account_id) where (account_id is not null);
grant delete, insert, select, update on identities to muster_app;

-- A row is a piece of a file as it was sent.
create table import_files (
  account_id uuid not null,
  change_id uuid not null,
  seq integer not null,
  bytes bytea storage external not null,
  constraint import_files_pkey primary key (account_id, change_id, seq),
  constraint import_files_account_id_change_id_fkey foreign key (account_id, change_id) references changes(account_id, id) on delete cascade
);
alter table import_files enable row level security, force row level security;
create policy account on import_files for all to muster_app using ((account_id = ( select current_account() as current_account)));
grant delete, insert, select, update on import_files to muster_app;

-- A row is a line of an imported file: what it says of a person, and what became of it.
create table import_lines (
  account_id uuid not null,
  change_id uuid not null,
  line integer not null,
  seq integer,
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
  manager_id uuid,
  new_user_id uuid,
  group_id uuid,
  type text collate "C",
  add_ons text[],
  status text collate "C",
  user_id uuid,
  outcome text collate "C",
  code text collate "C",
  detail text,
  constraint import_lines_pkey primary key (account_id, change_id, line)
) with (fillfactor=50);
create index import_lines_chunk on import_lines using btree (account_id, change_id, seq, line);
create index import_lines_new_users on import_lines using btree (account_id, change_id, new_user_id) where (new_user_id is not null);
create index import_lines_refused on import_lines using btree (account_id, change_id, line) where (outcome = 'refused');
alter table import_lines enable row level security, force row level security;
create policy account on import_lines for all to muster_app using ((account_id = ( select current_account() as current_account)));
grant delete, insert, select, update on import_lines to muster_app;

-- A row is a change whose people get their first invitation at a date.
create table invitation_schedules (
  account_id uuid not null,
  change_id uuid not null,
  send_at timestamptz not null,
  people integer not null,
  requested_by uuid not null,
  failure text,
  requested_by_kind text not null default 'user',
  constraint invitation_schedules_pkey primary key (account_id, change_id),
  constraint invitation_schedules_account_id_change_id_fkey foreign key (account_id, change_id) references changes(account_id, id) on delete cascade,
  constraint invitation_schedules_account_id_fkey foreign key (account_id) references accounts(id)
);
alter table invitation_schedules enable row level security, force row level security;
create policy account on invitation_schedules for all to muster_app using ((account_id = ( select current_account() as current_account)));
grant delete, insert, select, update on invitation_schedules to muster_app;

-- A row is work to be done by any server. It names what the work is about by ids. Jobs of one serial key run one at a time.
create table jobs (
  id bigint not null generated always as identity,
  name text not null,
  account_id uuid,
  data jsonb not null,
  serial_key text,
  priority integer not null default 0,
  run_at timestamptz not null,
  lease_until timestamptz,
  attempts integer not null default 0,
  failure text,
  constraint jobs_pkey primary key (id)
);
create index jobs_due on jobs using btree (priority desc, run_at, id);
create index jobs_waiting on jobs using btree (name) where (lease_until is null);
create unique index jobs_serial on jobs using btree (serial_key) where (lease_until is not null);
grant delete, insert, select, update on jobs to muster_app;

-- A row is a one-time link sent by mail. Its token is derived from id, kind and the server's key, so the row opens nothing.
create table links (
  id uuid not null,
  kind text not null,
  identity_id uuid not null,
  account_id uuid,
  user_id uuid,
  email text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  constraint links_pkey primary key (id),
  constraint links_identity_id_fkey foreign key (identity_id) references identities(id) on delete cascade,
  constraint links_kind_check check ((kind = any (array['reset', 'proof', 'email'])))
);
create index links_identity on links using btree (identity_id);
grant delete, insert, select, update on links to muster_app;

-- A row is a chunk of a change whose people wait for their invitation. It goes with the last of them.
create table mail_queue (
  account_id uuid not null,
  id bigint not null generated always as identity,
  change_id uuid not null,
  seq integer not null,
  small_change boolean not null,
  people_waiting integer not null,
  ids_settled integer not null default 0,
  run_at timestamptz not null,
  delayed_since timestamptz,
  constraint mail_queue_pkey primary key (account_id, id),
  constraint mail_queue_account_id_change_id_seq_fkey foreign key (account_id, change_id, seq) references change_chunks(account_id, change_id, seq) on delete cascade,
  constraint mail_queue_account_id_fkey foreign key (account_id) references accounts(id)
);
create index mail_queue_crowds on mail_queue using btree (account_id, id) where (not small_change);
create index mail_queue_small on mail_queue using btree (id) where small_change;
alter table mail_queue enable row level security, force row level security;
create policy account on mail_queue for all to muster_app using ((account_id = ( select current_account() as current_account)));
create policy reader on mail_queue for select to muster_reader using (true);
grant delete, insert, select, update on mail_queue to muster_app;
grant select on mail_queue to muster_reader;

-- A row is a mail server and how it answers: one of the operator, or one of an account. All servers share them.
create table mail_server (
  account_id uuid,
  next_mail_at timestamptz not null default '-infinity'::timestamptz,
  silent_since timestamptz,
  silence_reason text,
  next_try_at timestamptz,
  trying_until timestamptz,
  constraint mail_server_account_id_key unique nulls not distinct (account_id)
);
grant delete, insert, select, update on mail_server to muster_app;
grant select on mail_server to muster_reader;

-- A row says how the invitations and notices of an account are mailed.
create table mail_settings (
  account_id uuid not null,
  host text,
  port integer,
  security text,
  username text,
  password bytea,
  sender_name text not null default '',
  sender_address text,
  reply_to text,
  dkim_selector text,
  constraint mail_settings_pkey primary key (account_id),
  constraint mail_settings_account_id_fkey foreign key (account_id) references accounts(id),
  constraint mail_settings_check check ((num_nulls(host, port, security) = any (array[0, 3]))),
  constraint mail_settings_check1 check (((password is null) or (username is not null))),
  constraint mail_settings_security_check check ((security = any (array['tls', 'starttls', 'none'])))
);
alter table mail_settings enable row level security, force row level security;
create policy account on mail_settings for all to muster_app using ((account_id = ( select current_account() as current_account)));
create policy reader on mail_settings for select to muster_reader using (true);
grant delete, insert, select, update on mail_settings to muster_app;
grant select on mail_settings to muster_reader;

-- A row says of an account's invitation mail whether it is paused, when it had its last turn, and how fast it goes.
create table mail_steering (
  account_id uuid not null,
  paused_at timestamptz,
  last_turn_at timestamptz,
  measured_from timestamptz,
  measured_mails integer not null default 0,
  mails_per_second float8,
  constraint mail_steering_pkey primary key (account_id),
  constraint mail_steering_account_id_fkey foreign key (account_id) references accounts(id)
);
alter table mail_steering enable row level security, force row level security;
create policy account on mail_steering for all to muster_app using ((account_id = ( select current_account() as current_account)));
create policy reader on mail_steering for select to muster_reader using (true);
grant delete, insert, select, update on mail_steering to muster_app;
grant select on mail_steering to muster_reader;

-- A row is a message that was sent while no mail server was set.
create table mailbox (
  id uuid not null,
  message_id text not null,
  sender text not null,
  recipient text not null,
  subject text not null,
  text text not null,
  html text not null,
  sent_at timestamptz not null,
  constraint mailbox_pkey primary key (id),
  constraint mailbox_message_id_key unique (message_id)
);
create index mailbox_recipient on mailbox using btree (lower(recipient));
grant delete, insert, select, update on mailbox to muster_app;

-- A row is a message that is no invitation. It is rendered when it is handed over.
create table mails (
  id uuid not null,
  account_id uuid,
  template text not null,
  data jsonb not null,
  recipient text not null,
  recipient_key text collate "C" not null,
  state text not null,
  detail text,
  created_at timestamptz not null,
  handed_over_at timestamptz,
  constraint mails_pkey primary key (id),
  constraint mails_state_check check ((state = any (array['queued', 'handed_over', 'mailbox', 'delayed', 'bounced'])))
);
create index mails_recipient on mails using btree (recipient_key, template, created_at);
grant delete, insert, select, update on mails to muster_app;

-- A row says which identity signs in as which user of which account.
create table memberships (
  account_id uuid not null,
  user_id uuid not null,
  identity_id uuid not null,
  constraint memberships_pkey primary key (account_id, user_id),
  constraint memberships_identity_id_account_id_key unique (identity_id, account_id),
  constraint memberships_identity_id_fkey foreign key (identity_id) references identities(id)
);
grant delete, insert, select, update on memberships to muster_app;

-- A row is a file of migrations/ that made this database what it is.
create table migrations (
  name text not null,
  applied_at timestamptz not null default now(),
  constraint migrations_pkey primary key (name)
);

-- A row is a named filter, order and set of columns, kept by its maker and perhaps shared with the account's Admins.
create table saved_views (
  account_id uuid not null,
  id uuid not null,
  user_id uuid,
  name text not null,
  name_key text collate "C" not null,
  filter jsonb not null,
  sort text not null,
  columns text[] not null,
  shared boolean not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint saved_views_pkey primary key (account_id, id),
  constraint saved_views_name unique (account_id, user_id, name_key),
  constraint saved_views_account_id_fkey foreign key (account_id) references accounts(id),
  constraint saved_views_private_has_maker check ((shared or (user_id is not null)))
);
alter table saved_views enable row level security, force row level security;
create policy account on saved_views for all to muster_app using ((account_id = ( select current_account() as current_account)));
grant delete, insert, select, update on saved_views to muster_app;

-- A row says how many held seats of a product become free when the invitations of that minute expire.
create table seat_expiries (
  account_id uuid not null,
  product text collate "C" not null,
  expires_at timestamptz not null,
  held integer not null,
  constraint seat_expiries_pkey primary key (account_id, product, expires_at),
  constraint seat_expiries_account_id_fkey foreign key (account_id) references accounts(id)
);
alter table seat_expiries enable row level security, force row level security;
create policy account on seat_expiries for all to muster_app using ((account_id = ( select current_account() as current_account)));
grant delete, insert, select, update on seat_expiries to muster_app;

-- A row is a product of an account's subscription: how many seats are bought and how many are held.
create table seats (
  account_id uuid not null,
  product text collate "C" not null,
  bought integer not null,
  held integer not null,
  folded_at timestamptz not null default '-infinity'::timestamptz,
  constraint seats_pkey primary key (account_id, product),
  constraint seats_account_id_fkey foreign key (account_id) references accounts(id),
  constraint seats_bought_check check ((bought >= 0)),
  constraint seats_held_check check ((held >= 0)),
  constraint seats_not_oversold check ((held <= bought))
);
alter table seats enable row level security, force row level security;
create policy account on seats for all to muster_app using ((account_id = ( select current_account() as current_account)));
grant delete, insert, select, update on seats to muster_app;

-- A row is a browser signed in to an account. The cookie holds the token, the row its hash.
create table sessions (
  id uuid not null,
  token_hash bytea not null,
  identity_id uuid not null,
  account_id uuid not null,
  user_id uuid not null,
  user_agent text not null,
  ip text not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  constraint sessions_pkey primary key (id),
  constraint sessions_token_hash_key unique (token_hash)
);
create index sessions_identity on sessions using btree (identity_id);
grant delete, insert, select, update on sessions to muster_app;
grant select on sessions to muster_reader;

-- A row is a person of an account: invited, active, deactivated, or in the trash.
create table users (
  account_id uuid not null,
  id uuid not null,
  email text collate "C" not null,
  email_key text collate "C" not null,
  first_name text collate "C" not null,
  last_name text collate "C" not null,
  name_key text collate "C" not null,
  last_name_key text collate "C" not null default
case
    when (strpos(name_key, '  ') = 0) then name_key
    else ((split_part(split_part(name_key, ' 	 ', 1), '  ', 2) || '  ') || name_key)
end,
  department text collate "C" not null,
  job_title text collate "C" not null default '',
  phone text collate "C" not null default '',
  location text collate "C" not null default '',
  employee_number text collate "C" not null default '',
  employee_number_key text collate "C" not null default
case
    when (employee_number = '') then '~'
    else (upper(rtrim(employee_number, '0123456789')) || lpad("right"(employee_number, (length(employee_number) - length(rtrim(employee_number, '0123456789')))), 40, '0'))
end,
  cost_center text collate "C" not null default '',
  manager_id uuid,
  type text collate "C" not null,
  add_ons text[] not null,
  group_id uuid not null,
  role text collate "C" not null,
  status text collate "C" not null,
  joined boolean not null default true,
  status_before text collate "C",
  invitation_version integer not null default 0,
  invited_by uuid,
  invited_at timestamptz,
  expires_at timestamptz,
  mail_state text collate "C",
  mail_at timestamptz,
  mail_detail text,
  send_with uuid,
  recent_mails integer,
  recent_mails_since timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  last_sign_in_at timestamptz not null default '-infinity'::timestamptz,
  removed_at timestamptz,
  update_hint boolean not null default (row(updated_at, mail_at, group_id, manager_id) is null),
  constraint users_pkey primary key (account_id, id),
  constraint users_account_id_fkey foreign key (account_id) references accounts(id),
  constraint users_account_id_group_id_fkey foreign key (account_id, group_id) references groups(account_id, id),
  constraint users_pending_expire check (((status = 'pending') = (expires_at is not null))),
  constraint users_removed_at check (((status = 'removed') = (removed_at is not null))),
  constraint users_role_check check ((role = any (array['admin', 'member']))),
  constraint users_status_before check (((status = 'removed') = (status_before is not null))),
  constraint users_status_check check ((status = any (array['pending', 'active', 'deactivated', 'removed'])))
) with (fillfactor=50);
create index users_admins on users using btree (account_id, id) where (role = 'admin');
create index users_employee_number on users using btree (account_id, employee_number_key, id) where ((removed_at is null) and (employee_number_key >= ''));
create index users_expiry on users using btree (account_id, (
case
    when (expires_at is null) then 'infinity'::timestamptz
    else expires_at
end), id) where ((removed_at is null) and (
case
    when (expires_at is null) then 'infinity'::timestamptz
    else expires_at
end >= '-infinity'::timestamptz));
create index users_last_name on users using btree (account_id, last_name_key, id) where ((removed_at is null) and (last_name_key >= ''));
create index users_last_sign_in on users using btree (account_id, last_sign_in_at, id) where ((removed_at is null) and (last_sign_in_at >= '-infinity'::timestamptz));
create index users_manager on users using btree (account_id, manager_id) where (manager_id is not null);
create index users_name on users using btree (account_id, name_key, id) where ((removed_at is null) and (name_key >= ''));
create index users_pending on users using btree (account_id, expires_at, id) where (expires_at is not null);
create index users_removed on users using btree (account_id, removed_at, id) where (removed_at is not null);
create index users_search on users using gin (search_words(account_id, email_key, name_key, employee_number)) with (fastupdate=off);
create unique index users_email on users using btree (account_id, email_key) where (removed_at is null);
alter table users enable row level security, force row level security;
create policy account on users for all to muster_app using ((account_id = ( select current_account() as current_account)));
create policy reader on users for select to muster_reader using (true);
create trigger owner_stays_active after delete or update on users for each statement execute function owner_stays_active();
grant delete, insert, select, update on users to muster_app;
grant select on users to muster_reader;

-- A row is a try to bring events to a webhook, and its answer, kept for 7 days.
create table webhook_deliveries (
  account_id uuid not null,
  id uuid not null,
  webhook_id uuid not null,
  message_id uuid not null,
  type text not null,
  cursor text,
  types text[] not null,
  events integer not null,
  batch boolean not null,
  try integer not null,
  at timestamptz not null,
  url text not null,
  took_ms integer not null,
  status integer,
  answer text,
  failure text,
  constraint webhook_deliveries_pkey primary key (account_id, id),
  constraint webhook_deliveries_account_id_webhook_id_fkey foreign key (account_id, webhook_id) references webhooks(account_id, id) on delete cascade
);
create index webhook_deliveries_webhook on webhook_deliveries using btree (account_id, webhook_id, id);
alter table webhook_deliveries enable row level security, force row level security;
create policy account on webhook_deliveries for all to muster_app using ((account_id = ( select current_account() as current_account)));
grant delete, insert, select, update on webhook_deliveries to muster_app;

-- A row is an address to which events of the account are brought, in order.
create table webhooks (
  account_id uuid not null,
  id uuid not null,
  url text not null,
  description text not null,
  types text[] not null,
  batch boolean not null,
  pace integer,
  secret bytea not null,
  earlier_secret bytea,
  earlier_until timestamptz,
  maker_id uuid,
  created_at timestamptz not null,
  paused_at timestamptz,
  paused_because text,
  cursor text not null,
  "position" bigint not null,
  partial boolean not null default false,
  tries integer not null default 0,
  next_try_at timestamptz,
  leased_until timestamptz,
  served_at timestamptz not null default '-infinity'::timestamptz,
  constraint webhooks_pkey primary key (account_id, id),
  constraint webhooks_account_id_fkey foreign key (account_id) references accounts(id),
  constraint webhooks_paused check (((paused_at is null) = (paused_because is null))),
  constraint webhooks_paused_because_check check ((paused_because = any (array['asked', 'failed', 'gone', 'maker'])))
);
create index webhooks_maker on webhooks using btree (account_id, maker_id);
alter table webhooks enable row level security, force row level security;
create policy account on webhooks for all to muster_app using ((account_id = ( select current_account() as current_account)));
create policy reader on webhooks for select to muster_reader using (true);
grant delete, insert, select, update on webhooks to muster_app;
grant select on webhooks to muster_reader;

-- Called by: muster_app. Runs as muster_reader.
create function accounts_any()
 returns boolean
 language sql
 stable security definer
 set search_path to 'public', 'pg_temp'
as $function$
  select exists (select from accounts)
$function$
;

-- Called by: muster_app. Runs as muster_reader.
create function accounts_existing()
 returns setof uuid
 language sql
 stable security definer
 set search_path to 'public', 'pg_temp'
as $function$
  select id from accounts
$function$
;

-- Called by: muster_app. Runs as muster_reader.
create function active_users(account_ids uuid[], user_ids uuid[])
 returns table(account_id uuid, account_name text, user_id uuid, role text)
 language plpgsql
 stable security definer rows 10
 set search_path to 'public', 'pg_temp'
as $function$
#variable_conflict use_column
begin
  return query
    select a.id, a.name, u.id, role_now(u.id, u.role, a.owner_id)
    from unnest(account_ids, user_ids) with ordinality as given (account_id, user_id, n)
    join accounts a on a.id = given.account_id
    join users u on u.account_id = given.account_id and u.id = given.user_id
    where u.status = 'active'
    order by u.last_sign_in_at desc, given.n;
end $function$
;

-- Called by: muster_app.
create function analyze_users()
 returns void
 language plpgsql
 security definer
 set search_path to 'public', 'pg_temp'
as $function$
begin
  analyze (skip_locked) users;
end $function$
;

-- Called by: muster_app. Runs as muster_reader.
create function api_key_by_hash(hash bytea)
 returns table(key_id uuid, account_id uuid, account_name text, permissions text[], addresses text[], maker_id uuid, role text, status text, revoked boolean, expired boolean, last_used_from text, stale boolean)
 language plpgsql
 stable security definer rows 1
 set search_path to 'public', 'pg_temp'
as $function$
#variable_conflict use_column
begin
  return query
    select k.id, a.id, a.name, k.permissions, k.addresses, k.maker_id, role_now(u.id, u.role, a.owner_id), u.status,
      k.revoked_at is not null or (k.token_hash <> hash and k.earlier_until <= muster_now()),
      coalesce(k.expires_at <= muster_now(), false),
      k.last_used_from, coalesce(k.last_used_at < muster_now() - interval '1 minute', true)
    from api_keys k
    join accounts a on a.id = k.account_id
    left join users u on u.account_id = k.account_id and u.id = k.maker_id
    where k.token_hash = hash or k.earlier_hash = hash;
end $function$
;

-- Called by: anyone.
create function carries(carrier uuid, every_account boolean, of_account uuid)
 returns boolean
 language sql
 stable
as $function$
  select case when carrier is not null then of_account = carrier
    else every_account or not exists (select from mail_server s where s.account_id = of_account) end
$function$
;

-- Called by: anyone.
create function current_account()
 returns uuid
 language sql
 stable parallel safe
return (nullif(current_setting('muster.account_id', true), ''))::uuid
;

-- Called by: anyone.
create function days_until(expires_at timestamptz, moment timestamptz)
 returns integer
 language sql
 immutable
as $function$ select greatest(1, round(extract(epoch from expires_at - moment) / 86400))::int $function$
;

-- Called by: anyone.
create function display_name(first_name text, last_name text)
 returns text
 language sql
 immutable parallel safe
return nullif(trim(both from ((first_name || ' ') || last_name)), '')
;

-- Called by: muster_app. Runs as muster_reader.
create function expiries_due(since timestamptz, until timestamptz)
 returns setof uuid
 language sql
 stable security definer
 set search_path to 'public', 'pg_temp'
as $function$
  select distinct account_id from counts
  where dimension = 'status' and key = 'pending' and ends_at < 'infinity' and ends_at > since and ends_at <= until and people > 0
$function$
;

-- Called by: anyone.
create function iso(at timestamptz)
 returns text
 language sql
 stable parallel safe
return to_char((at at time zone 'UTC'), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
;

-- Called by: its owner alone.
create procedure keep_to_account(in owned regclass, in account_column name default 'account_id'::name)
 language plpgsql
as $procedure$
begin
  execute format('alter table %s enable row level security', owned);
  execute format('alter table %s force row level security', owned);
  execute format('create policy account on %s to muster_app using (%I = (select current_account()))', owned, account_column);
  execute format('grant select, insert, update, delete on %s to muster_app', owned);
end $procedure$
;

-- Called by: its owner alone.
create procedure keep_to_app(in asked regprocedure)
 language plpgsql
as $procedure$
begin
  execute format('revoke all on function %s from public', asked);
  execute format('grant execute on function %s to muster_app', asked);
end $procedure$
;

-- Called by: muster_app. Runs as muster_reader.
create function mail_small_changes(carrier uuid, every_account boolean, most integer, give_up_after interval)
 returns table(account_id uuid, queue_id bigint, id uuid, email text, invitation_version integer, expires_at text, days integer, account_name text, inviter_id uuid, invited_by text, last_try boolean, inviter_email text, reply_to text)
 language plpgsql
 stable security definer
 set search_path to 'public', 'pg_temp'
as $function$
#variable_conflict use_column
declare
  moment timestamptz := muster_now();
begin
  return query
    with place as materialized (
      select q.* from mail_queue q
      where q.small_change and q.run_at <= moment and (select current_account()) is null and carries(carrier, every_account, q.account_id)
        and not exists (select from mail_steering s where s.account_id = q.account_id and s.paused_at is not null)
      order by q.id limit most)
    select p.account_id, p.id, d.id, d.email, d.invitation_version, iso(d.expires_at), days_until(d.expires_at, moment), a.name,
      d.inviter_id, d.inviter, coalesce(p.delayed_since <= moment - give_up_after, false), d.inviter_email, s.reply_to
    from place p
    join accounts a on a.id = p.account_id
    left join mail_settings s on s.account_id = p.account_id
    join change_chunks c on c.account_id = p.account_id and c.change_id = p.change_id and c.seq = p.seq
    left join lateral (
      select t.n, u.id, u.email, u.invitation_version, u.expires_at, i.id as inviter_id, i.inviter, i.email as inviter_email
      from unnest(c.ids) with ordinality as t (id, n)
      join users u on u.account_id = p.account_id and u.id = t.id
      left join lateral (
        select users.id, display_name(first_name, last_name) as inviter, email from users
        where users.account_id = u.account_id and users.id = u.invited_by and users.status = 'active') i on true
      where status_now(u.status, u.expires_at, moment) = 'pending'
        and (u.mail_state = 'queued' or (u.mail_state = 'delayed' and u.mail_at < p.run_at))) d on true
    order by p.id, d.n limit most;
end $function$
;

-- Called by: muster_app. Runs as muster_reader.
create function mail_turn(carrier uuid, every_account boolean)
 returns table(account_id uuid, id bigint, seconds float8)
 language plpgsql
 stable security definer
 set search_path to 'public', 'pg_temp'
as $function$
#variable_conflict use_column
declare
  moment timestamptz := muster_now();
begin
  return query
    select q.account_id, q.id, 0::float8 from mail_queue q
    where q.small_change and q.run_at <= moment and carries(carrier, every_account, q.account_id)
      and not exists (select from mail_steering s where s.account_id = q.account_id and s.paused_at is not null)
    order by q.id limit 1;
  if found then return; end if;
  return query
    select q.account_id, q.id, 0::float8 from mail_queue q left join mail_steering s on s.account_id = q.account_id
    where not q.small_change and q.run_at <= moment and s.paused_at is null and carries(carrier, every_account, q.account_id)
    order by s.last_turn_at nulls first, q.change_id, q.seq limit 1;
  if found then return; end if;
  return query
    select q.account_id, q.id, extract(epoch from q.run_at - moment)::float8 from mail_queue q
    where carries(carrier, every_account, q.account_id)
      and not exists (select from mail_steering s where s.account_id = q.account_id and s.paused_at is not null)
    order by q.run_at limit 1;
end $function$
;

-- Called by: anyone.
create function muster_now()
 returns timestamptz
 language plpgsql
 stable parallel safe
as $function$
begin
  return now() + (select c.moved_by from clock c);
end $function$
;

-- Called by: muster_app.
create function note_mails(account_ids uuid[], queue_ids bigint[], ids uuid[], versions integer[], states text[], details text[])
 returns void
 language plpgsql
as $function$
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
end $function$
;

-- Called by: anyone.
create function number_words(employee_number text)
 returns text
 language sql
 immutable parallel safe
return lower(((translate(employee_number, '-./_#', repeat(' ', 5)) || ' ') || translate(employee_number, '-./_# ', '')))
;

-- Called by: anyone.
create function ordered_id(at timestamptz, n bigint)
 returns uuid
 language sql
 parallel safe
return ((((lpad(to_hex((((extract(epoch from at) * (1000)::numeric))::bigint + (n >> 12))), 12, '0') || '7') || lpad(to_hex((n & (4095)::bigint)), 3, '0')) || "right"(replace((gen_random_uuid())::text, '-', ''), 16)))::uuid
;

-- Called by: anyone.
create function owner_stays_active()
 returns trigger
 language plpgsql
as $function$
declare
  own uuid := current_account();
  named uuid := (select a.owner_id from accounts a where a.id = own);
begin
  if named is not null and not exists (select from users u where u.account_id = own and u.id = named and u.status = 'active') then
    raise exception 'the Owner must stay active' using errcode = 'check_violation', constraint = 'owner_stays_active';
  end if;
  return null;
end $function$
;

-- Called by: anyone.
create function role_now(user_id uuid, role text, owner_id uuid)
 returns text
 language sql
 immutable parallel safe
return case when (owner_id = user_id) then 'owner' else role end
;

-- Called by: its owner alone.
create procedure run_as_reader(in asked regprocedure)
 language plpgsql
as $procedure$
begin
  grant create on schema public to muster_reader;
  execute format('alter function %s owner to muster_reader', asked);
  revoke create on schema public from muster_reader;
  call keep_to_app(asked);
end $procedure$
;

-- Called by: muster_app. Runs as muster_reader.
create function search_users(query tsquery, most integer)
 returns setof users
 language sql
 stable security definer rows 100
 set search_path to 'public', 'pg_temp'
as $function$
  select u.* from users u
  where u.account_id = current_account() and search_words(u.account_id, u.email_key, u.name_key, u.employee_number) @@ query
  limit most
$function$
;

-- Called by: anyone.
create function search_words(account_id uuid, email_key text, name_key text, employee_number text)
 returns tsvector
 language sql
 immutable parallel safe
return array_to_tsvector(array_remove(string_to_array((word_mark(account_id) || replace((((translate(email_key, '@.-_+''!#$%&*/=?^`{|}~', repeat(' ', 22)) || case when (employee_number = '') then '' else (' ' || number_words(employee_number)) end) || ' ^') || translate(name_key, '	', ' ')), ' ', (' ' || word_mark(account_id)))), ' '), word_mark(account_id)))
;

-- Called by: muster_app. Runs as muster_reader.
create function session_by_hash(hash bytea)
 returns table(session_id uuid, identity_id uuid, account_id uuid, account_name text, user_id uuid, role text, status text, created_at timestamptz, last_seen_at timestamptz, now timestamptz)
 language plpgsql
 stable security definer rows 1
 set search_path to 'public', 'pg_temp'
as $function$
#variable_conflict use_column
begin
  return query
    select s.id, s.identity_id, a.id, a.name, u.id, role_now(u.id, u.role, a.owner_id), u.status,
      s.created_at, s.last_seen_at, muster_now()
    from sessions s
    join users u on u.account_id = s.account_id and u.id = s.user_id
    join accounts a on a.id = s.account_id
    where s.token_hash = hash;
end $function$
;

-- Called by: its owner alone.
create procedure show_to_reader(in owned regclass)
 language plpgsql
as $procedure$
begin
  execute format('create policy reader on %s for select to muster_reader using (true)', owned);
  execute format('grant select on %s to muster_reader', owned);
end $procedure$
;

-- Called by: anyone.
create function status_now(status text, expires_at timestamptz, moment timestamptz)
 returns text
 language sql
 immutable parallel safe
return case when ((status = 'pending') and (expires_at <= moment)) then 'expired' else status end
;

-- Called by: muster_app. Runs as muster_reader.
create function webhooks_due(most integer)
 returns table(account_id uuid, webhook_id uuid)
 language plpgsql
 stable security definer rows 100
 set search_path to 'public', 'pg_temp'
as $function$
#variable_conflict use_column
begin
  return query
    select w.account_id, w.id from webhooks w join feeds f on f.account_id = w.account_id
    where w.paused_at is null and (w.position < f.last or w.partial)
      and (w.next_try_at is null or w.next_try_at <= muster_now())
      and (w.leased_until is null or w.leased_until < clock_timestamp())
    order by w.served_at limit most;
end $function$
;

-- Called by: anyone.
create function word_mark(account_id uuid)
 returns text
 language sql
 immutable parallel safe
return ("right"((account_id)::text, 8) || ':')
;
