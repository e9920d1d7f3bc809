import { setTimeout as sleep } from 'node:timers/promises';
import { type Bench, freePort, Owner, p99, report, rounded, withMuster } from './support/bench.ts';
import { fill } from './support/crowd.ts';
import { type Greedy, greedy } from './support/greedy.ts';
import { MailSink } from './support/mail-sink.ts';
import { type Waits, waitsUntil } from './support/neighbours.ts';

const neighbourRows = 1_000;
const idleSeconds = 15;
/** The longest wait of others: the larger of this multiple of their wait on an idle server, and this many ms. */
const timesIdle = 3;
const mostMs = 100;
const mailMostMs = 1_000;

/** P13: how long another account waits for its list, its invitation's mail and /healthz while one account (a few, for plans) is greedy. */
export async function fairnessBench(rows: number): Promise<void> {
  const sink = new MailSink();
  const settings = { SMTP_URL: await sink.open(freePort()), MAIL_FROM: 'muster@muster.example', MAIL_RATE: '10000' };
  try {
    await withMuster(rows, (bench) => inTurn(bench, sink), settings);
  } finally {
    await sink.close();
  }
}

async function inTurn(bench: Bench, sink: MailSink): Promise<void> {
  const neighbour = await new Owner(bench.url).signUp('neighbour');
  await fill(bench.sql, neighbour, neighbourRows);
  await waitsUntil(bench.port, neighbour, sink, sleep(2_000));
  for (const one of greedy) await beside(bench, sink, neighbour, one);
}

async function beside(bench: Bench, sink: MailSink, neighbour: Owner, { name, ready }: Greedy): Promise<void> {
  const begin = await ready(bench);
  const idle = await waitsUntil(bench.port, neighbour, sink, sleep(idleSeconds * 1_000));
  const busy = await waitsUntil(bench.port, neighbour, sink, begin());
  const allowed = (kind: 'list' | 'health') => Math.max(timesIdle * p99(idle[kind]), mostMs);
  const ratio = Math.max(
    p99(busy.list) / allowed('list'),
    p99(busy.health) / allowed('health'),
    p99(busy.mail) / mailMostMs,
  );
  const details = { idle: shown(idle), busy: shown(busy) };
  report(`fairness, ${name}`, { rows: bench.rows, ratio, goal: 1, unit: 'of what is allowed', details });
}

function shown({ list, health, mail }: Waits) {
  const ms = (waits: number[]) => rounded(p99(waits), 1);
  return { list: ms(list), health: ms(health), mail: ms(mail), asked: list.length };
}
