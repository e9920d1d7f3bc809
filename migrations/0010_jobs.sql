-- Jobs: work that comes later.

create table jobs (
  id bigint generated always as identity primary key,
  name text not null,
  account_id uuid,
  data jsonb not null,
  serial_key text,
  priority int not null default 0,
  -- Due by Muster's clock, leased by the machine's.
  run_at timestamptz not null,
  lease_until timestamptz,
  attempts int not null default 0,
  failure text
);
comment on table jobs is 'A row is work to be done by any server. It names what the work is about by ids. Jobs of one serial key run one at a time.';
create index jobs_due on jobs (priority desc, run_at, id);
create unique index jobs_serial on jobs (serial_key) where lease_until is not null;
create index jobs_waiting on jobs (name) where lease_until is null;
grant select, insert, update, delete on jobs to muster_app;
