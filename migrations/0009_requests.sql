-- What requests leave behind: the audit log, and answers kept for a repeat.

create table audit_events (
  account_id uuid not null references accounts,
  id uuid not null,
  at timestamptz not null,
  event text not null,
  actor_kind text not null,
  actor_id uuid,
  channel text not null,
  request_id text,
  change_id uuid,
  user_id uuid,
  count int,
  details jsonb not null,
  primary key (account_id, id)
);
comment on table audit_events is 'A row is a line of the audit log. It names people by id only, so that it stays whole when a person is erased.';
create index audit_events_user on audit_events (account_id, user_id, id) where user_id is not null;
call keep_to_account('audit_events');
revoke update, delete on audit_events from muster_app;

create table idempotency_keys (
  account_id uuid not null references accounts,
  actor text not null,
  key text not null,
  request_hash bytea not null,
  status int,
  answer jsonb,
  headers jsonb,
  created_at timestamptz not null,
  primary key (account_id, actor, key)
);
comment on table idempotency_keys is 'A row is a request with an Idempotency-Key and its answer, which a repeat gets again.';
call keep_to_account('idempotency_keys');
