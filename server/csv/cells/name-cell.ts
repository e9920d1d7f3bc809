import { addressesIn } from './address-cell.ts';

export type SplitName = { firstName: string; lastName: string };

/** Words that belong to the family name after them: van der Berg, de la Cruz, Al Amin. */
const PARTICLES = new Set(
  (
    'von van vom zu zum zur der den dem de del della dello delle degli di da das do dos du des la le las los lo ' +
    'ten ter te op af av bin ibn binti bint al el ben bar san santa mac mc st'
  ).split(' '),
);
const TITLES = new Set(
  'mr mrs ms miss mx dr prof professor herr frau mme mlle sr sra srta dott dottssa ing dipl mag sir dame rev hr fr'.split(
    ' ',
  ),
);

/** Mr, Dr. or Frau alone. */
export const isTitle = (text: string): boolean => TITLES.has(bare(text));

const SUFFIXES = new Set('jr sr ii iii iv phd md msc bsc mba ma ba dds esq cpa pe rn'.split(' '));
/** Family names of two characters, which else have one. */
const LONG_CHINESE = new Set(
  '欧阳 司马 上官 诸葛 夏侯 东方 皇甫 尉迟 公孙 令狐 宇文 长孙 慕容 司徒 歐陽 司馬 諸葛 東方 尉遲 公孫 長孫 端木 百里 呼延'.split(
    ' ',
  ),
);
const LONG_KOREAN = new Set('남궁 황보 제갈 사공 선우 서문 독고 동방'.split(' '));

const BULLET = /^\s*([-–•*·▪‣◦●]|\d{1,3}[.)])\s+/u;
const HONORIFIC = /\s+(様|さま|さん|殿|先生|님|先生|女士|小姐)\s*$|様\s*$/u;

/**
 * Splits a whole name. `Low, Ann` says itself where the family name is. Otherwise it is the last word, with the particles before it, or the
 * first if `familyFirst`. Titles (Dr.) and degrees are left out, remarks in brackets too. A name of one word is a first name, except in
 * Chinese and Korean, which are written without a space.
 */
export function splitName(text: string, familyFirst: boolean): SplitName {
  const whole = text
    .replace(/\s*[([（{][^)\]）}]*[)\]）}]\s*/g, ' ')
    .replace(/[，、]/g, ',')
    .replace(BULLET, '')
    .replace(HONORIFIC, '')
    .replace(/\s+/g, ' ')
    .trim();
  if (addressesIn(whole).length > 0) return { firstName: '', lastName: '' };
  const parts = whole.split(',').map((part) => part.trim());
  const [before = '', ...after] = parts.filter((part) => part !== '' && !isSuffix(part));
  const suffixes = parts.filter((part) => part !== '' && isGenerational(part));
  if (after.length > 0)
    return { firstName: withoutTitles(words(after.join(' '))).join(' '), lastName: [before, ...suffixes].join(' ') };
  return splitWords(before, familyFirst, suffixes);
}

function splitWords(text: string, familyFirst: boolean, suffixes: string[]): SplitName {
  const all = words(text);
  const named = withoutTitles(all).filter((word) => !isDegree(word));
  const [only = ''] = named;
  if (named.length < 2) return withoutSpace(only);
  const spoken = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(only);
  if (familyFirst || spoken || beginsShouted(named)) {
    const end = endOfFamily(named);
    return { firstName: named.slice(end).join(' '), lastName: [...named.slice(0, end), ...suffixes].join(' ') };
  }
  const start = startOfFamily(named);
  return { firstName: named.slice(0, start).join(' '), lastName: [...named.slice(start), ...suffixes].join(' ') };
}

/** Emoji, flags and dashes alone are no part of a name. */
const DECORATION = /^[^\p{L}\p{N}\p{ASCII}]+$/u;
const words = (text: string): string[] => text.split(' ').filter((word) => word !== '' && !DECORATION.test(word));
const bare = (word: string): string => word.toLowerCase().replace(/[.’']/g, '');
const isSuffix = (word: string): boolean => SUFFIXES.has(bare(word));
/** Part of the name, unlike a degree. */
const isGenerational = (word: string): boolean => /^(jr|sr|ii|iii|iv)$/.test(bare(word));
const isDegree = (word: string): boolean => isSuffix(word) && !isGenerational(word) && word.length > 2;

function withoutTitles(all: string[]): string[] {
  const first = all.findIndex((word, i) => !TITLES.has(bare(word)) || i === all.length - 1);
  return all.slice(Math.max(0, first));
}

/** Where the family name begins when it comes last. Capitals may mark it: Ann VAN DYKE. */
function startOfFamily(named: string[]): number {
  const capitals = named.findIndex((word) => isShouted(word));
  if (capitals > 0 && named.slice(capitals).every(isShouted)) return capitals;
  let start = named.length - 1;
  if (isGenerational(named[start] ?? '') && start > 1) start--;
  while (start > 1 && PARTICLES.has(bare(named[start - 1] ?? ''))) start--;
  return start;
}

/** Where the family name ends when it comes first. */
function endOfFamily(named: string[]): number {
  const given = named.findIndex((word) => !isShouted(word));
  if (given > 0 && isShouted(named[0] ?? '')) return given;
  let end = 1;
  while (end < named.length - 1 && PARTICLES.has(bare(named[end - 1] ?? ''))) end++;
  return end;
}

/** LEFÈVRE Zoé. A few capitals may be initials. */
function beginsShouted(named: string[]): boolean {
  const given = named.findIndex((word) => !isShouted(word));
  return given > 0 && named.slice(0, given).join('').length > 2;
}

const isShouted = (word: string): boolean => /^\p{Lu}[\p{Lu}\p{M}'’-]+$/u.test(word);

/** Chinese and Korean names begin with a family name of known length. Where a Japanese one ends cannot be told. */
function withoutSpace(word: string): SplitName {
  const letters = [...word];
  const chinese = /^\p{Script=Han}{2,4}$/u.test(word) && (letters.length < 4 || LONG_CHINESE.has(word.slice(0, 2)));
  const korean = /^\p{Script=Hangul}{2,5}$/u.test(word);
  if (!chinese && !korean) return { firstName: word, lastName: '' };
  const long = letters.length > 2 && (LONG_CHINESE.has(word.slice(0, 2)) || LONG_KOREAN.has(word.slice(0, 2)));
  const end = long ? 2 : 1;
  return { firstName: letters.slice(end).join(''), lastName: letters.slice(0, end).join('') };
}
