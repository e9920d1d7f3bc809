import anyAscii from 'any-ascii';
import { withoutUnseen } from '../kernel/text.ts';

/** Accents of scripts that people also write without them. Vowel signs of Indic scripts are marks too, but no one leaves them out. */
const accents =
  /[\p{M}&&[\p{Script=Inherited}\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Hebrew}\p{Script=Arabic}]]+/gv;
/** Letters that look like an apostrophe. */
const apostrophes = /[ʹʻʼʽʾʿˈ]/g;
const latin = /[\p{Script=Latin}&&\P{ASCII}]/gv;
/** Other letters that stand for the same: the final sigma, forms of Arabic letters, Ukrainian ghe. */
const alike: Record<string, string> = { ς: 'σ', ى: 'ي', ی: 'ي', ک: 'ك', ة: 'ه', ـ: '', ґ: 'г' };
const alikes = new RegExp(`[${Object.keys(alike).join('')}]`, 'g');
const katakana = /[ァ-ヶヽヾ]/g;
const hiraganaBefore = 0x60;

/**
 * The form in which names are sorted and searched: letters and digits of any script, in lower case, without accents, with one space between
 * words. Latin letters become ASCII: ø is o, æ is ae. Katakana become hiragana.
 */
export function foldWords(text: string): string {
  // Most names are plain ASCII. The general rule gives the same result for them at ten times the cost.
  if (/^[A-Za-z0-9 ]*$/.test(text)) return text.toLowerCase().replace(/ {2,}/g, ' ').trim();
  return withoutUnseen(text)
    .replace(apostrophes, "'")
    .normalize('NFKD')
    .replace(accents, '')
    .toLowerCase()
    .normalize('NFKD')
    .replace(accents, '')
    .replace(
      latin,
      (letter) =>
        anyAscii(letter)
          .replace(/[^A-Za-z]/g, '')
          .toLowerCase() || letter,
    )
    .replace(alikes, (letter) => alike[letter] ?? letter)
    .replace(katakana, (letter) => String.fromCharCode(letter.charCodeAt(0) - hiraganaBefore))
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .normalize('NFC')
    .trim();
}

/** How Germans and Scandinavians write letters that a keyboard lacks. */
const spelledOut: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ø: 'oe', å: 'aa' };

/** The folded forms of a text that people may type: ü is u and ue. */
export function foldings(text: string): string[] {
  const written = text.normalize('NFC').toLowerCase();
  const other = written.replace(/[äöüøå]/g, (letter) => spelledOut[letter] ?? letter);
  return other === written ? [foldWords(text)] : [foldWords(text), foldWords(other)];
}

/**
 * The key of a user's name: what the list is sorted by, and all words by which a search finds the name.
 *
 * It begins with the folded first name, two spaces, and the folded last name, from which the database makes the order of last names. If there
 * is neither, it begins with the address. After a tab follow words that are further spellings of those (otherWords).
 */
export function nameKey(firstName: string, lastName: string, emailKey: string): string {
  const name = [foldWords(firstName), foldWords(lastName)].filter((part) => part !== '').join('  ');
  const shown = name || foldWords(emailKey);
  const others = otherWords(firstName, lastName, emailKey).filter((word) => !` ${shown}`.includes(` ${word}`));
  return others.length === 0 ? shown : `${shown} \t ${[...new Set(others)].join(' ')}`;
}

function otherWords(firstName: string, lastName: string, emailKey: string): string[] {
  const local = emailKey.slice(0, emailKey.lastIndexOf('@'));
  // Most names and addresses have one spelling only.
  if (/^[A-Za-z0-9 ]*$/.test(firstName + lastName) && /^[a-z0-9._+]*$/.test(local)) return [];
  const name = `${firstName} ${lastName}`;
  const reversed = `${lastName} ${firstName}`;
  return [
    ...foldings(name).flatMap((folded) => folded.split(' ')),
    ...name.split(/\s+/u).flatMap(joined),
    ...[name, reversed].flatMap((order) => runsOf(foldWords(order).replaceAll(' ', '')).flatMap(pairsAndEnd)),
    // An address keeps its accents. These are its words without.
    ...(/^\p{ASCII}*$/u.test(local) ? [] : foldings(local).flatMap((folded) => folded.split(' '))),
    ...(/['-]/.test(local) ? joined(local) : []),
  ].filter((word) => word !== '');
}

/** Apostrophes and hyphens as nothing: from each part to the end of the word. O'Neil is oneil, too. */
function joined(word: string): string[] {
  return foldings(word).flatMap((folded) => {
    const parts = folded.split(' ');
    return parts.slice(0, -1).map((_, i) => parts.slice(i).join(''));
  });
}

const spaceless = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー]+/gu;

/** The parts of a folded word in scripts that put no space between names. */
export function runsOf(word: string): string[] {
  return word.match(spaceless) ?? [];
}

/** Each two letters beside each other, so that the text is found from inside. */
export function pairsOf(run: string): string[] {
  const letters = [...run];
  return letters.slice(0, -1).map((letter, i) => letter + letters[i + 1]);
}

function pairsAndEnd(run: string): string[] {
  return [...pairsOf(run), ...[...run].slice(-1)];
}
