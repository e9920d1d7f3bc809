import { meaningsOf } from '../words/header-words.ts';
import { ENCODINGS, type Encoding, isUnicode } from './dialect.ts';

/** Bytes in which the header is looked for, and those that are read for words. */
const HEADER_BYTES = 4 * 1024;
const WORDS_BYTES = 32 * 1024;
/** How much more natural the words must be in another encoding than in Windows-1252. */
const CLEARLY = 0.3;

/**
 * The legacy encoding of a text with letters beyond ASCII: the one in which the first lines have the most header words, then the one in which
 * the words look natural; Windows-1252 if none is ahead. The library chardet is surer of long texts, but wrong about short lists of names.
 */
export function likeliestLegacy(bytes: Buffer): Encoding {
  const all = ENCODINGS.filter((encoding) => !isUnicode(encoding) && encoding !== 'windows-1252');
  const headed = best(
    all,
    (encoding) => headerWords(new TextDecoder(encoding).decode(bytes.subarray(0, HEADER_BYTES))),
    1,
  );
  const sample = bytes.subarray(0, WORDS_BYTES);
  const byWords = [...all.filter((encoding) => !WIDE.includes(encoding)), ...COMMON.keys()];
  const encoding = headed ?? best(byWords, (encoding) => naturalness(sample, encoding), CLEARLY) ?? 'windows-1252';
  return encoding === 'windows-1252' && isTurkish(new TextDecoder(encoding).decode(sample)) ? 'windows-1254' : encoding;
}

/** The encoding with the highest score; null if it is not that much higher than the one of Windows-1252. */
function best(encodings: Encoding[], scoreOf: (encoding: Encoding) => number, ahead: number): Encoding | null {
  const [first] = encodings
    .map((encoding) => ({ encoding, score: scoreOf(encoding) }))
    .sort((a, b) => b.score - a.score);
  return first && first.score >= scoreOf('windows-1252') + ahead ? first.encoding : null;
}

/** The number of cells beyond ASCII that are header words. */
function headerWords(text: string): number {
  const cells = text.split(/[,;\t|\r\n]/).slice(0, 200);
  return cells.filter((cell) => /[^\p{ASCII}]/u.test(cell) && meaningsOf(cell.replaceAll('"', '')).length > 0).length;
}

/**
 * The first and the last pair of bytes of common letters. In a wrong encoding most letters are rare ones. What may be Korean is not Chinese,
 * and EUC-JP, which is rare, is told by its header alone.
 */
const COMMON = new Map<Encoding, [from: number, to: number]>([
  ['euc-kr', [0xb0a1, 0xc8fe]],
  ['shift_jis', [0x8140, 0x9872]],
  ['gb18030', [0xa1a1, 0xd7fe]],
  ['big5', [0xa140, 0xc67e]],
]);
const WIDE: readonly Encoding[] = [...COMMON.keys(), 'euc-jp'];

/** The share of words beyond ASCII, or of letters of two bytes, that look natural. */
function naturalness(bytes: Buffer, encoding: Encoding): number {
  const common = COMMON.get(encoding);
  if (common) return commonPairs(bytes, common);
  const words = new TextDecoder(encoding)
    .decode(bytes)
    .split(/(?:[^\P{ASCII}A-Za-z]|[\u00a0\u2010-\u2027«»])+/u)
    .filter((word) => /[^\p{ASCII}]/u.test(word) && /\p{L}/u.test(word));
  return words.length === 0 ? 0 : words.filter(isNatural).length / words.length;
}

/** Letters of one script, small after the first or all capital. Latin words have few letters beyond ASCII in a row. */
function isNatural(word: string): boolean {
  if (/^(\p{Script=Hebrew}+|\p{Script=Arabic}+)$/u.test(word)) return /^\p{L}+$/u.test(word);
  if (!/^(\p{Lu}?[\p{Ll}\p{M}]+|\p{Lu}+)$/u.test(word)) return false;
  if (/^\p{Script=Latin}+$/u.test(word)) return !/[^\p{ASCII}]{3}/u.test(word);
  return /^(\p{Script=Cyrillic}+|\p{Script=Greek}+)$/u.test(word);
}

function commonPairs(bytes: Buffer, [from, to]: [from: number, to: number]): number {
  const trailing = from & 0xff;
  let [all, common] = [0, 0];
  for (let i = 0; i < bytes.length; i++) {
    const lead = bytes[i] ?? 0;
    if (lead < 0x80) continue;
    const trail = bytes[++i] ?? 0;
    all++;
    if (lead >= from >> 8 && lead * 256 + trail <= to && trail >= trailing) common++;
  }
  return all === 0 ? 0 : common / all;
}

/** Windows-1254 has ğ, ı, ş and İ where Windows-1252 has letters of Icelandic, which no text has without its vowels. */
function isTurkish(text: string): boolean {
  return /[ðýþÐÝÞ]/.test(text) && !/[áéíóúæÁÉÍÓÚÆ]/.test(text);
}
