import { type RawBuilder, sql } from 'kysely';
import { withoutUnseen } from '../kernel/text.ts';
import { foldWords } from './name.ts';

/** A word of a search: folded as names are stored, and as typed, because addresses keep their accents. */
export type Word = { folded: string; spellings: string[] };

/**
 * The words of a search. Every one must begin a word of the name or e-mail. They hold letters, marks and digits only, so none can carry the
 * syntax of a query or a pattern.
 */
export function searchedWords(search: string): Word[] {
  const words = withoutUnseen(search)
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .map((typed) => ({ typed, folded: foldWords(typed).replaceAll(' ', '') }))
    .filter(({ folded }, i, all) => folded !== '' && all.findIndex((word) => word.folded === folded) === i)
    .slice(0, 8)
    .map(({ typed, folded }) => ({ folded, spellings: [...new Set([folded, typed])] }));
  return words.filter((word) => !words.some((longer) => implies(longer, word)));
}

/** What begins with the longer word also begins with the shorter one, unless accents tell them apart. */
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
      or u.email_key like ${`%${spelling}%`} and u.email_key ~ ${between + spelling}`,
  );
  return sql`(${sql.join(either, sql` or `)})`;
}

/** Users whose name begins with the word: one range in the order of names. */
export function nameBegins({ folded }: Word): RawBuilder<unknown> {
  return sql`(u.name_key >= ${folded} and u.name_key < ${`${folded}\u{10ffff}`})`;
}
