import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { eventsPage } from '../server/events/event.ts';
import type { Caller } from './caller.ts';
import { signInAsOwner, type World } from './world.ts';

type Event = z.infer<typeof eventsPage>['data'][number];
type Person = Record<string, unknown>;

const person = z.looseObject({ id: z.string() });
const group = z.object({ id: z.string() });
/** What a copy keeps of a person. The group of a removed one moves without an event when its group is deleted. */
const kept = ['email', 'firstName', 'lastName', 'department', 'type', 'addOns', 'status', 'group'] as const;

/**
 * Keeps a copy of an account's people by its feed alone, while everything else goes on: no event is missed, none comes twice, and what an
 * event says a person was before is what the copy holds.
 */
export class FeedReader {
  readonly #world: World;
  #by: Caller;
  #cursor: string | null = null;
  #isEnding = false;
  #loop: Promise<void> | null = null;
  readonly #seen = new Set<string>();
  readonly #people = new Map<string, Person>();
  readonly #told = new Map<string, string[]>();

  constructor(world: World, by: Caller) {
    this.#world = world;
    this.#by = by;
  }

  start(): void {
    this.#loop = this.#run();
  }

  /** Reads to the end, and compares the copy with the database. */
  async end(): Promise<void> {
    this.#isEnding = true;
    await this.#loop;
    while (await this.#readOn());
    await this.#compare();
  }

  async #run(): Promise<void> {
    while (!this.#isEnding) if (!(await this.#readOn())) await sleep(50);
  }

  /** True if there is more. */
  async #readOn(): Promise<boolean> {
    const after = this.#cursor === null ? '' : `&after=${this.#cursor}`;
    const reply = await this.#by.ask('GET', `/v1/events?limit=100${after}`);
    if (reply?.status === 401 || reply?.status === 403) {
      // The maker of the key was removed, or the Owner has handed the account over.
      this.#by = (await signInAsOwner(this.#world)) ?? this.#by;
      return true;
    }
    if (reply?.status !== 200) return true;
    const { data, nextCursor, more } = eventsPage.parse(reply.body);
    for (const event of data) this.#take(event);
    this.#cursor = nextCursor;
    return more;
  }

  #take(event: Event): void {
    const { notes, name } = this.#world;
    if (this.#seen.has(event.id)) notes.violation(`the feed of ${name} gave an event twice: ${JSON.stringify(event)}`);
    this.#seen.add(event.id);
    const { user, before } = event.data;
    if (!user) return;
    if (event.type === 'user.purged') return void this.#people.delete(user.id);
    const known = this.#people.get(user.id);
    const told = this.#told.get(user.id) ?? [];
    this.#told.set(user.id, told);
    told.push(
      `${event.type} ${event.at} ${event.changeId} ${JSON.stringify(event.data.before)} ${JSON.stringify(event.data.after)} ${user.status}`,
    );
    for (const [field, value] of Object.entries(Object(before)))
      if (known && field in known && isKept(field) && !isSame(shown(field, known[field]), shown(field, value)))
        notes.violation(
          `the feed of ${name} missed something before ${JSON.stringify(event)}: ${field} was ${JSON.stringify(known[field])}`,
        );
    // An erased person is an id alone.
    if (Object.keys(user).length > 1) this.#people.set(user.id, person.parse(user));
  }

  async #compare(): Promise<void> {
    const { notes, name, accountId, place } = this.#world;
    const { rows } = await place.sql.query<Person & { id: string }>(
      `select u.id, u.email, u.first_name as "firstName", u.last_name as "lastName", u.department, u.type, u.add_ons as "addOns", u.status,
        json_build_object('id', u.group_id) as "group"
      from users u where u.account_id = $1 and u.id <> all(select actor_id from audit_events where account_id = $1 and event = 'account.created')`,
      [accountId],
    );
    for (const row of rows) {
      const copy = this.#people.get(row.id);
      if (!copy) notes.violation(`the feed of ${name} never told of ${row.id}`);
      for (const field of kept)
        if (
          copy &&
          !(field === 'group' && row['status'] === 'removed') &&
          !isSame(shown(field, copy[field]), shown(field, row[field]))
        )
          notes.violation(
            `by the feed of ${name}, ${field} of ${row.id} is ${JSON.stringify(copy[field])}, and it is ${JSON.stringify(row[field])}`,
          );
    }
  }
}

const isKept = (field: string): boolean => kept.some((name) => name === field);
const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** A group by its id alone; expired is pending, since the clock alone tells them apart. */
function shown(field: string, value: unknown): unknown {
  if (field === 'group') return group.safeParse(value).data?.id ?? null;
  return field === 'status' && value === 'expired' ? 'pending' : value;
}
