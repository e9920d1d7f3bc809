-- Sessions, and what is asked before an account is known.

create table sessions (
  id uuid primary key,
  token_hash bytea not null unique,
  identity_id uuid not null references identities on delete cascade,
  account_id uuid not null,
  user_agent text not null,
  ip text not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null
);
comment on table sessions is 'A row is a browser signed in to an account. The cookie holds the token, the row its hash.';
create index sessions_identity on sessions (identity_id);
grant select, insert, update, delete on sessions to muster_app;
grant select on sessions to muster_reader;

-- Whom a session's token speaks for. The caller judges by last_seen_at and created_at whether the session is over.
create function session_by_hash(hash bytea)
returns table (session_id uuid, identity_id uuid, identity_email text, proven boolean, account_id uuid, account_name text,
  user_id uuid, role text, status text, created_at timestamptz, last_seen_at timestamptz, now timestamptz)
language plpgsql stable security definer rows 1 set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
  return query
    select s.id, i.id, i.email, i.account_id is null, a.id, a.name,
      u.id, role_now(u.id, u.role, a.owner_id), u.status, s.created_at, s.last_seen_at, muster_now()
    from sessions s
    join identities i on i.id = s.identity_id
    join memberships m on m.identity_id = i.id and m.account_id = s.account_id
    join users u on u.account_id = m.account_id and u.id = m.user_id
    join accounts a on a.id = m.account_id
    where s.token_hash = hash;
end $$;
call run_as_reader('session_by_hash(bytea)');

-- The accounts that one identity is a user of.
create function accounts_of(identity uuid)
returns table (account_id uuid, account_name text, user_id uuid, role text, status text, last_sign_in_at timestamptz)
language plpgsql stable security definer rows 10 set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
  return query
    select a.id, a.name, u.id, role_now(u.id, u.role, a.owner_id), u.status, u.last_sign_in_at
    from memberships m
    join accounts a on a.id = m.account_id
    join users u on u.account_id = m.account_id and u.id = m.user_id
    where m.identity_id = identity;
end $$;
call run_as_reader('accounts_of(uuid)');
