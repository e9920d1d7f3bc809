-- Many people share a first name, and in the order of names they all stand together: walking there from the beginning may take
-- the whole account, and to fetch everybody who is found takes long, too. So the first word of a name carries a mark of its own: the
-- index tells who has a word elsewhere, and the rest is one piece of the order. A search cannot hold the mark.
create or replace function search_words(account_id uuid, email_key text, name_key text) returns tsvector language sql immutable parallel safe
  return array_to_tsvector(array_remove(string_to_array(
    word_mark(account_id) || replace(translate(email_key, '@.-_+''!#$%&*/=?^`{|}~', repeat(' ', 22)) || ' ^' || name_key, ' ', ' ' || word_mark(account_id)),
    ' '), word_mark(account_id)));
reindex index users_search;

-- Those users of the current account whose words are asked for, at most so many. Whole rows: to look each up again would take as long
-- as to find it.
drop function search_users(tsquery, int);
create function search_users(query tsquery, most int) returns setof users
language sql stable security definer set search_path = public, pg_temp rows 100 as $$
  select u.* from users u
  where u.account_id = current_account() and search_words(u.account_id, u.email_key, u.name_key) @@ query
  limit most
$$;
grant create on schema public to muster_reader;
alter function search_users(tsquery, int) owner to muster_reader;
revoke create on schema public from muster_reader;
revoke all on function search_users(tsquery, int) from public;
grant execute on function search_users(tsquery, int) to muster_app;
