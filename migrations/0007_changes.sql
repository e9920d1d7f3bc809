-- Changes: what was asked, what it became, and the record that serves audit, undo and result.

create table changes (
  account_id uuid not null references accounts,
  id uuid not null,
  state text not null check (state in ('planning', 'planned', 'applying', 'applied', 'undoing', 'undone', 'cancelled', 'failed')),
  source text not null,
  planned_by_kind text not null,
  planned_by_id uuid,
  -- The actor who applies it; until then the one who planned it.
  actor_kind text not null,
  actor_id uuid,
  selection jsonb,
  operation jsonb not null,
  options jsonb not null default '{}',
  overflow text not null check (overflow in ('refuse', 'fill')),
  plan jsonb,
  result jsonb,
  -- An import's file in short, as lists show it; and its columns and first rows, which only the change's own page shows.
  file jsonb,
  file_details jsonb,
  -- What is kept of an upload: bytes of the file and lines of it. 0 once they are gone.
  kept_bytes bigint not null default 0,
  kept_lines int not null default 0,
  done int not null default 0,
  total int not null default 0,
  -- Seats that a large change took for itself when it began.
  reserved jsonb,
  cancel_asked boolean not null default false,
  failure text,
  undo_of uuid,
  undone_by uuid,
  created_at timestamptz not null,
  -- When the plan began to be made, for the last time.
  planned_at timestamptz not null default muster_now(),
  applied_at timestamptz,
  primary key (account_id, id)
);
comment on table changes is 'A row is a change of users: planned, applied, undone or given up.';
create index changes_open on changes (account_id, id) where state in ('planning', 'planned', 'applying');
create index changes_kept on changes (account_id, id) where kept_bytes > 0 or kept_lines > 0;
call keep_to_account('changes');
call show_to_reader('changes');

create table change_chunks (
  account_id uuid not null,
  change_id uuid not null,
  seq int not null,
  -- The users it is planned for, and those it has changed, in the order of their ids.
  targets uuid[],
  outcome text check (outcome in ('create', 'update', 'remove')),
  ids uuid[] not null default '{}',
  first_id uuid,
  last_id uuid,
  at timestamptz,
  before jsonb,
  after jsonb,
  unchanged uuid[] not null default '{}',
  refused jsonb not null default '{}',
  result jsonb,
  primary key (account_id, change_id, seq),
  foreign key (account_id, change_id) references changes (account_id, id) on delete cascade
);
comment on table change_chunks is 'A row is the part of a change that one transaction applies: up to 10,000 users, and each touched field before and after.';
-- Ids in their order: packing them saves little and takes a third of the time of writing them.
alter table change_chunks
  alter column targets set storage external,
  alter column ids set storage external,
  alter column unchanged set storage external;
create index change_chunks_one on change_chunks (account_id, first_id) where first_id = last_id;
create index change_chunks_many on change_chunks (account_id, last_id, first_id) where first_id < last_id;
call keep_to_account('change_chunks');
call show_to_reader('change_chunks');
