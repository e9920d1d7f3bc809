import { withoutUnseen } from '../kernel/text.ts';

/**
 * The form in which names are sorted and searched: letters and digits of any script, in lower case, without accents, with one space between
 * words.
 */
export function foldWords(text: string): string {
  // Most names are plain ASCII. The general rule gives the same result for them at ten times the cost.
  if (/^[A-Za-z0-9 ]*$/.test(text)) return text.toLowerCase().replace(/ {2,}/g, ' ').trim();
  return withoutUnseen(text)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(/ß/g, 'ss')
    .trim();
}

/** The sort key of a user: the name as shown, or the address if there is no name. */
export function nameKey(firstName: string, lastName: string, emailKey: string): string {
  return foldWords(`${firstName} ${lastName}`) || foldWords(emailKey);
}
