import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callsOf, tablesOf } from './statement.ts';

const found = (text: string) =>
  tablesOf(text).map(({ table, alias, named }) => `${table} ${alias}${named ? '' : ' unnamed'}`);

test('a statement names its tables, and the account in each where an equation says so', () => {
  assert.deepEqual(
    found('select u.id from users u join groups g on g.account_id = u.account_id where u.account_id = $1'),
    ['users u', 'groups g'],
  );
  assert.deepEqual(found('select id from users where account_id = $1 and role = $2'), ['users users']);
  assert.deepEqual(found('select name from accounts where id = $1 for update'), ['accounts accounts']);
  assert.deepEqual(found('select from users u, accounts a where a.id = u.account_id and u.account_id = $1'), [
    'users u',
    'accounts a',
  ]);
  assert.deepEqual(found('insert into counts as c (account_id, n) values ($1, 1) on conflict do update set n = c.n'), [
    'counts c',
  ]);
  assert.deepEqual(found('delete from users using chosen where users.account_id = $1'), ['users users']);
  assert.deepEqual(found('update seats s set held = 1 from unnest($1) m where s.account_id = $2 and s.held = m.held'), [
    'seats s',
  ]);
});

test('a table in which the account is not named is found, also within another query', () => {
  assert.deepEqual(found('select from users u where u.id = $1'), ['users u unnamed']);
  assert.deepEqual(found('select from users u join groups g on g.id = u.group_id where u.account_id = $1'), [
    'users u',
    'groups g unnamed',
  ]);
  assert.deepEqual(found('select from users u join groups g on g.account_id = u.account_id'), [
    'users u unnamed',
    'groups g unnamed',
  ]);
  assert.deepEqual(
    found('select (select name from groups where id = u.group_id) from users u where u.account_id = $1'),
    ['groups groups unnamed', 'users u'],
  );
  assert.deepEqual(found('with x as (select id from users) select from x where account_id = $1'), [
    'users users unnamed',
  ]);
  assert.deepEqual(found('select from users u where exists (select from users u where u.account_id = $1)'), [
    'users u unnamed',
    'users u',
  ]);
  assert.deepEqual(found('select from accounts'), ['accounts accounts unnamed']);
  assert.deepEqual(
    found('select from sessions s join users u on u.account_id = s.account_id where s.token_hash = $1'),
    ['sessions s', 'users u'],
  );
  assert.deepEqual(found('select from users u where u.account_id = $1; delete from users u'), [
    'users u',
    'users u unnamed',
  ]);
  assert.deepEqual(found('insert into seats (account_id) select account_id from counts where account_id = $1'), [
    'seats seats',
    'counts counts',
  ]);
  assert.deepEqual(found('insert into seats (product) select key from counts where account_id = $1'), [
    'seats seats unnamed',
    'counts counts',
  ]);
  assert.deepEqual(found('select from users u where u.account_id = $1 union all select from users u'), [
    'users u',
    'users u unnamed',
  ]);
});

test('what is no table is not taken for one', () => {
  assert.deepEqual(
    found(`select extract(epoch from accounts), trim(both from users), 'from users' from unnest($1) as users (id)`),
    [],
  );
  assert.deepEqual(found('with users as (select 1) select from users where a is distinct from groups'), []);
});

test('the functions that a statement calls are found', () => {
  assert.deepEqual(callsOf('select mail_turn() from lateral other(1)', ['mail_turn', 'other', 'third']), [
    'mail_turn',
    'other',
  ]);
});
