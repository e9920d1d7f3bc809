-- One account must not take the server from the others: what lists show of a change is short, and what an account keeps has bounds.

-- What is told of a file in the details of its change only: its columns and first rows, and how it is read.
alter table changes add column file_details jsonb;
-- What is kept of an upload: bytes of the file and lines of it. 0 once they are gone.
alter table changes add column kept_bytes bigint not null default 0, add column kept_lines int not null default 0;

alter table changes no force row level security;
update changes set
    file_details = jsonb_build_object('columns', jsonb_path_query_array(file, '$.columns[0 to 499]'), 'sample', coalesce(file -> 'sample', '[]'),
      'bom', file -> 'bom', 'ascii', file -> 'ascii', 'skip', file -> 'skip'),
    file = file - '{columns,sample,bom,ascii,skip}'::text[]
  where file is not null;
-- Whom a change is about stands in its chunks; here are the first few, to be shown.
update changes set "select" = jsonb_set("select", '{ids}', jsonb_path_query_array("select", '$.ids[0 to 9]')) || jsonb_build_object('count', jsonb_array_length("select" -> 'ids'))
  where jsonb_array_length("select" -> 'ids') > 10;
update changes set "select" = jsonb_set("select", '{except}', jsonb_path_query_array("select", '$.except[0 to 9]')) || jsonb_build_object('exceptCount', jsonb_array_length("select" -> 'except'))
  where jsonb_array_length("select" -> 'except') > 10;
alter table import_files no force row level security;
alter table import_lines no force row level security;
update changes c set kept_bytes = coalesce((c.file ->> 'bytes')::bigint, 0)
  where exists (select from import_files f where f.account_id = c.account_id and f.change_id = c.id);
update changes c set kept_lines = coalesce((c.file ->> 'rows')::int, 0)
  where exists (select from import_lines l where l.account_id = c.account_id and l.change_id = c.id);
alter table import_files force row level security;
alter table import_lines force row level security;
alter table changes force row level security;

create index changes_open on changes (account_id, id) where state in ('planning', 'planned', 'applying');
create index changes_kept on changes (account_id, id) where kept_bytes > 0 or kept_lines > 0;
