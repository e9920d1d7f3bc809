import { sql } from 'kysely';
import { all, readInSystem } from '../database/database.ts';
import type { Tools } from '../tools.ts';
import { bringEvents, type Due } from './bring-events.ts';

const lookMs = 200;
/** Webhooks that this server serves at once, of all accounts and of one: those that hang leave room for others. */
const atOnceMax = 200;
const ofAccountMax = 50;

/** Looks for webhooks with events that are due, and brings them. Every server does; a webhook is with one of them at a time. */
export class WebhookSender {
  readonly #tools: Tools;
  readonly #serving = new Map<string, { accountId: string; done: Promise<void> }>();
  #isStopping = false;
  #loop: Promise<void> | null = null;
  #wake: () => void = () => {};

  constructor(tools: Tools) {
    this.#tools = tools;
  }

  start(): void {
    this.#loop = this.#run();
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#wake();
    await this.#loop;
    await Promise.allSettled([...this.#serving.values()].map(({ done }) => done));
  }

  async #run(): Promise<void> {
    while (!this.#isStopping) {
      const rest = new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, lookMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      await this.#look().catch((error: unknown) =>
        this.#tools.log.warn({ err: error }, 'webhooks could not be looked for'),
      );
      await rest;
    }
  }

  async #look(): Promise<void> {
    const room = atOnceMax - this.#serving.size;
    if (room <= 0) return;
    const due = await readInSystem(this.#tools.database, (db) =>
      all(db.prepared(), sql<Due>`select account_id as "accountId", webhook_id as id from webhooks_due(${atOnceMax})`),
    );
    for (const webhook of due) if (this.#mayServe(webhook)) this.#serve(webhook);
  }

  #mayServe({ accountId, id }: Due): boolean {
    if (this.#serving.has(id) || this.#serving.size >= atOnceMax) return false;
    const own = [...this.#serving.values()].filter((served) => served.accountId === accountId);
    return own.length < ofAccountMax;
  }

  #serve(due: Due): void {
    const done = bringEvents(this.#tools, due, () => this.#isStopping)
      .catch((error: unknown) =>
        this.#tools.log.error({ err: error, webhookId: due.id }, 'a webhook could not be served'),
      )
      .finally(() => {
        this.#serving.delete(due.id);
        this.#wake();
      });
    this.#serving.set(due.id, { accountId: due.accountId, done });
  }
}
