/** An address in a cell, with the name that stands beside it. */
export type FoundAddress = { address: string; name: string };

const ADDRESS = /[^\s<>()[\]"“”„«»,;:|]+@[^\s<>()[\]"“”„«»,;:|]+/g;
/** Marks that people and programs put around an address. */
const AROUND = /^[\s"'“”„‘’«»<>()[\].,;:|-]+|[\s"'“”„‘’«»<>()[\].,;:|-]+$/g;

/** Is the text an address and nothing else but marks around it? Not a check of the address. */
export function isAddress(cell: string): boolean {
  const found = addressesIn(cell);
  return found.length === 1 && found[0]?.name === '';
}

/** Does a person of another organisation stand behind this sign-in name? Entra writes guests like this. It is no mailbox. */
export function isGuestName(address: string): boolean {
  return /#ext#@/i.test(address);
}

/**
 * The addresses that a cell holds: `Ann Low <ann@x.test>`, `mailto:ann@x.test`, `ann@x.test (Ann Low)`, `"ann@x.test";`. Of the addresses
 * that a directory lists as `SMTP:…;smtp:…` only the primary one; of `a ::: b`, as contact lists write it, the first.
 */
export function addressesIn(cell: string): FoundAddress[] {
  const [text = ''] = cell.split(' ::: ');
  if (!text.includes('@')) return [];
  const primary = /(?:^|[;,\s{])SMTP:([^\s;,}]+@[^\s;,}]+)/.exec(text)?.[1];
  if (primary !== undefined) return [{ address: primary, name: '' }];
  const bare = text.replace(/\b(mailto|smtp|e-?mail):\s*/gi, '').replace(/(@[^\s?]*)\?[^\s<>]*/g, '$1');
  // A link names its address twice.
  const addresses = [...new Set(Array.from(bare.matchAll(ADDRESS), ([match]) => match.replace(AROUND, '')))];
  const [first] = addresses;
  if (first === undefined || addresses.length > 1) return addresses.map((address) => ({ address, name: '' }));
  return [
    {
      address: first,
      name: bare
        .replaceAll(first, ' ')
        .replace(/[<>()[\]]/g, ' ')
        .replace(/\s+/g, ' ')
        .replace(AROUND, ''),
    },
  ];
}
