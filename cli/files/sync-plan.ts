import { createHash } from 'node:crypto';
import type { Change, ChangePlan, ChangeRow, Muster } from '../../client/index.ts';
import { CommandError } from '../exit.ts';
import type { Io } from '../io.ts';
import { number, seats } from '../show/plan-lines.ts';
import { dropPlan, refusedLine, rowsOf } from './follow.ts';
import { type Choices, planFile } from './plan-file.ts';

type Asked = { file: string; name?: string | undefined; choices: Choices; prune: boolean };

/** What a file would change in the account: its import, and the removal of the people that it does not name. */
export class SyncPlan {
  readonly import: Change;
  readonly removal: Change | null;
  readonly #api: Muster;
  readonly #choices: Choices;

  /** @throws CommandError if --prune cannot tell which people the file names */
  static async make(io: Io, api: Muster, asked: Asked): Promise<SyncPlan> {
    const change = await planFile(io, api, asked);
    try {
      const removal = asked.prune ? await planRemoval(api, change) : null;
      const plan = new SyncPlan(api, { change, removal, choices: asked.choices });
      io.onInterrupt = () => plan.drop();
      return plan;
    } catch (error) {
      await dropPlan(api, change.id);
      throw error;
    }
  }

  constructor(api: Muster, made: { change: Change; removal: Change | null; choices: Choices }) {
    this.#api = api;
    this.#choices = made.choices;
    this.import = made.change;
    this.removal = made.removal;
  }

  /** How many people would become what. People who are protected from --prune stay, and are not among the refused. */
  get counts() {
    const [plan, removal] = [this.import.plan, this.removal?.plan];
    return {
      create: plan?.create ?? 0,
      update: plan?.update ?? 0,
      remove: removal?.remove ?? 0,
      unchanged: plan?.unchanged ?? 0,
      refused: plan?.refused ?? 0,
    };
  }

  get changed(): number {
    const { create, update, remove } = this.counts;
    return create + update + remove;
  }

  /** The seats that both together need or free, and the rest of what both plans say. */
  get notes(): Pick<ChangePlan, 'seats' | 'mails' | 'addOnsLost' | 'apiKeys'> {
    const plans = [this.import.plan, this.removal?.plan].filter((plan) => plan != null);
    const seats = new Map<string, ChangePlan['seats'][number]>();
    for (const seat of plans.flatMap((plan) => plan.seats))
      seats.set(seat.product, { ...seat, needed: seat.needed + (seats.get(seat.product)?.needed ?? 0) });
    const apiKeys = plans.flatMap((plan) => plan.apiKeys ?? []);
    return {
      seats: [...seats.values()].filter(({ needed }) => needed !== 0),
      mails: this.import.plan?.mails ?? 0,
      addOnsLost: this.import.plan?.addOnsLost ?? 0,
      apiKeys,
    };
  }

  /** @throws CommandError if both changes together need more seats than are free */
  requireSeats(): void {
    const short = this.import.overflow === 'fill' ? [] : this.notes.seats.filter(({ needed, free }) => needed > free);
    const words = short.map(({ product, needed, free }) => `${seats(needed, product)}; free: ${number(free)}`);
    if (words.length > 0) throw new CommandError(`The file needs ${words.join(', and ')}. Nothing was done.`);
  }

  /** The people who would be changed. The hash is whole when all rows were read. */
  async *rows(): AsyncGenerator<ChangeRow, string> {
    const hash = new PlanHash(this.#choices);
    for await (const row of this.#changing()) {
      hash.add(row);
      yield row;
    }
    return hash.text();
  }

  async *#changing(): AsyncGenerator<ChangeRow> {
    yield* rowsOf(this.#api, this.import.id, 'create', 'update');
    if (this.removal) yield* rowsOf(this.#api, this.removal.id, 'remove');
  }

  /** Drops what is not applied. */
  async drop(): Promise<void> {
    await dropPlan(this.#api, this.import.id);
    if (this.removal) await dropPlan(this.#api, this.removal.id);
  }
}

async function planRemoval(api: Muster, { id }: Change): Promise<Change> {
  await requireReadable(api, id);
  const body = { select: { missingFrom: id }, do: { remove: true } } as const;
  return (await api.POST('/v1/changes', { body })).data;
}

/**
 * A damaged line, and one whose address cannot be read, may be about a person who would then be removed. Of a line that is refused for what
 * else it says, the address counts.
 * @throws CommandError
 */
async function requireReadable(api: Muster, id: string): Promise<void> {
  for await (const row of rowsOf(api, id, 'refused'))
    if (row.email === '' || (/^(csv|email)_/.test(row.code ?? '') && row.code !== 'email_duplicate'))
      throw new CommandError(
        `${refusedLine(row)} Correct it first: with --prune the person that it means could be removed.`,
      );
}

/** A hash over what would happen, whatever the order of the lines: people by address, and fields before and after. */
class PlanHash {
  readonly #digests: Buffer[] = [];

  constructor(choices: Choices) {
    this.#digests.push(digest(Object.entries(choices).sort(([a], [b]) => (a < b ? -1 : 1))));
  }

  add({ outcome, email, fields }: ChangeRow): void {
    this.#digests.push(digest([outcome, email, fields.map(({ field, before, after }) => [field, before, after])]));
  }

  text(): string {
    const all = createHash('sha256');
    for (const one of this.#digests.sort(Buffer.compare)) all.update(one);
    return all.digest('hex').slice(0, 32);
  }
}

const digest = (value: unknown): Buffer => createHash('sha256').update(JSON.stringify(value)).digest();
