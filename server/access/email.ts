import { domainToASCII } from 'node:url';

/** Longest address accepted, in characters (RFC 5321: 64 + 1 + 255, less the angle brackets of a path). */
export const emailMax = 254;

/** RFC 5322 atom characters and, for internationalised addresses (RFC 6531), every non-ASCII letter, digit or mark. */
const localPart = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * The one place where addresses are made comparable: NFKC, lower case, domain in its ASCII form (UTS 46).
 * Null when the text is no address that mail can be sent to.
 */
export function emailKey(typed: string): string | null {
  const text = typed.trim();
  if (text.length === 0 || text.length > emailMax) return null;
  const folded = text.normalize('NFKC').toLowerCase().normalize('NFKC');
  const at = folded.lastIndexOf('@');
  const local = folded.slice(0, at);
  const domain = /^[\x21-\x7e]+$/.test(folded.slice(at + 1))
    ? folded.slice(at + 1)
    : domainToASCII(folded.slice(at + 1));
  if (at < 1 || local.length > 64 || !localPart.test(local)) return null;
  const labels = domain.split('.');
  if (labels.length < 2 || domain.length > 253 || !labels.every((part) => label.test(part))) return null;
  if (/^\d+$/.test(labels.at(-1) ?? '')) return null;
  return `${local}@${domain}`;
}

/** Letters of more than one script in one label, or ASCII look-alike letters only: shown in its ASCII form beside the typed one. */
export function suspiciousDomain(email: string): string | null {
  const typed = email
    .slice(email.lastIndexOf('@') + 1)
    .normalize('NFKC')
    .toLowerCase();
  if (/^\p{ASCII}*$/u.test(typed)) return null;
  return domainToASCII(typed) || null;
}
