import assert from 'node:assert/strict';
import { test } from 'node:test';
import { notReached } from './change.ts';

const nobody = { create: 0, update: 0, remove: 0, unchanged: 0, refused: 0 };

test('an undo that is stopped before it was planned has reached nobody, and says how many that are', () => {
  const stopped = { plan: null, result: nobody, progress: { done: 3_000, total: 3_000 } };
  assert.equal(notReached({ ...stopped, state: 'cancelled' }), 3_000);
  assert.equal(notReached({ ...stopped, state: 'applied' }), 0);
});
