-- A change names two people: the one who planned it, and the one who acts, who is the one who planned it until somebody applies it.
alter table changes add column planned_by_kind text, add column planned_by_id uuid;
alter table changes no force row level security;
update changes set planned_by_kind = actor_kind, planned_by_id = actor_id;
alter table changes alter column planned_by_kind set not null;
alter table changes force row level security;

-- Browsers that a sign-in was used in before. They have tries of their own and are no factor.
create table devices (
  token_hash bytea primary key,
  identity_id uuid not null references identities on delete cascade,
  created_at timestamptz not null,
  last_used_at timestamptz not null
);
create index devices_identity on devices (identity_id);
grant select, insert, update, delete on devices to muster_app;

-- The sign-ins of an address, proven or not, are asked for at every sign-in. No other index serves that question.
create index identities_email on identities (email_key);

-- How many mails of a kind an address had lately.
alter table mails add column recipient_key text collate "C" not null default '';
alter table mails alter column recipient_key drop default;
create index mails_recipient on mails (recipient_key, template, created_at);

-- Invitation mails to a person within the last hour, where they are more than the first one, and since when they are counted.
alter table users add column mails_lately int, add column mails_since timestamptz;
