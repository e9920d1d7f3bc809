-- While the mail server takes nothing, one message is tried for all queues and servers: until when whoever tries it may take, by the
-- machine's clock.
alter table mail_server add column trying_until timestamptz;

-- An invitation names who invites, with their address, as long as they are there to be asked.
drop function mail_ahead(int, interval);

-- The people of small changes who are to be told, in their order. A change of which nobody is left answers one row without a person.
-- It is asked outside any account; inside one it tells nothing, of whomever.
create function mail_ahead(most int, give_up_after interval) returns table (account_id uuid, queue_id bigint, id uuid, email text,
  epoch int, account_name text, days int, invited_by text, last_try boolean, inviter_email text)
language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare moment timestamptz := muster_now();
begin
  return query with place as materialized (
      select q.* from mail_queue q
      where q.ahead and q.run_at <= moment and (select current_account()) is null
        and not exists (select from mail_steering s where s.account_id = q.account_id and s.paused_at is not null)
      order by q.id limit most)
    select p.account_id, p.id, d.id, d.email, d.epoch, a.name, a.invitation_days, d.inviter,
      coalesce(p.delayed_since <= moment - give_up_after, false), d.inviter_email
    from place p join accounts a on a.id = p.account_id
    join change_chunks c on c.account_id = p.account_id and c.change_id = p.change_id and c.seq = p.seq
    left join lateral (
      select t.n, u.id, u.email, u.epoch, i.inviter, i.email as inviter_email
      from unnest(c.ids) with ordinality as t (id, n) join users u on u.account_id = p.account_id and u.id = t.id
      left join lateral (select nullif(trim(first_name || ' ' || last_name), '') as inviter, email from users
        where users.account_id = u.account_id and users.id = u.invited_by and users.status = 'active') i on true
      where u.status = 'pending' and u.expires_at > moment
        and (u.mail_state = 'queued' or (u.mail_state = 'delayed' and u.mail_at < p.run_at))) d on true
    order by p.id, d.n limit most;
end $$;

do $$ begin
  execute 'grant create on schema public to muster_reader';
  execute 'alter function mail_ahead(int, interval) owner to muster_reader';
  execute 'revoke create on schema public from muster_reader';
  execute 'revoke all on function mail_ahead(int, interval) from public';
  execute 'grant execute on function mail_ahead(int, interval) to muster_app';
end $$;

-- How many people an account has written to whose Owner had not proven their address: a number, which no removal lowers.
alter table accounts add column early_invited int not null default 0;
