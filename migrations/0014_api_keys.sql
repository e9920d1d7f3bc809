-- API keys, by which programs reach an account.

create table api_keys (
  account_id uuid not null references accounts,
  id uuid not null,
  name text not null,
  -- The first characters of the key, by which people tell keys apart.
  prefix text not null,
  -- SHA-256 of the key. After a rotation the earlier key works, too, for a while.
  token_hash bytea not null,
  earlier_hash bytea,
  earlier_until timestamptz,
  -- The person who got the key and answers for it. Null once they are erased, which stops the key.
  maker_id uuid,
  permissions text[] not null,
  -- Networks, as CIDRs, from which it may be used; from anywhere if there are none.
  addresses text[] not null default '{}',
  expires_at timestamptz,
  created_at timestamptz not null,
  last_used_at timestamptz,
  last_used_from text,
  -- A revoked key stays, so that the audit log can name it.
  revoked_at timestamptz,
  primary key (account_id, id)
);
comment on table api_keys is 'A row is a key by which programs reach the account. It speaks for its maker, and never may more than they.';
create unique index api_keys_token on api_keys (token_hash);
create unique index api_keys_earlier on api_keys (earlier_hash) where earlier_hash is not null;
create index api_keys_maker on api_keys (account_id, maker_id) where revoked_at is null;
call keep_to_account('api_keys');
call show_to_reader('api_keys');

-- The key of a hash, with what its maker may do at this moment.
create function api_key_by_hash(hash bytea)
returns table (key_id uuid, account_id uuid, account_name text, permissions text[], addresses text[], maker_id uuid, role text, status text,
  revoked boolean, expired boolean, last_used_from text, stale boolean)
language plpgsql stable security definer rows 1 set search_path = public, pg_temp as $$
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
end $$;
call run_as_reader('api_key_by_hash(bytea)');

-- A date of invitations can be chosen by a program, too.
alter table invitation_schedules add column requested_by_kind text not null default 'user';

-- The permissions that the actor of a stored answer had, without which it is not repeated; and instead of an answer with a secret the id of
-- the thing whose secret it was.
alter table idempotency_keys
  add column permissions text[] not null default '{}',
  add column shown_once text;
