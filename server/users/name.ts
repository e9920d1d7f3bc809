import { withoutUnseen } from '../kernel/text.ts';

/** Letters and digits of any script, lower case, accents off, one space between words: how names are sorted and searched. */
export function foldWords(text: string): string {
  // Most names are plain ASCII; the general rule gives the same for them and costs ten times as much.
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

/** What a user is sorted by: the name as shown, or the address where there is no name. */
export function nameKey(firstName: string, lastName: string, emailKey: string): string {
  return foldWords(`${firstName} ${lastName}`) || foldWords(emailKey);
}
