import { type RawBuilder, sql } from 'kysely';
import { all, one } from '../database/database.ts';
import type { Ctx } from '../kernel/context.ts';
import { type UserRow, userColumns } from './read-users.ts';
import { matches, nameBegins, searchedWords, searchQuery, type Word } from './search.ts';
import { type Filter, joinConditions, plainConditions } from './selection.ts';

/** An order that an index walks: the column, how its value is written, and what lies beyond the page before. */
export type Order = {
  column: RawBuilder<unknown>;
  text: RawBuilder<string>;
  byName: boolean;
  named: RawBuilder<unknown>;
  direction: RawBuilder<unknown>;
  beyond: RawBuilder<unknown>[];
};

type Wanted = {
  ctx: Ctx;
  order: Order;
  words: Word[];
  conditions: RawBuilder<unknown>[];
  most: number;
  /** Removed users stand in none of the orders. */
  walks: boolean;
  /** With more than a status asked for, what is looked for may be nowhere on the way, whatever a sample of words says. */
  filtered: boolean;
};

/**
 * So many rows are walked in the list's order first. What one in thirty has is met there; the planner, who sees the statistics of
 * all accounts together, might go on for a million rows after what is rare in this one.
 */
const walkMost = 2_000;
/** So many are fetched by the words of a search, which costs what walking so far does. */
const fetchMost = 6_000;
/** How far is walked for words that the sample promises, as those of one first name may stand in between. */
const longWalkMost = 30_000;
/** Where the short walk met this part of a page, the long one, 15 times as long, will most likely meet all of it. */
const promisingPart = 1 / 8;
/** Below this a sample of 200 promises nothing. */
const promisingShare = 0.015;
/** A sample that promises so many is believed, and the index not asked in vain. */
const surelyTooMany = 2 * fetchMost;
/** A word that more of a sample have than this is left to be checked: the index would list everybody. */
const denseShare = 0.25;
const sampleRows = 100;

/** The conditions of every list: of its account and of a status. */
const unfiltered = 2;

/** The first users in an order whom a filter lets through: by the way that costs least, and none of which can cost much. */
export async function findUsers(ctx: Ctx, filter: Filter, order: Order, most: number): Promise<UserRow[]> {
  const words = searchedWords(filter.search ?? '');
  const plain = plainConditions(ctx, filter);
  const conditions = [...plain, ...order.beyond];
  const [walks, filtered] = [filter.status !== 'removed', plain.length > unfiltered];
  const wanted = { ctx, order, words, conditions, most, walks, filtered };
  return (await (words.length > 0 ? searched(wanted) : near(wanted))) ?? scanned(wanted);
}

/** By walking a little way in the order, and further when enough was met to go on; null when that is not far enough. */
async function near(wanted: Wanted): Promise<UserRow[] | null> {
  const { ctx, most, walks } = wanted;
  if (!walks) return null;
  const rows = await walked(wanted, walkMost);
  if (rows.length === most) return rows;
  const { longer } = await one(ctx.db, sql<{ longer: boolean }>`select ${isLonger(wanted)} as longer`);
  if (!longer) return rows;
  return rows.length >= most * promisingPart ? farWalked(wanted) : null;
}

/** Rows as the API shows them, from a query that ends in its order. */
const shown = ({ ctx, order }: Wanted, chosen: RawBuilder<unknown>) =>
  sql<UserRow>`select ${userColumns(ctx)}, ${order.text} as position from (${chosen}) u order by ${order.column} ${order.direction}, u.id ${order.direction}`;

const inOrder = ({ order }: Wanted, most: number) =>
  sql`order by ${order.column} ${order.direction}, u.id ${order.direction} limit ${most}`;

const walk = ({ ctx, order }: Wanted) =>
  sql`from users u where ${joinConditions([
    sql`u.account_id = ${ctx.accountId} and u.removed_at is null`,
    order.named,
    ...order.beyond,
  ])}`;

function walked(wanted: Wanted, rows: number): Promise<UserRow[]> {
  const near = sql`select u.* from (select u.* ${walk(wanted)} ${inOrder(wanted, rows)}) u
    where ${matching(wanted)} ${inOrder(wanted, wanted.most)}`;
  return all(wanted.ctx.db, shown(wanted, near));
}

const isLonger = (wanted: Wanted) => sql`exists (select ${walk(wanted)} ${inOrder(wanted, 1)} offset ${walkMost})`;

const matching = ({ conditions, words }: Wanted) => joinConditions([...conditions, ...words.map(matches)]);

type Sampled = Word & {
  /** Which part of people has it. */
  anywhere: number;
  /** And which has it elsewhere than at the beginning of the name. */
  elsewhere: number;
};

/**
 * How many have each word, looked up at both ends of the order of addresses, the lesser of both: what nearly everybody has, whether
 * their address comes early or late, is not worth asking the index for. And whether there is more than a walk would see, and how many
 * people there are.
 */
async function sample(wanted: Wanted): Promise<{ longer: boolean; people: number; words: Sampled[] }> {
  const { ctx, order, words } = wanted;
  const end = (last: boolean) =>
    sql`(select u.email_key, u.name_key, ${last}::bool as last from users u where u.account_id = ${ctx.accountId} and u.removed_at is null
      order by u.email_key ${last ? sql`desc` : sql`asc`} limit ${sampleRows})`;
  const share = (has: RawBuilder<unknown>) => {
    const [early, late] = [sql`not last`, sql`last`].map((half) => sql`avg((${has})::int) filter (where ${half})`);
    return sql`coalesce(least(${early}, ${late}), 0)::float8`;
  };
  const anywhere = words.map((word) => share(matches(word)));
  const elsewhere = words.map((word) => share(sql`${matches(word)} and not ${nameBegins(word)}`));
  // Prepared for the common shapes, up to three words on a first page, because planning costs more than running.
  const often = words.length <= 3 && order.beyond.length === 0;
  const { longer, people, shares } = await one(
    often ? ctx.db.prepared() : ctx.db,
    sql<{
      longer: boolean;
      people: number;
      shares: number[][];
    }>`select ${isLonger(wanted)} as longer, ${peopleOf(ctx)} as people,
      array[array[${sql.join(anywhere)}], array[${sql.join(elsewhere)}]] as shares from (${end(false)} union all ${end(true)}) u`,
  );
  return {
    longer,
    people,
    words: words.map((word, i) => ({ ...word, anywhere: shares[0]?.[i] ?? 0, elsewhere: shares[1]?.[i] ?? 0 })),
  };
}

/** All whom the list knows, the expired among them. */
const peopleOf = (ctx: Ctx) =>
  sql`(select coalesce(sum(people), 0)::float8 from counts where account_id = ${ctx.accountId} and dimension = 'status' and key <> 'removed')`;

/** By walking for what many have, else by the index of words; null when it finds too many. */
async function searched(wanted: Wanted): Promise<UserRow[] | null> {
  const { order, most, walks, filtered } = wanted;
  const { longer, people, words } = await sample(wanted);
  const byName = walks && order.byName;
  // In the order of names whoever is called so stands together and is not met on the way.
  const shares = words.map(({ anywhere, elsewhere }) => (byName ? elsewhere : anywhere));
  const met = shares.reduce((product, share) => product * share, longWalkMost);
  const promising = met >= most && Math.min(...shares) >= promisingShare;
  if (walks && (promising || !longer)) {
    const rows = await walked(wanted, longer && !filtered ? longWalkMost : walkMost);
    if (rows.length === most || !longer) return rows;
  }
  const unseen = words.filter(({ anywhere }) => anywhere === 0);
  const rare = words.filter(({ anywhere }) => anywhere < denseShare);
  const [key] = unseen.length > 0 ? unseen : rare.toSorted((a, b) => a.elsewhere - b.elsewhere);
  const alone = byName && key && unseen.length < 2 ? key : null;
  const tried = alone ? [alone] : unseen.length > 0 ? unseen : rare;
  const found = tried.reduce((product, word) => product * (alone ? word.elsewhere : word.anywhere), people);
  const rows = found > surelyTooMany ? null : await (alone ? besideNames : among)(wanted, tried);
  if (rows || (filtered && unseen.length === 0)) return rows;
  return (
    (rare.length > tried.length ? await (byName ? besideNames : among)(wanted, rare) : null) ??
    (walks && !promising && !filtered ? await farWalked(wanted) : null)
  );
}

async function farWalked(wanted: Wanted): Promise<UserRow[] | null> {
  const rows = await walked(wanted, longWalkMost);
  return rows.length === wanted.most ? rows : null;
}

/** Those who have some of the words, whom the index tells; the others are asked of them. */
async function among(wanted: Wanted, words: Word[]): Promise<UserRow[] | null> {
  if (words.length === 0) return null;
  return fetched(wanted, searchQuery(wanted.ctx.accountId, words, 'anywhere'), []);
}

/**
 * In the order of names, those whose name begins with a word stand together, however many they are: as many as a page needs come
 * from there, and whoever has all words elsewhere is told by the index.
 */
function besideNames(wanted: Wanted, words: Word[]): Promise<UserRow[] | null> {
  const called = words.map(
    (word) =>
      sql`users u where few.few and ${matching(wanted)} and ${nameBegins(word)} and u.removed_at is null and ${wanted.order.named}`,
  );
  return fetched(wanted, searchQuery(wanted.ctx.accountId, words, 'elsewhere'), called);
}

/** Those whom the index finds, and those from elsewhere; null when the index finds too many. */
async function fetched(
  wanted: Wanted,
  query: RawBuilder<unknown>,
  others: RawBuilder<unknown>[],
): Promise<UserRow[] | null> {
  const each = [sql`found u where few.few and ${matching(wanted)}`, ...others].map(
    (source) => sql`(select u.* from ${source} ${inOrder(wanted, wanted.most)})`,
  );
  // Who has a word at both places is found twice.
  const chosen = sql`select u.* from (${sql.join(each, sql` union `)}) u ${inOrder(wanted, wanted.most)}`;
  const rows = await all(
    wanted.ctx.db,
    sql<UserRow & { few: boolean }>`with found as materialized (select * from search_users(${query}, ${fetchMost + 1})),
      few as materialized (select count(*) <= ${fetchMost} as few from found)
      select few.few, page.* from few left join lateral (${shown(wanted, chosen)}) page on true`,
  );
  if (!rows[0]?.few) return null;
  return rows.filter(({ id }) => id !== null).map(({ few: _, ...row }) => row);
}

/** By looking at everybody. The offset keeps the planner from walking the order after all. */
function scanned(wanted: Wanted): Promise<UserRow[]> {
  const everybody = sql`select u.* from users u where ${matching(wanted)} offset 0`;
  return all(wanted.ctx.db, shown(wanted, sql`select u.* from (${everybody}) u ${inOrder(wanted, wanted.most)}`));
}
