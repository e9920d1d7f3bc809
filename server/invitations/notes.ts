import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { inSystem } from '../database/database.ts';
import { Gather } from '../kernel/gather.ts';
import type { HandOver } from '../mail/mail.ts';
import type { Tools } from '../tools.ts';
import type { Due } from './hand-over.ts';

type Outcome = Exclude<HandOver, { state: 'unanswered' }>;
type Note = { invited: Due; outcome: Outcome };

const againMs = 300;

/** Records the outcome of each mail as soon as it is known. A mail is sent twice only if the server dies in between. */
export class Notes {
  readonly #tools: Tools;
  readonly #givesUp: () => boolean;
  readonly #gather = new Gather<Note>((notes) => this.#writeAll(notes));

  /** givesUp: if the database is down, is there no time to wait for it? */
  constructor(tools: Tools, givesUp: () => boolean) {
    this.#tools = tools;
    this.#givesUp = givesUp;
  }

  /** Resolves when it is committed. */
  add(note: Note): Promise<void> {
    return this.#gather.add(note);
  }

  async #writeAll(notes: Note[]): Promise<void> {
    // If the database is down, the outcome of a sent mail is kept and retried. Otherwise the mail would be sent again.
    for (;;) {
      try {
        return await this.#write(notes);
      } catch (error) {
        this.#tools.log.warn({ error: String(error) }, 'what became of some mails could not be noted yet');
        if (this.#givesUp()) throw error;
        await sleep(againMs);
      }
    }
  }

  async #write(notes: Note[]): Promise<void> {
    const of = <T>(column: (note: Note) => T) => notes.map(column);
    await inSystem(this.#tools.database, (db) =>
      db.post(sql`select note_mails(${of(({ invited }) => invited.accountId)}::uuid[], ${of(({ invited }) => invited.queueId)}::bigint[],
        ${of(({ invited }) => invited.id)}::uuid[], ${of(({ invited }) => invited.invitationVersion)}::int[],
        ${of(({ outcome }) => outcome.state)}::text[], ${of(({ outcome }) => ('detail' in outcome ? outcome.detail : null))}::text[])`),
    );
  }
}
