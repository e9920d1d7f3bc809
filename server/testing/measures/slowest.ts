import { relative, resolve } from 'node:path';
import type { TestEvent } from 'node:test/reporters';

const shownMost = 12;

/** A reporter of node --test: lists the slowest files at the end. Two run at a time, so the sum exceeds the total. */
export default async function* slowest(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const began = new Map<string, number>();
  const ended = new Map<string, number>();
  for await (const { type, data } of events) {
    const file = data && 'file' in data ? data.file : undefined;
    if (file === undefined) continue;
    if (type === 'test:dequeue' && !began.has(file)) began.set(file, performance.now());
    ended.set(file, performance.now());
  }
  const seconds = [...began].map(([file, from]) => ({ file, seconds: ((ended.get(file) ?? from) - from) / 1_000 }));
  if (seconds.length <= shownMost) return;
  seconds.sort((a, b) => b.seconds - a.seconds);
  yield 'The files that took longest, in seconds:\n';
  for (const each of seconds.slice(0, shownMost))
    yield `${each.seconds.toFixed(1).padStart(7)}  ${relative(resolve('.'), each.file)}\n`;
}
