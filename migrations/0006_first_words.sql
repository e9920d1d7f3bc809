-- Many people share a first name, and in the order of names they all stand together: walking there from the beginning may take
-- the whole account, and to fetch everybody who is found takes long, too. With a mark for the first word of the name the index
-- tells who is found by something else than that, and the rest is one piece of the order. A search cannot hold the mark.
create function email_words(email_key text) returns text language sql immutable parallel safe
  return translate(email_key, '@.-_+''!#$%&*/=?^`{|}~', repeat(' ', 22));
create or replace function search_words(account_id uuid, email_key text, name_key text) returns tsvector language sql immutable parallel safe
  return array_to_tsvector(array_remove(string_to_array(
    word_mark(account_id) || replace(email_words(email_key) || ' ' || name_key || ' ^' || split_part(name_key, ' ', 1), ' ', ' ' || word_mark(account_id)),
    ' '), word_mark(account_id)));
reindex index users_search;
