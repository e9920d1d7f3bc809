-- A person who was added alone took a turn of the mail queue alone, of several transactions. Now a turn takes many such people of
-- many accounts, and what became of them is noted at once.
create policy reader on change_chunks for select to muster_reader using (true);
grant select on change_chunks to muster_reader;

-- The people of small changes who are to be told, in their order. A change of which nobody is left answers one row without a person.
-- It is asked outside any account; inside one it tells nothing, of whomever.
create function mail_ahead(most int, give_up_after interval) returns table (account_id uuid, queue_id bigint, id uuid, email text,
  epoch int, account_name text, days int, invited_by text, last_try boolean)
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
      coalesce(p.delayed_since <= moment - give_up_after, false)
    from place p join accounts a on a.id = p.account_id
    join change_chunks c on c.account_id = p.account_id and c.change_id = p.change_id and c.seq = p.seq
    left join lateral (
      select t.n, u.id, u.email, u.epoch, (select nullif(trim(i.first_name || ' ' || i.last_name), '') from users i
          where i.account_id = u.account_id and i.id = u.invited_by) as inviter
      from unnest(c.ids) with ordinality as t (id, n) join users u on u.account_id = p.account_id and u.id = t.id
      where u.status = 'pending' and u.expires_at > moment
        and (u.mail_state = 'queued' or (u.mail_state = 'delayed' and u.mail_at < p.run_at))) d on true
    order by p.id, d.n limit most;
end $$;

-- Notes what became of mails, of one account after the other, as row security wants it. Only where the invitation is still the one
-- that was mailed. A small change leaves the queue with the last of its people; a crowd when it is walked to its end.
create function note_mails(account_ids uuid[], queue_ids bigint[], ids uuid[], epochs int[], states text[], details text[]) returns void
language plpgsql as $$
declare
  a uuid;
  own bigint[];
begin
  for a in select distinct t.id from unnest(account_ids) as t (id) order by t.id loop
    perform set_config('muster.account_id', a::text, true);
    own := array(select distinct t.queue_id from unnest(account_ids, queue_ids) as t (account_id, queue_id) where t.account_id = a);
    update users u set mail_state = t.state, mail_at = muster_now(), mail_detail = t.detail
      from unnest(account_ids, ids, epochs, states, details) as t (account_id, id, epoch, state, detail)
      where t.account_id = a and u.account_id = a and u.id = t.id and u.epoch = t.epoch and u.mail_state in ('queued', 'delayed');
    delete from mail_queue q where q.account_id = a and q.id = any(own) and q.ahead and not exists (
      select from change_chunks c cross join lateral unnest(c.ids) as t (id) join users u on u.account_id = a and u.id = t.id
      where c.account_id = a and c.change_id = q.change_id and c.seq = q.seq
        and u.status = 'pending' and u.expires_at > (select muster_now()) and u.mail_state in ('queued', 'delayed'));
    update mail_queue q set waiting = greatest(0, q.waiting - t.n)
      from (select s.queue_id, count(*)::int as n from unnest(account_ids, queue_ids, states) as s (account_id, queue_id, state)
        where s.account_id = a and s.state <> 'delayed' group by s.queue_id) t
      where q.account_id = a and q.id = t.queue_id;
  end loop;
  perform set_config('muster.account_id', '', true);
end $$;

do $$
declare f text;
begin
  execute 'grant create on schema public to muster_reader';
  execute 'alter function mail_ahead(int, interval) owner to muster_reader';
  execute 'revoke create on schema public from muster_reader';
  foreach f in array array['mail_ahead(int, interval)', 'note_mails(uuid[], bigint[], uuid[], int[], text[], text[])'] loop
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to muster_app', f);
  end loop;
end $$;
