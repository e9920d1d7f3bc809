import { type RawBuilder, sql } from 'kysely';
import { all, one } from '../database/database.ts';
import type { Ctx } from '../kernel/context.ts';
import { type Filter, joinConditions, plainConditions } from './filter.ts';
import { type Order, orderBy, positionOf } from './orders.ts';
import { type UserRow, userColumns } from './read-users.ts';
import { matches, nameBegins, readSearch, searchQuery, type Word } from './search.ts';

type Wanted = {
  ctx: Ctx;
  order: Order;
  /** The condition for rows after the page before, if there is one. */
  beyond: RawBuilder<unknown>[];
  words: Word[];
  conditions: RawBuilder<unknown>[];
  most: number;
  /** The indexes of the orders leave removed users out. */
  walks: boolean;
  /** More than a status is filtered, so matches may be rare in the order, whatever the sample of words says. */
  filtered: boolean;
};

/**
 * Rows of the list's order that are scanned first: enough for a page if one row in thirty matches. Left to the planner, which sees the
 * statistics of all accounts together, a scan might read a million rows for what is rare in this account.
 */
const walkMost = 2_000;
/** Rows fetched by the index of words. That costs as much as the short scan. */
const fetchMost = 6_000;
/** Rows scanned for words that are common in the sample. People with the same first name may come in between. */
const longWalkMost = 30_000;
/** If the short scan found this part of a page, the long scan, 15 times as long, most likely fills the page. */
const promisingPart = 1 / 8;
/** A smaller share in a sample of 200 is not reliable. */
const promisingShare = 0.015;
/** If the sample predicts this many rows, the index is not tried. */
const surelyTooMany = 2 * fetchMost;
/** Words that more of the sample have than this are checked row by row. The index would list most people. */
const denseShare = 0.25;
const sampleRows = 100;

/** The conditions of every list: its account and a status. */
const unfiltered = 2;

/** The first users in an order that match a filter. Chooses the cheapest way; none of them can cost much. */
export async function findUsers(
  ctx: Ctx,
  filter: Filter,
  { order, beyond, most }: Pick<Wanted, 'order' | 'beyond' | 'most'>,
): Promise<UserRow[]> {
  const { words, addresses } = readSearch(filter.search);
  const plain = plainConditions(ctx, filter);
  const conditions = [...plain, ...beyond];
  const [walks, filtered] = [![filter.status].flat().includes('removed'), plain.length > unfiltered];
  const wanted = { ctx, order, beyond, words, conditions, most, walks, filtered };
  // An index finds those of a list of addresses or ids.
  if (addresses || filter.ids !== undefined || filter.email !== undefined) return scanned(wanted);
  return (await (words.length > 0 ? searched(wanted) : near(wanted))) ?? scanned(wanted);
}

/**
 * Scans the first 2,000 rows of the order. Goes on to 30,000 if those gave at least an eighth of a page. Returns null if the page is still
 * not full.
 */
async function near(wanted: Wanted): Promise<UserRow[] | null> {
  const { ctx, most, walks } = wanted;
  if (!walks) return null;
  const rows = await walked(wanted, walkMost);
  if (rows.length === most) return rows;
  const { longer } = await one(ctx.db, sql<{ longer: boolean }>`select ${isLonger(wanted)} as longer`);
  if (!longer) return rows;
  return rows.length >= most * promisingPart ? farWalked(wanted) : null;
}

/** Rows as the API shows them, in their order. */
const shown = ({ ctx, order }: Wanted, chosen: RawBuilder<unknown>) =>
  sql<UserRow>`select ${userColumns(ctx)}, ${positionOf(order)} as position from (${chosen}) u ${orderBy(order)}`;

const inOrder = ({ order }: Wanted, most: number) => sql`${orderBy(order)} limit ${most}`;

const walk = ({ ctx, order, beyond }: Wanted) =>
  sql`from users u where ${joinConditions([
    sql`u.account_id = ${ctx.accountId} and u.removed_at is null`,
    order.named,
    ...beyond,
  ])}`;

function walked(wanted: Wanted, rows: number): Promise<UserRow[]> {
  const near = sql`select u.* from (select u.* ${walk(wanted)} ${inOrder(wanted, rows)}) u
    where ${matching(wanted)} ${inOrder(wanted, wanted.most)}`;
  return all(wanted.ctx.db, shown(wanted, near));
}

const isLonger = (wanted: Wanted) => sql`exists (select ${walk(wanted)} ${inOrder(wanted, 1)} offset ${walkMost})`;

const matching = ({ conditions, words }: Wanted) => joinConditions([...conditions, ...words.map(matches)]);

type Sampled = Word & {
  /** The share of people that have it. */
  anywhere: number;
  /** The share of people that have it elsewhere than at the beginning of the name. */
  elsewhere: number;
};

/**
 * Estimates the share of people with each word, from the first and the last addresses of the account. Takes the lesser of both: a word that
 * is common at both ends is not worth asking the index for. Also returns whether the list is longer than a short scan, and how many people
 * there are.
 */
async function sample(wanted: Wanted): Promise<{ longer: boolean; people: number; words: Sampled[] }> {
  const { ctx, beyond, words } = wanted;
  const end = (last: boolean) =>
    sql`(select u.email_key, u.name_key, u.employee_number, ${last}::bool as last from users u where u.account_id = ${ctx.accountId} and u.removed_at is null
      order by u.email_key ${last ? sql`desc` : sql`asc`} limit ${sampleRows})`;
  const share = (has: RawBuilder<unknown>) => {
    const [early, late] = [sql`not last`, sql`last`].map((half) => sql`avg((${has})::int) filter (where ${half})`);
    return sql`coalesce(least(${early}, ${late}), 0)::float8`;
  };
  const anywhere = words.map((word) => share(matches(word)));
  const elsewhere = words.map((word) =>
    share(sql`${matches(word)} and not (${sql.join(nameBegins(word), sql` or `)})`),
  );
  // Prepared for the common shapes, up to three words on a first page, because planning costs more than running.
  const often = words.length <= 3 && beyond.length === 0;
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

/** All people of the list, including the expired. */
const peopleOf = (ctx: Ctx) =>
  sql`(select coalesce(sum(people), 0)::float8 from counts where account_id = ${ctx.accountId} and dimension = 'status' and key <> 'removed')`;

/** Scans the order for common words, else asks the index of words. Returns null if the index finds too many. */
async function searched(wanted: Wanted): Promise<UserRow[] | null> {
  const { order, most, walks, filtered } = wanted;
  const { longer, people, words } = await sample(wanted);
  const byName = walks && order.name === 'name';
  // In the order of names, people whose name begins with the word are adjacent, so a scan does not meet them in between.
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

/** The index finds people with these words. The other words are checked per row. */
async function among(wanted: Wanted, words: Word[]): Promise<UserRow[] | null> {
  if (words.length === 0) return null;
  return fetched(wanted, searchQuery(wanted.ctx.accountId, words, 'anywhere'), []);
}

/**
 * In the order of names, people whose name begins with a word are adjacent, however many they are. A scan takes as many of them as a page
 * needs. The index finds people with all words elsewhere.
 */
function besideNames(wanted: Wanted, words: Word[]): Promise<UserRow[] | null> {
  const called = words
    .flatMap(nameBegins)
    .map(
      (begins) =>
        sql`users u where few.few and ${matching(wanted)} and ${begins} and u.removed_at is null and ${wanted.order.named}`,
    );
  return fetched(wanted, searchQuery(wanted.ctx.accountId, words, 'elsewhere'), called);
}

/** People found by the index, and those from elsewhere. Returns null if the index finds too many. */
async function fetched(
  wanted: Wanted,
  query: RawBuilder<unknown>,
  others: RawBuilder<unknown>[],
): Promise<UserRow[] | null> {
  const each = [sql`found u where few.few and ${matching(wanted)}`, ...others].map(
    (source) => sql`(select u.* from ${source} ${inOrder(wanted, wanted.most)})`,
  );
  // A person with a word at both places is found twice; union removes that.
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

/** Checks every user. The offset keeps the planner from scanning the order instead. */
function scanned(wanted: Wanted): Promise<UserRow[]> {
  const everybody = sql`select u.* from users u where ${matching(wanted)} offset 0`;
  return all(wanted.ctx.db, shown(wanted, sql`select u.* from (${everybody}) u ${inOrder(wanted, wanted.most)}`));
}
