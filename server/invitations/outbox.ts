import { emailKey } from '../access/rules/email.ts';
import type { Run } from '../jobs/job.ts';
import type { HandOver, Mailer } from '../mail/mail.ts';
import { until } from '../mail/mail-pace.ts';
import { connectionsMax } from '../mail/mail-server.ts';
import type { Tools } from '../tools.ts';
import { type Due, handOver } from './hand-over.ts';
import { Notes } from './notes.ts';

/** Enough that no connection ever waits for the next mail. */
export const flyingMax = 2 * connectionsMax;

const enough: HandOver = {
  state: 'delayed',
  detail: 'This address was mailed many times within an hour, so the next mail waits.',
};

/** The invitations that are being sent. Each stays here until its outcome is recorded. */
export class Outbox {
  readonly flying = new Map<string, Promise<void>>();
  readonly mailer: Mailer;
  readonly #tools: Tools;
  readonly #notes: Notes;
  readonly #sent = new Map<string, number>();
  #failure: unknown = null;
  /** The last message of the mail server or the network when it took no mail; null once the server answers about a mail. */
  silence: string | null = null;

  constructor(tools: Tools, mailer: Mailer, run: Run) {
    this.#tools = tools;
    this.mailer = mailer;
    this.#notes = new Notes(tools, run.draining);
  }

  /** Sends it at its place in the pace. */
  start(invited: Due, place: number): void {
    const flight = until(place)
      .then(() => this.#send(invited))
      .catch((error: unknown) => {
        this.#failure ??= error;
      })
      .finally(() => this.flying.delete(invited.id));
    this.flying.set(invited.id, flight);
  }

  /** Resolves when there is room for one more. @throws an error of one of them that the mail server did not cause */
  async room(): Promise<void> {
    if (this.flying.size >= flyingMax) await this.one();
  }

  /** Resolves when one of them is done; at once if there is none. */
  async one(): Promise<void> {
    if (this.flying.size > 0) await Promise.race(this.flying.values());
    if (this.#failure !== null) throw this.#failure;
  }

  async empty(): Promise<void> {
    while (this.flying.size > 0) await this.one();
  }

  async landed(): Promise<void> {
    await Promise.all(this.flying.values());
  }

  /** The mails of an account that the mail server took since the last call. */
  takeSent(accountId: string): number {
    const sent = this.#sent.get(accountId) ?? 0;
    this.#sent.delete(accountId);
    return sent;
  }

  /** People who are removed and added again start with a new count, so the address is counted here as well. */
  #hadEnough({ accountId, email }: Due): boolean {
    return this.#tools.rateLimits.take('invitationMailsToAddress', `${accountId} ${emailKey(email)}`) > 0;
  }

  async #send(invited: Due): Promise<void> {
    const outcome = this.#hadEnough(invited) ? enough : await handOver(this.#tools, this.mailer, invited);
    if (outcome.state === 'unanswered') {
      this.silence = outcome.detail;
      return;
    }
    this.silence = null;
    this.#sent.set(invited.accountId, (this.#sent.get(invited.accountId) ?? 0) + 1);
    await this.#notes.add({ invited, outcome });
  }
}
