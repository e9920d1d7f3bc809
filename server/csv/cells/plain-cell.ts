/** What spreadsheets and databases write where there is nothing. */
const NOTHING = new Set(
  [
    ...[
      '#n/a',
      '#nv',
      '#ref!',
      '#value!',
      '#name?',
      '#null!',
      '#div/0!',
      '#num!',
      '#error!',
      '#nom?',
      '#wert!',
      '#bezug!',
    ],
    ...[
      '(null)',
      '<null>',
      '[null]',
      '\\n',
      '[]',
      '{}',
      '[""]',
      'n/a',
      'n.a.',
      'k.a.',
      's/o',
      'nan',
      'undefined',
      '(blank)',
      '(empty)',
      '(none)',
      '<none>',
      '(leer)',
    ],
  ].map((text) => text.toLowerCase()),
);
/** Only in these letters: Null and None are also names of people. */
const NOTHING_EXACTLY = new Set(['NULL', 'null', 'None', 'NONE', 'none', 'nil', 'NIL', 'NA']);

/** Marks that copying leaves at the ends of words and that no name has. Joiners stay: Persian, Indic scripts and emoji need them. */
const STRAY = /[\u200b\u2060\ufeff]/g;

/** A list of one, as programs write it: ["Sales"]. */
const ONE_LISTED = /^\[\s*"([^"\\]*)"\s*\]$/;

/**
 * The text of a cell that holds one line: white space, line breaks and tabs become single spaces, and what only stands for nothing becomes
 * empty.
 */
export function tidy(cell: string): string {
  const text = /^[!-~]+( [!-~]+)*$/.test(cell)
    ? cell
    : cell
        .replace(STRAY, '')
        .replace(/[\s\p{Cc}\u2028\u2029\u00a0]+/gu, ' ')
        .trim();
  return isNothing(text) ? '' : text.replace(ONE_LISTED, '$1');
}

function isNothing(text: string): boolean {
  if (text.length > 12) return false;
  return /^[-–—―.?_*/\\\s]*$/.test(text) || NOTHING_EXACTLY.has(text) || NOTHING.has(text.toLowerCase());
}
