-- Sessions, and what is asked before an account is known.

create table sessions (
  id uuid primary key,
  token_hash bytea not null unique,
  identity_id uuid not null,
  account_id uuid not null,
  user_id uuid not null,
  user_agent text not null,
  ip text not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null
);
comment on table sessions is 'A row is a browser signed in to an account. The cookie holds the token, the row its hash.';
create index sessions_identity on sessions (identity_id);
grant select, insert, update, delete on sessions to muster_app;
grant select on sessions to muster_reader;

-- Whom a session's token speaks for. The caller judges by last_seen_at and created_at whether the session is over. Whatever ends the
-- membership of its identity ends the session.
create function session_by_hash(hash bytea)
returns table (session_id uuid, identity_id uuid, account_id uuid, account_name text, user_id uuid, role text, status text,
  created_at timestamptz, last_seen_at timestamptz, now timestamptz)
language plpgsql stable security definer rows 1 set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
  return query
    select s.id, s.identity_id, a.id, a.name, u.id, role_now(u.id, u.role, a.owner_id), u.status,
      s.created_at, s.last_seen_at, muster_now()
    from sessions s
    join users u on u.account_id = s.account_id and u.id = s.user_id
    join accounts a on a.id = s.account_id
    where s.token_hash = hash;
end $$;
call run_as_reader('session_by_hash(bytea)');

-- The active ones of these users of these accounts, each account beside its user, in the order in which they signed in last; those who
-- never did in the order given.
create function active_users(account_ids uuid[], user_ids uuid[])
returns table (account_id uuid, account_name text, user_id uuid, role text)
language plpgsql stable security definer rows 10 set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
  return query
    select a.id, a.name, u.id, role_now(u.id, u.role, a.owner_id)
    from unnest(account_ids, user_ids) with ordinality as given (account_id, user_id, n)
    join accounts a on a.id = given.account_id
    join users u on u.account_id = given.account_id and u.id = given.user_id
    where u.status = 'active'
    order by u.last_sign_in_at desc, given.n;
end $$;
call run_as_reader('active_users(uuid[], uuid[])');
