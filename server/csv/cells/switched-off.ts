import { meaningsOf, plain, wordsOf } from '../words/header-words.ts';
import type { Meaning } from '../words/meanings.ts';

const DAY = 24 * 3600 * 1000;

/** What a column about being switched off says: a status in words; whether the person is active, or off; the date of their last day. */
export type OffKind = Extract<Meaning, 'status' | 'active' | 'off' | 'endDate'>;
const offKinds: readonly OffKind[] = ['status', 'active', 'off', 'endDate'];

const NO = new Set(
  'false no n 0 nein non não nao nee nie ne nem nu hayır hayir όχι нет ні いいえ 아니오 否 لا לא không khong ei nej nei off f falsch faux falso'
    .split(' ')
    .map(plain),
);
const YES = new Set(
  'true yes y 1 x ja oui sí si sim tak ano igen da evet ναι да так はい 예 네 是 نعم כן có co kyllä on j wahr vrai verdadero vero t'
    .split(' ')
    .map(plain),
);
const ACTIVE = wordsOf('active');
/** What a status says of people who are to stay out: the words of columns about that in every language, and more. */
const OFF = new Set([
  ...wordsOf('off'),
  ...(
    'not active, not enabled, no longer active, no longer employed, ex employee, former employee, former, retired, separated, offboarded, ' +
    'departed, alumni, deceased, deprovisioned, dismissed, revoked, frozen, trashed, purged, withdrawn, app, service account, workflow bot, ' +
    'terminated voluntary, terminated involuntary, left company, left the company, suspendiert, stillgelegt, ruhend, ausgetreten, ' +
    'deactivated user, suspended user, disabled user, deleted user, cancelled, closed, resigned, laid off, quit'
  )
    .split(',')
    .map(plain),
]);

/** By its header. A column that a person has chosen may have any header: then it is a status in words. */
export function offKindOf(header: string | null): OffKind {
  const [meaning] = meaningsOf(header ?? '');
  return offKinds.find((kind) => kind === meaning) ?? 'status';
}

/** Does a cell of such a column say that the person is switched off? An empty cell says nothing. `today`: milliseconds. */
export function saysOff(kind: OffKind, cell: string, today: number): boolean {
  const text = plain(cell);
  if (text === '' && cell.trim() === '') return false;
  if (kind === 'endDate') return isPast(cell, today);
  if (kind === 'active') return NO.has(text) || isOffWord(cell);
  if (kind === 'off')
    return YES.has(text) || isDisabled(text) || (!NO.has(text) && (isOffWord(cell) || isPast(cell, today)));
  return isOffWord(cell) || text === 'false' || text === 'no';
}

/** userAccountControl of Active Directory: a number of flags. 512 is an ordinary account, 2 a disabled one. */
function isDisabled(text: string): boolean {
  return /^\d{3,10}$/.test(text) && (Number(text) & 2) !== 0;
}

/** Is the cell a word for being active, or for being switched off? */
export function isStatusWord(cell: string): boolean {
  return ACTIVE.has(plain(cell)) || isOffWord(cell);
}

/** Why a person is switched off, to be told: the word of the cell; of a date or a mere yes or no, the header says of what. */
export function offReason(header: string | null, cell: string): string {
  return isOffWord(cell) || !header ? cell : `${header}: ${cell}`;
}

/** The whole text, or its first word: “Suspended (by admin)”, “Terminated - voluntary”; of a key such as ldap_blocked the last one. */
function isOffWord(cell: string): boolean {
  const [first = ''] = cell.trim().split(/[\s:;,(/–-]+/);
  const key = /^[a-z]+_([a-z]+)$/i.exec(cell)?.[1] ?? '';
  return OFF.has(plain(cell)) || [first, key].some((word) => OFF.has(plain(word)) && plain(word).length > 3);
}

/**
 * Is the date before today? Of 04/05/2026 both readings must be. A date far in the future, as directories write for “never”, is not.
 */
function isPast(cell: string, today: number): boolean {
  const dates = datesIn(cell.trim());
  return dates.length > 0 && dates.every((date) => date < today);
}

function datesIn(text: string): number[] {
  if (/^\d{5}(\.\d+)?$/.test(text)) return [(Number(text) - 25_569 + 1) * DAY]; // Excel counts the days since 1899.
  if (/^\d{18,19}$/.test(text)) return [Number(text) / 10_000 - 11_644_473_600_000]; // Windows counts 100 ns since 1601.
  const iso = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})/.exec(text);
  if (iso) return [utc(iso[1], iso[2], iso[3])].filter(Number.isFinite);
  const local = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})\b/.exec(text);
  if (local) {
    const [, a, b, year = ''] = local;
    const full = year.length === 2 ? `20${year}` : year;
    const readings = text.includes('.') ? [utc(full, b, a)] : [utc(full, a, b), utc(full, b, a)];
    return readings.filter(Number.isFinite);
  }
  const written = /^\d{1,2}[ -]\p{L}{3,}[ -]\d{4}|^\p{L}{3,} \d{1,2},? \d{4}/u.test(text)
    ? Date.parse(text)
    : Number.NaN;
  return Number.isFinite(written) ? [written] : [];
}

/** The first moment after the day; NaN if there is no such day. */
function utc(year: string | undefined, month: string | undefined, day: string | undefined): number {
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  const time = new Date(Date.UTC(y, m - 1, d));
  return time.getUTCMonth() === m - 1 && time.getUTCDate() === d ? time.getTime() + DAY : Number.NaN;
}
