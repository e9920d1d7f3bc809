import type { Run } from '../jobs/job.ts';
import type { Mailer } from '../mail/mail.ts';
import { until } from '../mail/mail-pace.ts';
import { noteAnswer, noteSilence, otherTrySeconds, takeTry } from '../mail/mail-silence.ts';
import type { Tools } from '../tools.ts';
import { Outbox } from './outbox.ts';
import { nextTurn, takeTurn } from './turns.ts';

/** Half a second of mail at most. More urgent mail, and the next account, wait no longer than this. */
const turnSeconds = 0.5;
const turnMax = 100;
/** If the mail server is slower than the pace, a turn ends after this time. */
const turnMaxMs = 1_000;
/** A mail is ready this long before its place in the pace, and meanwhile the next turn is requested. */
const earlyMs = 15;

/** Mail servers of many accounts share the places of such jobs: a job that has taken so long lets others go first. */
const carrierMs = 10_000;

/**
 * Sends the invitations of all accounts that a mail server carries, turn by turn, at its pace, until none is left. One job for each mail
 * server runs at a time, on any server. So each invitation is sent once and only one job tries the mail server.
 */
export async function mailInvitations(tools: Tools, run: Run, mailer: Mailer): Promise<void> {
  const outbox = new Outbox(tools, mailer, run);
  try {
    await takeTurns(tools, run, outbox);
  } finally {
    // The next job, perhaps on another server, must not find mails that are still being sent.
    await outbox.landed();
  }
}

/** Sends the invitations of an account by its own mail server. If it has none by now, another job carries them. */
export async function mailOwnInvitations(tools: Tools, { accountId }: { accountId: string }, run: Run): Promise<void> {
  const mailer = await tools.accountMailers.of(accountId);
  if (mailer !== null) await mailInvitations(tools, run, mailer);
}

async function takeTurns(tools: Tools, run: Run, outbox: Outbox): Promise<void> {
  const { carrier } = outbox.mailer;
  const endsAt = carrier === null ? Number.POSITIVE_INFINITY : performance.now() + carrierMs;
  for (;;) {
    if (run.draining()) return run.putOff(0);
    if (performance.now() > endsAt) return run.putOff(1);
    const turn = await nextTurn(tools, run, carrier);
    if (!turn) return;
    if (turn.accountId === null || turn.seconds > 0 || (turn.silentFor ?? 0) > 0) {
      // A mail that is being sent may still be delayed, and is then due again.
      if (outbox.flying.size > 0) await outbox.empty();
      else if (turn.accountId === null) return;
      else return run.putOff(Math.ceil(Math.max(turn.seconds, turn.silentFor ?? 0)));
      continue;
    }
    if (turn.silentFor !== null && !(await takeTry(tools.database, carrier))) return run.putOff(otherTrySeconds);
    const { accountId, queueId } = turn;
    const most = turn.silentFor === null ? turnSize(outbox.mailer) : 1;
    await sendTurn(tools, run, outbox, { accountId, queueId, most });
    if (turn.silentFor !== null) await outbox.empty();
    if (outbox.silence !== null) {
      await outbox.empty();
      // A mail answered since then shows that the server is up: one connection was too many, or was lost.
      if (outbox.silence !== null) return run.putOff(await noteSilence(tools, carrier, outbox.silence));
    } else if (turn.silentFor !== null) await noteAnswer(tools, carrier);
  }
}

function turnSize({ pace }: Mailer): number {
  return pace.perSecond === null ? turnMax : Math.max(1, Math.min(turnMax, Math.floor(pace.perSecond * turnSeconds)));
}

async function sendTurn(
  tools: Tools,
  run: Run,
  outbox: Outbox,
  turn: { accountId: string; queueId: number; most: number },
): Promise<void> {
  const due = await takeTurn(tools, turn, turn.most, outbox);
  if (due.length === 0) return outbox.one();
  const places = await outbox.mailer.pace.take(due.length);
  const latest = Math.max(performance.now(), ...places) + turnMaxMs;
  for (const [i, invited] of due.entries()) {
    const place = places[i] ?? 0;
    await until(place - earlyMs);
    await outbox.room();
    if (outbox.silence !== null || run.draining() || performance.now() > latest) return;
    outbox.start(invited, place);
  }
}
