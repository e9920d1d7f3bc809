import assert from 'node:assert/strict';
import { test } from 'node:test';
import { auditEvents } from './events.ts';
import { type Logged, summarise } from './summary.ts';

const line: Logged = {
  event: 'session.started',
  count: 1,
  details: {},
  person: 'Ada Lovelace',
  change: null,
  keys: new Map([['k', 'Nightly']]),
  groups: new Map([['g1', 'Sales']]),
  productName: (key) => key.toUpperCase(),
};

test('every event of the audit log has a sentence of its own', () => {
  for (const event of auditEvents) assert.doesNotMatch(summarise({ ...line, event }), /\.|undefined|\[object/, event);
});

test('the audit log tells a change with the change’s own sentence', () => {
  const change = 'Type of 12 people set to Pro';
  assert.equal(summarise({ ...line, event: 'users.changed', change }), change);
});

test('the audit log names groups, products and people as they are called today', () => {
  const details = { groupId: 'g1' };
  assert.equal(summarise({ ...line, event: 'group.created', details }), 'Group Sales created');
  const seats = { product: 'pro', before: 5, after: 10 };
  assert.equal(
    summarise({ ...line, event: 'subscription.changed', details: seats }),
    'Seats of PRO changed from 5 to 10',
  );
  assert.equal(summarise(line), 'Ada Lovelace signed in');
});

test('the audit log does not name a person whose data was erased', () => {
  assert.equal(summarise({ ...line, person: null }), 'A removed person signed in');
});
