-- Imports: a change whose selection is a file.

create table import_files (
  account_id uuid not null,
  change_id uuid not null,
  seq int not null,
  bytes bytea not null,
  primary key (account_id, change_id, seq),
  foreign key (account_id, change_id) references changes (account_id, id) on delete cascade
);
comment on table import_files is 'A row is a piece of a file as it was sent.';
alter table import_files alter column bytes set storage external;
call keep_to_account('import_files');

-- Room in the page keeps the note of what a line became off both indexes, which is five times as fast. There is no foreign key: lines are
-- written by the transaction that holds their change, which is never deleted, and to ask for it a million times takes a quarter of planning.
create table import_lines (
  account_id uuid not null,
  change_id uuid not null,
  line int not null,
  -- The chunk of the change that applies it.
  seq int,
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
  -- Of somebody of the account, or of a line that makes one.
  manager_id uuid,
  -- The id that its person will have, where another line names them as a manager before they are there.
  new_user_id uuid,
  group_id uuid,
  type text collate "C",
  add_ons text[],
  -- The status that its person gets where they have the opposite one.
  status text collate "C",
  user_id uuid,
  outcome text collate "C",
  code text collate "C",
  detail text,
  primary key (account_id, change_id, line)
) with (fillfactor = 50);
comment on table import_lines is 'A row is a line of an imported file: what it says of a person, and what became of it.';
create index import_lines_chunk on import_lines (account_id, change_id, seq, line);
-- Managers to come, whose names a plan shows.
create index import_lines_new_users on import_lines (account_id, change_id, new_user_id) where new_user_id is not null;
create index import_lines_refused on import_lines (account_id, change_id, line) where outcome = 'refused';
call keep_to_account('import_lines');
