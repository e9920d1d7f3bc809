import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Foreground } from './foreground.ts';

test('long work makes room for people of other accounts, not for those it is done for', () => {
  const foreground = new Foreground();
  assert.equal(foreground.holdsOthersThan('ours'), false, 'nobody has asked yet');
  foreground.note('ours');
  assert.equal(foreground.holdsOthersThan('ours'), false, 'our own people watch how it goes');
  assert.equal(foreground.holdsOthersThan('theirs'), true);
  foreground.note('theirs');
  foreground.note('ours');
  foreground.note('ours');
  assert.equal(foreground.holdsOthersThan('ours'), true, 'theirs asked a moment ago, whoever asked since');
});
