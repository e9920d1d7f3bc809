import { fileColumns } from '../../users/rules/fields.ts';
import type { Meaning, Words } from './meanings.ts';
import { english } from './words-english.ts';
import { germanic } from './words-germanic.ts';
import { latin } from './words-latin.ts';
import { more } from './words-more.ts';
import { otherScripts } from './words-other-scripts.ts';
import { romance } from './words-romance.ts';

/*
 * The names that people and the exports of other systems give their columns. Compared without case, accents, spaces and punctuation. English
 * comes first: a word that two languages use means what it means there.
 */
const LANGUAGES: Words[] = [
  english,
  ...[germanic, romance, latin, otherScripts, more].flatMap((languages) => Object.values(languages)),
];

/** Words before or after the name of a column that do not change what it means. */
const QUALIFIERS = new Set(
  (
    'employee employees user users member members worker person persons staff student participant attendee customer their your my ' +
    'legal preferred official current primary main default work business corporate company professional office personal private home ' +
    'required optional mandatory read only value latin local full description pflichtfeld obligatoire obligatorio mitarbeiter benutzer dienstlich dienstl geschaftlich beruflich privat professionnel professionnelle ' +
    'personnel personnelle pro perso profesional laboral aziendale lavoro zakelijk sluzbowy sluzbowa рабочии рабочая'
  ).split(' '),
);
/** A column with one of these words is about another person or thing: an emergency contact, the person who invited. */
const ABOUT_OTHERS = new Set(
  (
    'manager managers supervisor supervisors emergency spouse partner parent parents guardian assistant assistants referrer recruiter ' +
    'sponsor invited inviter created creator updated modified approver mentor hr buddy vorgesetzter vorgesetzten notfall notfallkontakt ' +
    'responsable jefe urgence emergencia'
  ).split(' '),
);
const EMAIL_ROOTS = [
  'email',
  'mailadres',
  'courriel',
  'correoelectr',
  'postaelettr',
  'epost',
  'eposta',
  'sahkoposti',
  'メール',
  '邮箱',
  '郵箱',
  '이메일',
];

const MEANINGS = new Map<string, Meaning[]>();
for (const words of LANGUAGES) {
  for (const [meaning, list] of entriesOf(words)) {
    for (const word of list.split(',')) {
      const key = plain(word);
      const known = MEANINGS.get(key) ?? [];
      if (!known.includes(meaning)) MEANINGS.set(key, [...known, meaning]);
    }
  }
}

/** Every word that a header may use for one meaning, without case, accents and punctuation. */
export function wordsOf(meaning: Meaning): Set<string> {
  return new Set(LANGUAGES.flatMap((words) => words[meaning]?.split(',').map(plain) ?? []));
}

/** Does the header hold the word that a language uses first for the meaning? Department, and not division. */
export function isChiefWord(meaning: Meaning, header: string): boolean {
  const text = plain(header);
  return LANGUAGES.some((words) => {
    const chief = words[meaning]?.split(',')[0];
    return chief !== undefined && text.includes(plain(chief));
  });
}

function entriesOf(words: Words): [Meaning, string][] {
  const names = ['login', 'name', 'familyFirst', 'lastNamePrefix', 'secondLastName'] as const;
  const others = ['status', 'active', 'off', 'endDate', 'other'] as const;
  const named: Meaning[] = [...fileColumns, ...names, ...others];
  return named.flatMap((meaning): [Meaning, string][] => {
    const list = words[meaning];
    return list === undefined ? [] : [[meaning, list]];
  });
}

/**
 * What a header may mean, the likeliest first; nothing for unknown text. A word may mean two things: 名字 is a family name in Japanese and a
 * given name in Chinese.
 */
export function meaningsOf(header: string): Meaning[] {
  for (const reading of readings(header)) {
    const exact = MEANINGS.get(plain(reading));
    if (exact) return exact;
  }
  const agreed = inTwoLanguages(header);
  if (agreed) return agreed;
  const words = wordsIn(header);
  if (words.some((word) => ABOUT_OTHERS.has(word)))
    return isManagerAddress(words) ? ['manager'] : words.length > 1 ? ['other'] : [];
  const bare = words.filter((word) => !QUALIFIERS.has(word) && !/^\d+$/.test(word));
  const known = bare.length > 0 && bare.length < words.length ? MEANINGS.get(bare.join('')) : undefined;
  if (known) return known;
  const text = plain(header);
  return text.length <= 60 && EMAIL_ROOTS.some((root) => text.includes(root)) ? ['email'] : [];
}

/** Nachname / Last name: what both say; null if they differ, or there is no such pair. */
function inTwoLanguages(header: string): Meaning[] | null {
  const parts = header
    .slice(0, 200)
    .split(' / ')
    .map((part) => MEANINGS.get(plain(part)));
  const [first] = parts;
  return first && parts.length > 1 && parts.every((meanings) => meanings?.[0] === first[0]) ? first : null;
}

function isManagerAddress(words: string[]): boolean {
  return (
    words.some((word) => /^(manager|supervisor)s?$/.test(word) || MEANINGS.get(word)?.[0] === 'manager') &&
    words.some((word) => /mail|upn/.test(word))
  );
}

/** The header without remarks (`Email Address [Required]`), and the remark alone (`Name [displayName] Required`). */
function readings(header: string): string[] {
  const text = header.slice(0, 200).replace(/^\s*(user|profile)\./i, '');
  const bracketed = /[[(（【]([^[\]()（）【】]*)[\])）】]/g;
  const bare = text
    .replace(bracketed, ' ')
    .replace(/\b(required|optional|pflichtfeld|obligatoire|obligatorio)\b/gi, ' ');
  // attributes.mail: the last part of a path.
  const last = /^[\w.]+\.([\w]+)$/.exec(text)?.[1] ?? '';
  return [text, bare, last, ...Array.from(text.matchAll(bracketed), (match) => match[1] ?? '')];
}

/** Folded words, also those of camelCase and of snake_case. */
function wordsIn(header: string): string[] {
  const apart = header
    .slice(0, 200)
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/['’]s\b/g, '')
    .replace(/\be-mail/gi, 'email');
  return apart.split(/[^\p{L}\p{M}\p{N}]+/u).flatMap((word) => plain(word) || []);
}

/** The text without case, accents, spaces and punctuation. */
export function plain(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/#/g, 'no')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/ı/g, 'i')
    .replace(/ł/g, 'l')
    .replace(/ø/g, 'o');
}
