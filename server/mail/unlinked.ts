/*
 * Mail programs turn text that looks like a link into one. A name that a stranger typed must not become a link in a mail that Muster signs.
 * So the characters of links are replaced by lookalikes that are part of no address and read the same: "Booking․com",
 * "https꞉∕∕evil․example". Invisible characters do not help: a browser drops a word joiner from a host name and still goes there. Top-level
 * domains are not checked, because each mail program has its own list.
 */

/** ONE DOT LEADER, MODIFIER LETTER COLON, DIVISION SLASH, SMALL COMMERCIAL AT. */
const looks = { dot: '\u2024', colon: '\ua789', slash: '\u2215', at: '\ufe6b' };

/**
 * Text in which nothing is a link except the given addresses, where they stand as a word. A character before a space or the end stays as it
 * is, so that sentences stay intact.
 */
export function unlinked(text: string, addresses: readonly string[] = []): string {
  const kept = addresses.filter(isPlain).map((address) => address.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  if (kept.length === 0) return broken(text);
  const words = new RegExp(`(?<![^\\s“(])(${kept.join('|')})(?=[.,;:)”]*(?:\\s|$))`, 'gu');
  return text
    .split(words)
    .map((piece, i) => (i % 2 === 0 ? broken(piece) : piece))
    .join('');
}

function broken(text: string): string {
  return (
    text
      // Every character that Unicode treats as a dot in a host name.
      .replace(/[.。．｡](?=\S)/gu, looks.dot)
      .replace(/[:：](?=\S)/gu, looks.colon)
      .replace(/(?<=[/\\])[/\\]|[/\\](?=[/\\])/g, looks.slash)
      .replace(/(?<=\S)[@＠﹫](?=\S)/gu, looks.at)
  );
}

/** Is it an e-mail address that cannot be read as a web address? */
const isPlain = (address: string) => /^(?!www\.)[^\s/\\:@<>()[\]",;?#]+@[^\s/\\:@<>()[\]",;?#]+$/iu.test(address);
