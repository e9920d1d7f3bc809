import { type RawBuilder, sql } from 'kysely';
import { withoutUnseen } from '../kernel/text.ts';
import { foldWords } from './name.ts';

/** A word as it is searched for: folded as names are kept, and as typed, because addresses keep their accents. */
export type Word = { folded: string; spellings: string[] };

/**
 * The words of a search, of which every one must begin a word of name or e-mail. They hold letters, marks and digits only, so none
 * can carry the syntax of a query or of a pattern.
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

/** What begins with the longer word begins with the shorter one, too, unless accents tell them apart. */
function implies(longer: Word, word: Word): boolean {
  return (
    longer !== word && longer.spellings.every((spelling) => word.spellings.some((own) => spelling.startsWith(own)))
  );
}

/** The words as a query of the index: wherever they stand, or only elsewhere than at the beginning of the name. */
export function searchQuery(accountId: string, words: Word[], where: 'anywhere' | 'elsewhere'): RawBuilder<unknown> {
  const forms = (spelling: string) =>
    where === 'anywhere' ? [`'#^${spelling}':*`, `'#${spelling}':*`] : [`'#${spelling}':*`];
  const terms = words.map(({ spellings }) => `(${spellings.flatMap(forms).join(' | ')})`);
  return sql`replace(${terms.join(' & ')}, '#', word_mark(${accountId}))::tsquery`;
}

/** What stands between the words of an address. */
const between = "(^|[-@._+'!#$%&*/=?^`{|}~])";

/** The same asked of one row of `users u`: a tenth of what making its words anew would cost. */
export function matches({ spellings }: Word): RawBuilder<unknown> {
  const either = spellings.map(
    (spelling) => sql`' ' || u.name_key like ${`% ${spelling}%`}
      or u.email_key like ${`%${spelling}%`} and u.email_key ~ ${between + spelling}`,
  );
  return sql`(${sql.join(either, sql` or `)})`;
}

/** Those whose name begins with the word: one piece of the order of names. */
export function nameBegins({ folded }: Word): RawBuilder<unknown> {
  return sql`(u.name_key >= ${folded} and u.name_key < ${`${folded}\u{10ffff}`})`;
}
