import { holdsAt, withoutAccidents } from './clean-address.ts';

export type Mistake =
  | 'noAddress'
  | 'noName'
  | 'noDomain'
  | 'noDot'
  | 'manyAts'
  | 'unseen'
  | 'character'
  | 'long'
  | 'twice';

const LONGEST = 254;
/** Signs that stand in no address, in the order in which they are looked for. */
const FOREIGN = /[\s<>()[\]\\,;:"＠﹫]/;

/** Why this cannot be an address; null if it can. Only a hint while typing: the server decides. */
export function flawOf(email: string): Exclude<Mistake, 'twice'> | null {
  if (!holdsAt(email)) return 'noAddress';
  const [local = '', domain = '', ...more] = email.split('@');
  if (/[\p{Cf}\p{Default_Ignorable_Code_Point}]/u.test(withoutAccidents(email))) return 'unseen';
  if (more.length > 0) return 'manyAts';
  if (FOREIGN.test(email)) return 'character';
  if (local === '') return 'noName';
  if (domain === '') return 'noDomain';
  if (!/^[^.]+(\.[^.]+)+$/.test(domain)) return 'noDot';
  return email.length > LONGEST ? 'long' : null;
}

/** What is wrong with each entry, in their order; null if nothing is. */
export function mistakesOf(entries: readonly { email: string }[]): (Mistake | null)[] {
  const seen = new Set<string>();
  return entries.map(({ email }) => {
    const flaw = flawOf(email);
    if (flaw) return flaw;
    const key = withoutAccidents(email).normalize('NFKC').toLowerCase();
    if (seen.has(key)) return 'twice';
    seen.add(key);
    return null;
  });
}
