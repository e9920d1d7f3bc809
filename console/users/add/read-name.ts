export interface Name {
  firstName: string;
  lastName: string;
}

export const NAMELESS: Name = { firstName: '', lastName: '' };

/** Longer texts before an address are sentences, not names. */
const WORDS_MOST = 7;
const NAME_MAX = 100;

/** Small words that begin a last name, written in small letters: "Ludwig van Beethoven", "Ana de la Cruz". */
const PARTICLES = new Set(
  'af al av bin d da dal dalla das de degli dei del della den der des di do dos du el ibn la las le los lo ten ter van vom von y zu zum zur'.split(
    ' ',
  ),
);
/** After a comma these are no first name: "Ann Low, Jr.", "Ann Low, PhD". */
const SUFFIX = /^(jr|sr|i{2,3}|iv|ph\.?\s?d|m\.?d|m\.?sc|b\.?sc|m\.?a|b\.?a|mba|esq|dr|prof|cpa|ll\.?m)\.?$/i;

/** "Ada King", "King, Ada", "King, Ada (EXT)", "KING Ada", "山田 太郎". What is no name is left out. */
export function readName(text: string): Name {
  const parts = withoutRemarks(text)
    .split(/[,;]/)
    .map((part) => part.trim())
    .filter((part, at) => part !== '' && (at === 0 || !SUFFIX.test(part)));
  const words = parts.join(' ').split(/\s+/).filter(isWord);
  if (words.length === 0 || words.length > WORDS_MOST) return NAMELESS;
  const [last = '', ...first] = parts;
  const name = first.length > 0 ? { firstName: first.join(' '), lastName: last } : splitName(words);
  return Math.max(name.firstName.length, name.lastName.length) > NAME_MAX ? NAMELESS : name;
}

/** Words of address books and mails that are no part of a name: "To:", "E-mail:". A single word with a colon is a label, too. */
const LABEL =
  /(?:^|\s)(?:to|cc|bcc|from|an|von|para|à|de|name|e-?mails?|mail|contacts?|adresse|address)\s?:(?=\s|$)|^\s*[\p{L}-]+:\s*$/giu;

/** Without quotes, without labels, and without remarks in brackets, unless there is nothing else. */
function withoutRemarks(text: string): string {
  const bare = text
    .replace(/["“”„«»‹›]/g, ' ')
    .replace(LABEL, ' ')
    .replace(/^['‘’\s]+|['‘’\s]+$/g, '');
  const outside = bare.replace(/[([{][^()[\]{}]*[)\]}]/g, ' ').replace(/[()[\]{}<>|=*•]/g, ' ');
  const kept = /\p{L}/u.test(outside) ? outside : bare.replace(/[()[\]{}<>|=*•]/g, ' ');
  return kept.replace(/^[\s,.–—-]+|[\s,:–—-]+$/g, '').replace(/\s+/g, ' ');
}

const isWord = (word: string) => /[\p{L}\p{N}]/u.test(word);

function splitName(words: string[]): Name {
  const [first = '', ...others] = words;
  if (others.length === 0) return { firstName: first, lastName: '' };
  const familyFirst = isCapitals(first) && !isCapitals(words.at(-1) ?? '');
  if (familyFirst || words.every((word) => /^[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}ー々]+$/u.test(word)))
    return { firstName: others.join(' '), lastName: first };
  const particle = others.findIndex((word, at) => at < others.length - 1 && PARTICLES.has(word.replace(/[’']$/, '')));
  const from = particle < 0 ? words.length - 1 : particle + 1;
  return { firstName: words.slice(0, from).join(' '), lastName: words.slice(from).join(' ') };
}

/** "DUPONT Jean": the family name stands in capitals. Initials such as "JP" do not count. */
function isCapitals(word: string): boolean {
  return word.length > 2 && word === word.toUpperCase() && word !== word.toLowerCase();
}
