import assert from 'node:assert/strict';
import { it } from 'node:test';
import { durationText } from './duration.ts';

it('says a length of time in the two largest units, and in one alone from ten of them on', () => {
  const said = [0, 1, 9, 59, 60, 100, 599, 600, 3_281, 3_600, 7_500, 68_700, 90_000, 900_000].map((seconds) =>
    durationText(seconds, 'en').replace(/\u00a0/g, ' '),
  );
  assert.deepEqual(said, [
    '1 sec',
    '1 sec',
    '9 sec',
    '59 sec',
    '1 min',
    '1 min 40 sec',
    '9 min 59 sec',
    '10 min',
    '55 min',
    '1 hr',
    '2 hr 5 min',
    '19 hr',
    '1 day 1 hr',
    '10 days',
  ]);
});
