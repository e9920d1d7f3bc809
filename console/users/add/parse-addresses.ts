export interface Entry {
  email: string;
  firstName: string;
  lastName: string;
}

/** Several people, as in a mail's To line, a column of a sheet or a plain list. */
export function parseAddresses(text: string): Entry[] {
  return split(text).flatMap(readPiece);
}

/** Splits at commas, semicolons, tabs and line ends, but not inside "…" or <…>. */
function split(text: string): string[] {
  const pieces: string[] = [];
  let piece = '';
  let inside = '';
  for (const letter of text) {
    if (inside === '' && /[,;\t\r\n]/.test(letter)) {
      pieces.push(piece);
      piece = '';
      continue;
    }
    if (inside === '' && letter === '"') inside = '"';
    else if (inside === '' && letter === '<') inside = '>';
    else if (letter === inside || letter === '\n') inside = '';
    piece += letter;
  }
  return [...pieces, piece].map((found) => found.trim()).filter((found) => found !== '');
}

function readPiece(piece: string): Entry[] {
  const named = /^(.*?)\s*<([^<>]*)>$/s.exec(piece);
  if (named) return [{ email: bare(named[2] ?? ''), ...readName(named[1] ?? '') }];
  const words = piece.split(/\s+/);
  // Addresses separated only by spaces; otherwise a name before an address, or no address.
  if (words.every((word) => word.includes('@'))) return words.map((email) => ({ email: bare(email), ...NAMELESS }));
  const last = words.at(-1) ?? '';
  if (last.includes('@')) return [{ email: bare(last), ...readName(words.slice(0, -1).join(' ')) }];
  return [{ email: piece, ...NAMELESS }];
}

const NAMELESS = { firstName: '', lastName: '' };

function bare(email: string): string {
  return email.trim().replace(/^mailto:/i, '');
}

/** "Ada King", "King, Ada": the last word is the last name, unless there is a comma. */
function readName(text: string): Omit<Entry, 'email'> {
  const name = text.replace(/^["'\s]+|["'\s]+$/g, '');
  const [before, after] = name.split(',', 2);
  if (before !== undefined && after !== undefined) return { firstName: after.trim(), lastName: before.trim() };
  const words = name.split(/\s+/).filter((word) => word !== '');
  return {
    firstName: words.slice(0, -1).join(' ') || (words[0] ?? ''),
    lastName: words.length > 1 ? words.at(-1)! : '',
  };
}

/** Can this be an address at all? Only a hint while typing: the server decides. */
export function looksLikeAddress(email: string): boolean {
  return email.length <= 254 && /^[^\s@<>()[\]\\,;:"]+@[^\s@.<>()[\]\\,;:"]+(\.[^\s@.<>()[\]\\,;:"]+)+$/.test(email);
}

export type Mistake = 'invalid' | 'twice';

/** What is wrong with each entry, in their order; null if nothing is. */
export function mistakesOf(entries: readonly Entry[]): (Mistake | null)[] {
  const seen = new Set<string>();
  return entries.map(({ email }) => {
    const key = email.normalize('NFKC').toLowerCase();
    if (!looksLikeAddress(email)) return 'invalid';
    if (seen.has(key)) return 'twice';
    seen.add(key);
    return null;
  });
}

export function writeEntry({ email, firstName, lastName }: Entry): string {
  const name = `${firstName} ${lastName}`.trim();
  return name ? `${name} <${email}>` : email;
}
