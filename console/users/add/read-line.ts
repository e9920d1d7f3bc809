import { cleanAddresses, holdsAt } from './clean-address.ts';
import type { Entry } from './parse-addresses.ts';
import { NAMELESS, readName } from './read-name.ts';

/** A part of a line: an address, words between addresses, or the comma that ends a person. */
type Part = { is: 'address'; text: string; bracketed: boolean } | { is: 'words'; text: string } | { is: 'end' };

/** Words that join the last two of a list, in small letters. They are no part of a name. */
const AND = '[&+]|and|or|und|oder|et|ou|y|e|o|en|i|oraz|och|og|ja|a|és|și|ve|και|и|та|і|と|및|和|và|و|ו';
const JOINS = new RegExp(String.raw`^[\s,]*(?:${AND})(?=\s|$)|(?<=\s)(?:${AND})[\s,]*$`, 'gu');

/** "Name <address>", "address (name)", "name address name address", "a@x and b@x": all people of one line, in order. */
export function readLine(line: string, commasAreNames: boolean): Entry[] {
  return people(partsOf(line)).flatMap((parts) => readPeople(parts, commasAreNames));
}

/** A name in quotes. Quotes that are never closed must not be looked for to the end of a long text. */
const QUOTED = String.raw`"[^"]{0,200}"|“[^”]{0,200}”|„[^“”]{0,200}[“”]|(?<=^|[\s,;])'[^']{1,200}(?:'\p{L}[^']{0,200}){0,3}'(?=[\s<,;]|$)`;
const LINK = String.raw`\[[^[\]]{0,200}\]\([^()]{0,400}\)`;
const TOKEN = new RegExp(String.raw`${QUOTED}|<[^<>]{0,2000}>|${LINK}|\([^()]{0,2000}\)|[^\s<>",;()]+|[^\s]`, 'gu');

function partsOf(line: string): Part[] {
  const parts: Part[] = [];
  const say = (text: string) => {
    const before = parts.at(-1);
    if (before?.is === 'words') before.text += text === ',' ? text : ` ${text}`;
    else if (text !== ',') parts.push({ is: 'words', text });
    else if (before?.is === 'address') parts.push({ is: 'end' });
  };
  for (const [token] of closeAts(line).matchAll(TOKEN)) {
    if (!holdsAt(token)) say(token);
    else for (const part of addressesIn(token)) parts.push(part);
  }
  return parts;
}

/** "ann @ x.test" is one address with blanks in it. */
function closeAts(line: string): string {
  if (!/\s@|@\s/.test(line)) return line;
  return line.replace(/(?<=[^\s@<,;])(?:\s+@\s+|@\s+)(?=[^\s@.]+\.[^\s@]+(?:[\s,;>]|$))/g, '@');
}

/** A token may hold several: "a@x/b@x", "[Ann](mailto:a@x)", `<mailto:a@x|a@x>`. In quotes or brackets there may be a whole line. */
function addressesIn(token: string): Part[] {
  const link = /^\[([^[\]]*)\]\(([^()]*)\)$/.exec(token);
  if (link) return partsOf(`${link[1]} <${link[2]}>`);
  const inner = /^["“„'(](.*)["“”')]$/s.exec(token)?.[1];
  if (inner !== undefined && /\S\s+\S/.test(inner)) return partsOf(inner);
  const bracketed = token.startsWith('<');
  const many = token.split('@').length > 2 && !/^<?mailto:[^|]*$/i.test(token);
  const pieces = token.split(many ? /[\s/|;,]+/ : '|');
  return pieces.flatMap((piece): Part[] => {
    if (holdsAt(piece)) return cleanAddresses(piece).map((text) => ({ is: 'address', text, bracketed }));
    return bracketed ? [] : [{ is: 'words', text: piece }];
  });
}

type Said = Exclude<Part, { is: 'end' }>;

/** A comma after an address ends the person. An address that only repeats the one before it, as in "a@x <a@x>", is left out. */
function people(parts: Part[]): Said[][] {
  const lists: Said[][] = [[]];
  for (const part of parts) {
    const list = lists.at(-1) ?? [];
    const before = list.at(-1);
    if (part.is === 'end') lists.push([]);
    else if (part.is === 'words' || before?.is !== 'address' || !isSame(before.text, part.text)) list.push(part);
  }
  return lists.filter((list) => list.length > 0);
}

const isSame = (some: string, other: string) => some.toLowerCase() === other.toLowerCase();

function readPeople(parts: Said[], commasAreNames: boolean): Entry[] {
  const begins = parts[0]?.is;
  const ends = parts.at(-1)?.is;
  if (begins === 'address' && ends === 'words') return namesAfter(parts);
  const unsure = begins === 'address';
  const entries: Entry[] = [];
  let words = '';
  for (const part of parts) {
    if (part.is === 'words') words = part.text.replace(JOINS, '');
    else {
      const bare = unsure && !part.bracketed;
      const { strays, name } = bare ? { strays: [words], name: '' } : nameBefore(words, commasAreNames);
      entries.push(...strays.flatMap(stray), { email: part.text, ...readName(name) });
      words = '';
    }
  }
  return [...entries, ...(commasAreNames ? [words] : words.split(',')).flatMap(stray)];
}

/** "a@x Ann Low b@x Bob Ray". Sentences that follow an address are not a name. */
function namesAfter(parts: Said[]): Entry[] {
  const entries: Entry[] = [];
  for (const part of parts) {
    if (part.is === 'address') entries.push({ email: part.text, ...NAMELESS });
    else {
      const words = part.text.replace(JOINS, '');
      const isName = !/^[\s–—-]*\p{Ll}/u.test(words);
      if (isName) Object.assign(entries.at(-1) ?? {}, readName(words));
      else entries.push(...stray(words));
    }
  }
  return entries;
}

/** Words that belong to no address. They stay to be seen, unless they are only a label ("To:") or a remark in brackets. */
function stray(words: string): Entry[] {
  const text = words.replace(JOINS, '').trim();
  const isLabel = /^\p{L}[\p{L}\s-]{0,40}:$|^(\([^()]*\)[\s.,]*)+$/u.test(text);
  return isLabel || !/[\p{L}\p{N}]/u.test(text) ? [] : [{ email: text, ...NAMELESS }];
}

/** "x, Low, Ann <a@x>": the last two are the name. "x, a@x": without words after the comma, what stands before it is not this person. */
function nameBefore(words: string, commasAreNames: boolean): { strays: string[]; name: string } {
  const pieces = words.match(/(?:"[^"]*"|“[^”]*”|„[^“”]*[“”]|'[^']*'(?=\s|$)|[^,])+|,$/g) ?? [];
  if (commasAreNames || pieces.length < 2) return { strays: [], name: words };
  const kept = pieces.at(-1) === ',' ? 0 : 2;
  const at = pieces.length - kept;
  return { strays: pieces.slice(0, at), name: pieces.slice(at).join(',') };
}
