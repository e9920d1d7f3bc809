/** Invisible characters, as the server counts them (server/access/rules/email.ts). */
const UNSEEN = String.raw`\p{Cf}\p{Default_Ignorable_Code_Point}`;
const AT_ENDS = new RegExp(String.raw`^[\s${UNSEEN}]+|[\s${UNSEEN}]+$`, 'gu');
const BESIDE = new RegExp(`(?<![${UNSEEN}])[${UNSEEN}]*([@.。．｡])[${UNSEEN}]*`, 'gu');

/** Invisible characters that came with the clipboard are left out: around the text, and beside @ and dots. Others stay, and are told. */
export function withoutAccidents(text: string): string {
  return text.replace(AT_ENDS, '').replace(BESIDE, '$1');
}

/** Does it hold an @, in any width? Such a text is an address, or meant as one, and never a name. */
export function holdsAt(text: string): boolean {
  return /[@＠﹫]/.test(text);
}

/** The marks that lists, sentences and mail programs put around an address. */
const BEFORE = /^["'“”„«»‹›‘’`<([{|,;:!•·*–—]+/;
const AFTER = /["'“”„«»‹›‘’`>)\]}|,;:!?.•·*–—]+$/;

/** The address alone. A `mailto:` link may hold several. */
export function cleanAddresses(text: string): string[] {
  const bare = withoutAccidents(text).replace(BEFORE, '');
  const scheme = /^(mailto|smtp|sips?|e-?mail):/i.exec(bare)?.[0] ?? '';
  if (!/^mailto:/i.test(scheme)) return [trimmed(bare.slice(scheme.length))];
  const [to = '', query = ''] = bare.slice(scheme.length).split(/\?(.*)/s, 2);
  const copies = [...new URLSearchParams(query.replaceAll('+', '%2B')).values()].filter(holdsAt);
  return [decoded(to), ...copies]
    .flatMap((list) => list.split(/[,;|]/))
    .map(trimmed)
    .filter((address) => address !== '');
}

function trimmed(address: string): string {
  return withoutAccidents(withoutAccidents(address).replace(BEFORE, '').replace(AFTER, ''));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a percent sign of its own
  }
}
