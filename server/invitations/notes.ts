import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { inAccount } from '../kernel/database.ts';
import type { HandOver } from '../kernel/mail.ts';
import type { Tools } from '../seats/catalog.ts';
import type { Due } from './hand-over.ts';

type Outcome = Exclude<HandOver, { state: 'unanswered' }>;
type Note = { invited: Due; outcome: Outcome };

const againMs = 300;

/**
 * Writes down what became of each mail as soon as that is known: a mail goes twice only if the server dies in between. Those that
 * are known while a write is under way are written together.
 */
export class Notes {
  readonly #tools: Tools;
  readonly #givesUp: () => boolean;
  #collecting: Note[] | null = null;
  #written: Promise<void> = Promise.resolve();

  /** givesUp: when the database is away, whether there is no time to wait for it. */
  constructor(tools: Tools, givesUp: () => boolean) {
    this.#tools = tools;
    this.#givesUp = givesUp;
  }

  /** Resolves when it is committed. */
  add(note: Note): Promise<void> {
    if (this.#collecting) {
      this.#collecting.push(note);
      return this.#written;
    }
    const notes = [note];
    this.#collecting = notes;
    this.#written = this.#written.then(() => {
      this.#collecting = null;
      return this.#writeAll(notes);
    });
    return this.#written;
  }

  async #writeAll(notes: Note[]): Promise<void> {
    for (const [accountId, own] of Map.groupBy(notes, ({ invited }) => invited.accountId)) {
      // What was handed over is not forgotten because the database is away: it would be handed over again.
      for (;;) {
        try {
          await this.#write(accountId, own);
          break;
        } catch (error) {
          this.#tools.log.warn({ error: String(error) }, 'what became of some mails could not be noted yet');
          if (this.#givesUp()) throw error;
          await sleep(againMs);
        }
      }
    }
  }

  /** Noted only where the invitation is still the one that was mailed. */
  #write(accountId: string, notes: Note[]): Promise<void> {
    const who = { accountId, actor: { kind: 'system', id: null }, way: 'job', requestId: null } as const;
    return inAccount(this.#tools.database, who, async ({ db }) => {
      await sql`update users u set mail_state = o.state, mail_at = muster_now(), mail_detail = o.detail
        from unnest(${notes.map(({ invited }) => invited.id)}::uuid[], ${notes.map(({ invited }) => invited.epoch)}::int[],
          ${notes.map(({ outcome }) => outcome.state)}::text[], ${notes.map(({ outcome }) => ('detail' in outcome ? outcome.detail : null))}::text[]) as o (id, epoch, state, detail)
        where u.account_id = ${accountId} and u.id = o.id and u.epoch = o.epoch and u.mail_state in ('queued', 'delayed')`.execute(
        db,
      );
      const settled = notes.filter(({ outcome }) => outcome.state !== 'delayed').map(({ invited }) => invited.queueId);
      await sql`update mail_queue q set waiting = greatest(0, q.waiting - o.n)
        from (select id, count(*)::int as n from unnest(${settled}::bigint[]) as id group by id) o
        where q.account_id = ${accountId} and q.id = o.id`.execute(db);
    });
  }
}
