/*
 * Mail programs make links of what looks like one. A name that a stranger typed must not become a link in a mail that we sign, so
 * what a link is made of is replaced by signs that look like it, are no part of any address, and are read as one would read the name:
 * "Booking․com", "https꞉∕∕evil․example". Invisible characters do not serve: a browser leaves a word joiner in a host name out
 * and goes there all the same. Not asked is which endings are those of hosts, since each mail program has its own list.
 */

/** ONE DOT LEADER, MODIFIER LETTER COLON, DIVISION SLASH, SMALL COMMERCIAL AT. */
const looks = { dot: '\u2024', colon: '\ua789', slash: '\u2215', at: '\ufe6b' };

/**
 * Text in which nothing is a link, but the addresses that are given and stand in it as a word. What is followed by a space or the
 * end is left as it is, so that sentences stay what they are.
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
      // All that Unicode takes for a dot in the name of a host.
      .replace(/[.。．｡](?=\S)/gu, looks.dot)
      .replace(/[:：](?=\S)/gu, looks.colon)
      .replace(/(?<=[/\\])[/\\]|[/\\](?=[/\\])/g, looks.slash)
      .replace(/(?<=\S)[@＠﹫](?=\S)/gu, looks.at)
  );
}

/** Is it an address, and nothing that could be read as the address of a page? */
const isPlain = (address: string) => /^(?!www\.)[^\s/\\:@<>()[\]",;?#]+@[^\s/\\:@<>()[\]",;?#]+$/iu.test(address);
