import { setTimeout as sleep } from 'node:timers/promises';
import type { Owner } from './bench.ts';
import { Connection } from './load.ts';
import type { MailSink } from './mail-sink.ts';

const listsPerSecond = 40;
const healthPerSecond = 20;
const invitesEveryMs = 1_000;
/** A mail that takes longer is given up, and counts as this. */
const mailMostMs = 60_000;

/** The waits of a person in another account, in ms. */
export type Waits = { list: number[]; health: number[]; mail: number[] };

let invited = 0;

/** Requests a list and /healthz, and invites people, until the work is over. Each wait counts from when the request was due. */
export async function waitsUntil(port: number, owner: Owner, sink: MailSink, over: Promise<unknown>): Promise<Waits> {
  let done = false;
  void over.then(
    () => {
      done = true;
    },
    () => {
      done = true;
    },
  );
  const isOver = () => done;
  const [list, health, mail] = await Promise.all([
    steadily(port, { path: '/v1/users', cookie: owner.cookie, perSecond: listsPerSecond }, isOver),
    steadily(port, { path: '/healthz', cookie: '', perSecond: healthPerSecond }, isOver),
    invites(owner, sink, isOver),
    over,
  ]);
  return { list, health, mail };
}

type Asked = { path: string; cookie: string; perSecond: number };

async function steadily(port: number, { path, cookie, perSecond }: Asked, isOver: () => boolean): Promise<number[]> {
  const connections = Array.from({ length: 8 }, () => new Connection(port));
  const ms: number[] = [];
  const start = performance.now();
  let asked = 0;
  const ask = async (connection: Connection) => {
    while (!isOver()) {
      const due = start + (asked++ * 1_000) / perSecond;
      await sleep(Math.max(0, due - performance.now()));
      const { status, body } = await connection.ask({ path, cookie });
      if (status !== 200) throw new Error(`${path}: ${status} ${body.slice(0, 300)}`);
      ms.push(performance.now() - due);
    }
    connection.end();
  };
  await Promise.all(connections.map(ask));
  return ms;
}

async function invites(owner: Owner, sink: MailSink, isOver: () => boolean): Promise<number[]> {
  const ms: number[] = [];
  while (!isOver()) {
    const start = performance.now();
    const email = `invited${invited++}@people.example`;
    const from = sink.to.length;
    await owner.api.POST('/v1/users', { body: { users: [{ email }] } });
    while (sink.to.indexOf(email, from) < 0 && performance.now() - start < mailMostMs) await sleep(5);
    ms.push(performance.now() - start);
    await sleep(Math.max(0, start + invitesEveryMs - performance.now()));
  }
  return ms;
}
