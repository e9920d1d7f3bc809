import { domainToASCII } from 'node:url';
import { Problem } from '../../kernel/problem.ts';
import { nameOfCharacter, numberOf, unseenIn } from '../../kernel/text.ts';

/** The longest accepted address, in characters (RFC 5321: 64 + 1 + 255, less the angle brackets of a path). */
export const emailMax = 254;

/** RFC 5322 atom characters and, for internationalised addresses (RFC 6531), every non-ASCII letter, digit or mark. */
const localPart = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** An address as it is stored and mailed to, and its key for comparing. */
export type Address = { email: string; key: string };
/** A text that is no address that mail can be sent to: the details of email_invalid. */
export type NoAddress = { email: string; why: string };

/**
 * The one place where a typed text becomes an address.
 *
 * The address is stored as typed, without invisible characters that can only be accidents: at both ends, beside @ and beside dots. Its
 * letters are composed (NFC), which is the same text to every reader. The key is in lower case, with the domain in its ASCII form (UTS 46).
 * A mailbox proves a key by mail, so the mailed local part may differ from the key's only in case: letters that stand for others (NFKC) are
 * refused there. The mail library folds domains as the key does.
 */
export function readEmail(typed: string): Address | NoAddress {
  // A fast path for common addresses. The code below gives the same result at ten times the cost.
  if (/^[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{1,180}$/.test(typed))
    return addressOf(typed) ?? not(typed, 'is not an e-mail address');
  if (typed.length > 4 * emailMax) return not(typed, `is longer than ${emailMax} characters`);
  const text = withoutAccidents(typed);
  const why = unseenFlaw(text) ?? standInFlaw(text.includes('@') ? localOf(text) : text);
  return (why === null ? addressOf(text.normalize('NFC')) : null) ?? not(typed, why ?? 'is not an e-mail address');
}

/** @throws Problem email_invalid (422) */
export function requireEmail(typed: string): Address {
  const read = readEmail(typed);
  if ('why' in read) throw new Problem('email_invalid', read);
  return read;
}

/** The key by which addresses are compared; null if mail cannot be sent to the text. */
export function emailKey(typed: string): string | null {
  const read = readEmail(typed);
  return 'why' in read ? null : read.key;
}

function not(typed: string, why: string): NoAddress {
  return { email: typed.length > 300 ? `${typed.slice(0, 300).toWellFormed()}…` : typed, why };
}

function addressOf(email: string): Address | null {
  if (email.length > emailMax) return null;
  const local = localOf(email).toLowerCase().normalize('NFKC');
  if (local.length > 64 || !localPart.test(local)) return null;
  const domain = domainKey(email.slice(email.lastIndexOf('@') + 1));
  return domain === null ? null : { email, key: `${local}@${domain}` };
}

const localOf = (email: string) => email.slice(0, Math.max(0, email.lastIndexOf('@')));

/** The domain name under which mail is looked up. */
function domainKey(typed: string): string | null {
  // domainToASCII parses hosts of URLs: it would cut off a path and decode escapes.
  if (/[^\P{ASCII}A-Za-z0-9.-]/u.test(typed)) return null;
  // domainToASCII accepts a hyphen at the end of a label that it converts.
  if (/(^|[.。．｡])-|-([.。．｡]|$)/.test(typed)) return null;
  const domain = /[^\x21-\x7e]|xn--/i.test(typed) ? domainToASCII(typed) : typed.toLowerCase();
  const labels = domain.split('.');
  if (labels.length < 2 || domain.length > 253 || !labels.every((part) => label.test(part))) return null;
  return /^(\d+|0x[0-9a-f]*)$/.test(labels.at(-1) ?? '') ? null : domain;
}

/** Removes invisible characters that come with pasted text: around the address, and beside @ and dots. */
function withoutAccidents(typed: string): string {
  const text = typed.replace(
    /^[\s\p{Cf}\p{Default_Ignorable_Code_Point}]+|[\s\p{Cf}\p{Default_Ignorable_Code_Point}]+$/gu,
    '',
  );
  if (unseenIn(text) === null) return text;
  return text.replace(
    /[\p{Cf}\p{Default_Ignorable_Code_Point}]*([@.。．｡])[\p{Cf}\p{Default_Ignorable_Code_Point}]*/gu,
    '$1',
  );
}

function unseenFlaw(text: string): string | null {
  const letter = unseenIn(text);
  return letter === null ? null : `holds an invisible character: ${nameOfCharacter(letter)}`;
}

/** The first letter that is stored as another one: by NFKC, such as ｖ, ﬁ, ⓥ and ＠, and by case if the result is not one letter. */
function standInFlaw(local: string): string | null {
  for (const letter of [...local, ...local.normalize('NFC')]) {
    const composed = letter.normalize('NFC');
    const folded = composed.normalize('NFKC');
    const isOther = folded !== composed || (composed !== letter && [...composed].length === 1);
    const kept = isOther ? folded : letter.toLowerCase();
    if (isOther || [...kept].length > 1) return `holds “${letter}” (${numberOf(letter)}) in place of “${kept}”`;
  }
  // A capital sigma has two small letters, depending on its place, and a mail server may choose the other one.
  return local.includes('Σ') ? `holds “Σ” (${numberOf('Σ')}), which may be “σ” or “ς”: type the small letter` : null;
}

/** The domain in its ASCII form if it differs from the typed one: a domain that looks like ours may be another. */
export function suspiciousDomain(email: string): string | null {
  const typed = email.slice(email.lastIndexOf('@') + 1);
  if (/^\p{ASCII}*$/u.test(typed)) return null;
  const domain = domainToASCII(typed);
  return domain === typed.normalize('NFKC').toLowerCase() ? null : domain || null;
}
