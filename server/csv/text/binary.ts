import { Problem } from '../../kernel/problem.ts';

/** The first bytes of formats that people most often mistake for lists. */
const SIGNATURES: [bytes: string, name: string][] = [
  ['\x89PNG', 'a picture (PNG)'],
  ['\xff\xd8\xff', 'a picture (JPEG)'],
  ['GIF8', 'a picture (GIF)'],
  ['%PDF-', 'a PDF document'],
  ['\x1f\x8b', 'a compressed file (gzip)'],
  ['PK\x03\x04', 'a compressed file (zip)'],
  ['7z\xbc\xaf', 'a compressed file (7z)'],
  ['Rar!', 'a compressed file (rar)'],
];

/** Throws csv_binary if the bytes begin like a format that is not text. A workbook is read in its own way. */
export function refuseKnownFormats(sample: Buffer): void {
  const text = sample.toString('latin1', 0, 4_096);
  if (text.startsWith('\xd0\xcf\x11\xe0'))
    throw new Problem('csv_binary', {
      what: 'it is an Excel workbook of the old kind (.xls), or one with a password. Save it as .xlsx without a password, or as CSV',
    });
  const known = SIGNATURES.find(([bytes]) => text.startsWith(bytes));
  if (known)
    throw new Problem('csv_binary', { what: `it is ${known[1]}. Save the list as CSV or .xlsx and send that file` });
  const markup = /^\s*(?:\ufeff|ï»¿)?\s*(?:<!doctype html|<html|<\?xml|<table|BEGIN:VCARD|dn: |\{\s*"|\[\s*\{)/i.exec(
    text,
  );
  if (markup)
    throw new Problem('csv_binary', {
      what: 'it is not a table (HTML, XML, JSON, vCard or LDIF). Save the list as CSV or .xlsx and send that file',
    });
}

/**
 * Throws csv_binary if the decoded sample has too many control characters for text. A stray NUL affects only its own row, so a few are
 * allowed.
 */
export function refuseControlCharacters(text: string): void {
  let found = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 9 || (code > 13 && code < 32)) found++;
  }
  if (found > 16 && found > text.length * 0.02)
    throw new Problem('csv_binary', { what: 'it holds no text. Save the list as CSV and send that file' });
}
