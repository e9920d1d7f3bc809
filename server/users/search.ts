import { type RawBuilder, sql } from 'kysely';
import { emailKey } from '../access/rules/email.ts';
import { foldings, pairsOf, runsOf } from './name.ts';

/** A word of a search in the spellings that it may have: folded as names are stored, without and with the parts before it. */
export type Word = { spellings: string[] };

/** Further words are left out. */
const wordsMax = 8;
/** No address and no name has a longer word. PostgreSQL takes words of 2 kB at most, and folding makes up to 8 bytes of a letter. */
const lettersMax = 254;
/** Fewer addresses than this are words that people type. */
const addressesLeast = 2;

/** What a search asks for: people with all of the words, or with any of the addresses of a pasted list. */
export type Search = { words: Word[]; addresses: string[] | null };

export function readSearch(search = ''): Search {
  const addresses = addressesOf(search);
  return { words: addresses ? [] : allWordsOf(search), addresses };
}

/** The keys of the addresses in a pasted list; null if the text is no such list. Other words in it are names beside the addresses. */
function addressesOf(search: string): string[] | null {
  if (search.split('@').length <= addressesLeast) return null;
  const keys = search
    .split(/[\s,;:<>()[\]"]+/u)
    .filter((text) => text.includes('@'))
    .map((text) => emailKey(text.replace(/^['’•·*-]+|['’.]+$/g, '')))
    .filter((key) => key !== null);
  return keys.length < addressesLeast ? null : [...new Set(keys)];
}

/**
 * The words of a search. Every one must begin a word of the name, e-mail or employee number. They hold letters, marks and digits only, so
 * none can carry the syntax of a query or a pattern.
 */
function allWordsOf(search: string): Word[] {
  const texts = search.split(/\s+/u, 4 * wordsMax);
  if (texts.some((text) => text.length > lettersMax)) return [];
  const words = texts
    .flatMap(wordsOf)
    .filter(({ spellings: [first] }, i, all) => all.findIndex((word) => word.spellings[0] === first) === i)
    .slice(0, wordsMax);
  return words.filter((word) => !words.some((longer) => implies(longer, word)));
}

/** The words of a text without a blank. O'Neil is o, and neil or oneil; 李小龙 is 李小 and 小龙, because either may be the beginning. */
function wordsOf(text: string): Word[] {
  const [parts = [], ...others] = foldings(text).map((folded) => folded.split(' ', wordsMax).flatMap(inPieces));
  return parts
    .map((_, i) => [parts, ...others].flatMap((of) => [of[i] ?? '', of.slice(0, i + 1).join('')]))
    .map((spellings) => ({ spellings: [...new Set(spellings)].filter((spelling) => spelling !== '') }))
    .filter(({ spellings }) => spellings.length > 0);
}

function inPieces(word: string): string[] {
  const runs = runsOf(word);
  if (runs.length === 0) return [word];
  const others = runs.reduce((rest, run) => rest.replace(run, ' '), word).split(' ');
  return [...others, ...runs.flatMap((run) => ([...run].length === 1 ? [run] : pairsOf(run)))].filter(Boolean);
}

/** What begins with the longer word also begins with the shorter one, unless their spellings tell them apart. */
function implies(longer: Word, word: Word): boolean {
  return (
    longer !== word && longer.spellings.every((spelling) => word.spellings.some((own) => spelling.startsWith(own)))
  );
}

/** The words as a query of the index: at any place, or only elsewhere than at the beginning of the name. */
export function searchQuery(accountId: string, words: Word[], where: 'anywhere' | 'elsewhere'): RawBuilder<unknown> {
  const forms = (spelling: string) =>
    where === 'anywhere' ? [`'#^${spelling}':*`, `'#${spelling}':*`] : [`'#${spelling}':*`];
  const terms = words.map(({ spellings }) => `(${spellings.flatMap(forms).join(' | ')})`);
  return sql`replace(${terms.join(' & ')}, '#', word_mark(${accountId}))::tsquery`;
}

/** The characters between the words of an address. */
const between = "(^|[-@._+'!#$%&*/=?^`{|}~])";

/** The same condition for one row of `users u`, at a tenth of the cost of making its words. */
export function matches({ spellings }: Word): RawBuilder<unknown> {
  const either = spellings.map(
    (spelling) => sql`' ' || u.name_key like ${`% ${spelling}%`}
      or u.email_key like ${`%${spelling}%`} and u.email_key ~ ${between + spelling}
      or u.employee_number <> '' and ' ' || number_words(u.employee_number) like ${`% ${spelling}%`}`,
  );
  return sql`(${sql.join(either, sql` or `)})`;
}

/** Users whose name begins with a spelling: one range in the order of names for each. */
export function nameBegins({ spellings }: Word): RawBuilder<unknown>[] {
  return spellings.map((spelling) => sql`(u.name_key >= ${spelling} and u.name_key < ${`${spelling}\u{10ffff}`})`);
}
