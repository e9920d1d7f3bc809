import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { flyingMax } from '../server/invitations/outbox.ts';
import { type Bench, freePort, Owner, ownScript, report, rounded, seconds, withMuster } from './support/bench.ts';
import { csvOf } from './support/crowd.ts';
import { MailSink } from './support/mail-sink.ts';

/** A pace that an operator sets, and one that no mail server here can reach. */
const slow = 200;
const fast = 10_000;
const slowSeconds = 20;

/**
 * Sends the invitations of a crowd to a real mail server, all of them: at the set pace, then without a limit against nodemailer alone. In
 * between it pauses, and adds one person, whose mail goes first. Throws if a mail is sent twice or never.
 */
export async function mailBench(rows: number): Promise<void> {
  const sink = new MailSink();
  const url = await sink.open(freePort());
  const settings = { SMTP_URL: url, MAIL_FROM: 'muster@muster.example' };
  try {
    const bare = await bareRate(sink, url);
    await withMuster(
      rows,
      async (bench) => {
        const owner = await new Owner(bench.url).signUp('mail');
        const changeId = await inviteCrowd(owner, bench.rows);
        const first = sink.to.length;
        const pace = await atPace(owner, sink);
        await mustStandStill(owner, sink);
        await bench.restart({ ...settings, MAIL_RATE: String(fast) });
        const free = await toTheEnd(owner, sink, first + bench.rows);
        const early = await mustBeInOrder(bench, changeId, sink.to.slice(first));
        const details = { perSecond: free.perSecond, bare, early, aheadMs: free.aheadMs, estimate: free.estimate };
        report('mail', { rows, ratio: free.perSecond / bare, goal: 0.5, atLeast: true, details });
        report('mail, pace kept', { rows, ratio: pace.perSecond / slow, goal: 0.97, atLeast: true, details: pace });
      },
      { ...settings, MAIL_RATE: String(slow) },
    );
  } finally {
    await sink.close();
  }
}

/** Messages per second that nodemailer sends by itself. */
async function bareRate(sink: MailSink, url: string): Promise<number> {
  const [command = '', ...words] = ownScript('bare-mail.ts');
  const first = sink.to.length;
  const bare = spawn(command, words, { env: { ...process.env, SMTP_URL: url, COUNT: '10000' }, stdio: 'inherit' });
  await once(bare, 'exit');
  return perSecond(sink.atMs.slice(first));
}

function perSecond(atMs: number[]): number {
  const [first = 0, last = 0] = [atMs[0], atMs.at(-1)];
  return rounded((atMs.length - 1) / ((last - first) / 1000), 1);
}

/** Imports a crowd while the queue is paused. Returns the change. */
async function inviteCrowd(owner: Owner, rows: number): Promise<string> {
  await owner.pauseMail(true);
  const { id } = await owner.apply(await owner.planFile(csvOf(rows, 'mail')));
  const { waiting } = (await owner.api.GET('/v1/mail-queue')).data;
  if (waiting !== rows) throw new Error(`${waiting} of ${rows} wait`);
  return id;
}

async function atPace(owner: Owner, sink: MailSink): Promise<{ perSecond: number; busiest: number; aheadMs: number }> {
  const first = sink.to.length;
  await owner.pauseMail(false);
  await sleep((slowSeconds * 1_000) / 2);
  const aheadMs = await inviteOne(owner, sink, 'slow');
  await sleep((slowSeconds * 1_000) / 2);
  const atMs = sink.atMs.slice(first);
  let [from, busiest] = [0, 0];
  for (const [i, ms] of atMs.entries()) {
    while ((atMs[from] ?? ms) <= ms - 1_000) from++;
    busiest = Math.max(busiest, i - from + 1);
  }
  return { perSecond: perSecond(atMs), busiest, aheadMs };
}

/** How long the invitation of a single person takes to the mail server, while a crowd waits. */
async function inviteOne(owner: Owner, sink: MailSink, name: string): Promise<number> {
  const email = `ahead-${name}@people.example`;
  const from = sink.to.length;
  const took = await seconds(async () => {
    await owner.api.POST('/v1/users', { body: { users: [{ email }] } });
    for (const endMs = performance.now() + 60_000; sink.to.indexOf(email, from) < 0; await sleep(5))
      if (performance.now() > endMs) throw new Error(`${email} waits for a minute`);
  });
  return rounded(took * 1_000, 0);
}

async function mustStandStill(owner: Owner, sink: MailSink): Promise<void> {
  await owner.pauseMail(true);
  await sleep(2_000);
  const before = sink.to.length;
  await sleep(3_000);
  if (sink.to.length !== before) throw new Error(`${sink.to.length - before} were mailed by a queue that stands still`);
}

type Free = { perSecond: number; aheadMs: number; estimate: { told: unknown; was: number } };

/** Sends without a limit, until all invitations are sent. After a fifth of them it asks for the remaining time. */
async function toTheEnd(owner: Owner, sink: MailSink, end: number): Promise<Free> {
  const first = sink.to.length;
  // Two more people were invited on the way, one of them below.
  const all = end + 2;
  await owner.pauseMail(false);
  await reaches(sink, first + (all - first) / 5);
  const { secondsLeft: told } = (await owner.api.GET('/v1/mail-queue')).data;
  const askedMs = performance.now();
  const aheadMs = await inviteOne(owner, sink, 'fast');
  await reaches(sink, all);
  const was = rounded(((sink.atMs.at(-1) ?? 0) - askedMs) / 1_000, 1);
  // A duplicate would have arrived by then.
  await sleep(3_000);
  const { waiting } = (await owner.api.GET('/v1/mail-queue')).data;
  if (sink.to.length !== all || waiting !== 0) throw new Error(`${sink.to.length} of ${all} came, ${waiting} wait`);
  return { perSecond: perSecond(sink.atMs.slice(first)), aheadMs, estimate: { told, was } };
}

async function reaches(sink: MailSink, count: number): Promise<void> {
  for (let [seen, since] = [sink.to.length, performance.now()]; sink.to.length < count; await sleep(100)) {
    if (sink.to.length > seen) [seen, since] = [sink.to.length, performance.now()];
    else if (performance.now() > since + 60_000) throw new Error(`no mail for a minute, after ${seen}`);
  }
}

/**
 * Checks that each mail is sent once and in the order of the change, except mails that are sent at the same time. Returns how many places
 * the earliest was ahead.
 */
async function mustBeInOrder({ sql }: Bench, changeId: unknown, to: string[]): Promise<number> {
  const { rows } = await sql.query<{ email: string }>(
    `select u.email from change_chunks c cross join unnest(c.ids) with ordinality as t (id, n)
      join users u on u.account_id = c.account_id and u.id = t.id where c.change_id = $1 order by c.seq, t.n`,
    [changeId],
  );
  const placeOf = new Map(rows.map(({ email }, place) => [email, place]));
  const places = to.flatMap((email) => placeOf.get(email) ?? []);
  const told = new Set(places).size;
  if (places.length !== rows.length || told !== rows.length)
    throw new Error(`${places.length} mails went to ${told} of ${rows.length} people`);
  const ahead = places.reduce((most, place, i) => Math.max(most, place - i), 0);
  if (ahead > flyingMax) throw new Error(`somebody was told ${ahead} places too early`);
  return ahead;
}
