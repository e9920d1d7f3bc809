-- Statistics that know nobody but removed people, as after everyone of an account was removed, take every index of those who are there for a
-- single row: whether an address is taken was then asked of the order of sign-ins, which is everybody, once for each who came back. The indexes of
-- an order now serve only a question that names that order, by a condition that is true of everyone, and addresses are left to their own.
drop index users_name, users_last_sign_in;
create index users_name on users (account_id, name_key, id) where removed_at is null and name_key >= '';
create index users_last_sign_in on users (account_id, last_sign_in_at, id) where removed_at is null and last_sign_in_at >= '-infinity';
