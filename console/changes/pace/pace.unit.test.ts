import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Course, goOn, type Pace, unknown } from './pace.ts';

/** The estimate after each observation: [second, done]. */
function told(total: number, sights: [number, number][]): (Pace | null)[] {
  let course: Course = unknown;
  return sights.map(([second, done]) => {
    course = goOn(course, { at: second * 1000, done }, total);
    return course.told;
  });
}

test('nothing is told before it is known well enough', () => {
  assert.deepEqual(
    told(1_000_000, [
      [0, 10_000],
      [1, 20_000],
      [2, 30_000],
    ]),
    [null, null, null],
  );
});

test('a steady pace is told in round numbers, and counts down in steps a person would say', () => {
  const steps = Array.from({ length: 100 }, (_, i): [number, number] => [i, i * 10_000]);
  const said = told(1_000_000, steps);
  assert.deepEqual(said[3], { perSecond: 10_000, secondsLeft: 120 });
  const left = said.flatMap((pace) => pace?.secondsLeft ?? []);
  assert.deepEqual([...new Set(left)], [120, 60, 50, 40, 30, 20, 10, 0]);
  assert.deepEqual(
    [...left].sort((a, b) => b - a),
    left,
    'it never goes up',
  );
});

test('steps that come now sooner and now later do not make it flicker', () => {
  const sights = Array.from({ length: 60 }, (_, i): [number, number] => [i + (i % 2 === 0 ? 0 : 0.7), i * 10_000]);
  const said = told(2_000_000, sights).flatMap((pace) => pace ?? []);
  assert.deepEqual([...new Set(said.slice(1).map(({ perSecond }) => perSecond))], [10_000]);
  const left = said.map(({ secondsLeft }) => secondsLeft);
  assert.deepEqual(
    [...left].sort((a, b) => b - a),
    left,
  );
});

test('a pace that drops for good is told anew', () => {
  const fast = Array.from({ length: 20 }, (_, i): [number, number] => [i, i * 20_000]);
  const slow = Array.from({ length: 40 }, (_, i): [number, number] => [20 + i, 400_000 + i * 2_000]);
  const said = told(1_000_000, [...fast, ...slow]);
  assert.equal(said[19]?.secondsLeft, 30);
  assert.deepEqual(said.at(-1), { perSecond: 2_000, secondsLeft: 240 });
});

test('what begins anew, as another step of it does, is not taken for a step back', () => {
  const said = told(1_000_000, [
    [0, 100_000],
    [3, 400_000],
    [4, 10_000],
    [8, 20_000],
  ]);
  assert.deepEqual(said[1], { perSecond: 100_000, secondsLeft: 0 });
  assert.equal(said[2], null);
  assert.equal(said[3]?.perSecond, 2_500);
});
