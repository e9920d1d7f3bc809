-- Statistics that know nobody but removed people, as after everyone of an account was removed, take every index of those who are there for a
-- single row: whether an address is taken was then asked of the order of sign-ins, which is everybody, once for each who came back. The indexes of
-- an order now serve only a question that names that order, by a condition that is true of everyone, and addresses are left to their own.
drop index users_name, users_last_sign_in;
create index users_name on users (account_id, name_key, id) where removed_at is null and name_key >= '';
create index users_last_sign_in on users (account_id, last_sign_in_at, id) where removed_at is null and last_sign_in_at >= '-infinity';

-- Whoever was mailed is named by id as well: an account of whom statistics know nothing was taken for one person, and everybody was looked at for each.
create or replace function note_mails(account_ids uuid[], queue_ids bigint[], ids uuid[], epochs int[], states text[], details text[]) returns void
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
      where t.account_id = a and u.account_id = a and u.id = any(ids) and u.id = t.id and u.epoch = t.epoch and u.mail_state in ('queued', 'delayed');
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

-- PostgreSQL looks at a table again by itself, once a part of it has changed; until then a search of a new crowd asked everybody, and lists sorted
-- them all. So a change of which many came or went ends with that look, which only the table's owner may take.
create function analyze_users() returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  analyze (skip_locked) users;
end $$;
revoke all on function analyze_users() from public;
grant execute on function analyze_users() to muster_app;
