import { Readable } from 'node:stream';
import { setTimeout as rest } from 'node:timers/promises';
import type { FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import { checkAgain } from '../../access/callers/check-again.ts';
import { maybe } from '../../database/database.ts';
import { type Caller, caller, read } from '../../http/route.ts';
import { personOf } from '../../kernel/context.ts';
import { bounds } from '../../kernel/limits.ts';
import { Problem } from '../../kernel/problem.ts';
import { Slots } from '../../kernel/slots.ts';
import type { Tools } from '../../tools.ts';
import { type ChangeEntry, changeEntrySchema } from '../engine/change.ts';
import { getChangeEntry } from './show-changes.ts';

const lookMs = 300;
const beatMs = 15_000;

/** Open event streams of this server. They end when it drains. */
export class EventStreams {
  readonly #open = new Set<AbortController>();
  readonly #ofAccounts = new Slots('event streams', { each: bounds.streamsOfAccountMax });
  readonly #ofPeople = new Slots('event streams', { each: bounds.streamsOfPersonMax });

  /** @throws not_found (404), too_many_at_once (429) before anything is sent */
  async open(tools: Tools, request: FastifyRequest, id: string): Promise<Readable> {
    const giveBack = this.#takeSlots(caller(request));
    try {
      return await this.#opened(tools, request, { id, giveBack });
    } catch (error) {
      giveBack();
      throw error;
    }
  }

  #takeSlots({ accountId, actor, session }: Caller): () => void {
    const ofPerson = this.#ofPeople.take(session?.identityId ?? `${actor.kind}:${actor.id}`);
    try {
      const ofAccount = this.#ofAccounts.take(accountId);
      return () => {
        ofPerson();
        ofAccount();
      };
    } catch (error) {
      ofPerson();
      throw error;
    }
  }

  async #opened(
    tools: Tools,
    request: FastifyRequest,
    { id, giveBack }: { id: string; giveBack: () => void },
  ): Promise<Readable> {
    const first = await read(tools, request, (ctx) => getChangeEntry(ctx, tools.catalog, id));
    const ending = new AbortController();
    this.#open.add(ending);
    const stream = Readable.from(events(tools, request, first, ending.signal));
    // Closed by either side: the sleeping loop wakes and ends.
    stream.once('close', () => {
      this.#open.delete(ending);
      ending.abort();
      giveBack();
    });
    return stream;
  }

  end(): void {
    for (const ending of this.#open) ending.abort();
  }
}

/** Yields the change at once and whenever it moves on, until no more will come or its reader may no longer read it. */
async function* events(
  tools: Tools,
  request: FastifyRequest,
  first: ChangeEntry,
  signal: AbortSignal,
): AsyncGenerator<string> {
  let change = first;
  let sentAt = performance.now();
  yield event(change);
  while (isMoving(change)) {
    if (!(await woken(signal))) return;
    const seen = await look(tools, request, change);
    if (seen === 'ended') return;
    if (seen === null && performance.now() - sentAt < beatMs) continue;
    change = seen ?? change;
    yield seen === null ? ': still here\n\n' : event(change);
    sentAt = performance.now();
  }
}

function event(change: ChangeEntry): string {
  return `event: change\ndata: ${JSON.stringify(changeEntrySchema.parse(change))}\n\n`;
}

function isMoving({ state }: ChangeEntry): boolean {
  return state === 'planning' || state === 'applying' || state === 'undoing';
}

async function woken(signal: AbortSignal): Promise<boolean> {
  return rest(lookMs, true, { signal }).catch(() => false);
}

type Seen = ChangeEntry | 'ended' | null;

/** The change if it has moved on, else null. */
async function look(tools: Tools, request: FastifyRequest, last: ChangeEntry): Promise<Seen> {
  try {
    await checkAgain(tools, request);
    return await read(tools, request, async (ctx): Promise<Seen> => {
      const { actor, session } = caller(request);
      const isSignedIn = session ? sql`exists (select from sessions s where s.id = ${session.id})` : sql`true`;
      const now = await maybe(
        ctx.db,
        // Sessions are cached for a second. This check ends the stream of a signed-out person sooner, on every server.
        sql<{
          state: string;
          done: number;
          total: number;
          planned: boolean;
        }>`select c.state, c.done, c.total, c.plan is not null as planned from changes c
          where c.account_id = ${ctx.accountId} and c.id = ${last.id} and ${isSignedIn}
            and exists (select from users u where u.account_id = c.account_id and u.id = ${personOf(actor)} and u.status = 'active')`,
      );
      if (!now) return 'ended';
      const { state, progress, plan } = last;
      const same = now.state === state && now.done === progress.done && now.total === progress.total;
      if (same && now.planned === (plan !== null)) return null;
      return getChangeEntry(ctx, tools.catalog, last.id);
    });
  } catch (error) {
    // Signed out, demoted, or the database is down: the stream ends, and a reader who still may can reconnect.
    if (error instanceof Problem) return 'ended';
    throw error;
  }
}
