/**
 * A spreadsheet runs a cell that begins with one of these as a formula. The last four are the full-width forms
 * that some of them read as = + - @.
 */
const STARTS = ['=', '+', '-', '@', '|', '%', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
const ANY_START = `[${STARTS.map((start) => `\\u{${start.charCodeAt(0).toString(16)}}`).join('')}]`;
const FORMULA = new RegExp(`^'*${ANY_START}`, 'u');
const DEFUSED = new RegExp(`^'+${ANY_START}`, 'u');

/**
 * Puts an apostrophe before text that a spreadsheet would run. Text that already looks defused gets one more, so
 * `undefuse(defuse(x)) === x` for every text; `O'Neil` and `'quoted` stay as they are.
 */
export function defuse(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** Takes away the apostrophe that `defuse` added. */
export function undefuse(text: string): string {
  return DEFUSED.test(text) ? text.slice(1) : text;
}

/**
 * An SQL expression that does what `defuse` does, null for null. `text` is an SQL expression of type text, repeated
 * four times: a column, nothing with side effects. It does not depend on standard_conforming_strings.
 */
export function defusedSql(text: string): string {
  const x = `(${text}) collate "C"`;
  const starts = STARTS.map(sqlCharacter).join(', ');
  // Most text begins with a Latin letter, and two byte comparisons are cheaper than what follows.
  return (
    `case when ${x} >= 'A' and ${x} < '|' then ${x} ` +
    `when left(ltrim(${x}, ''''), 1) in (${starts}) then '''' || ${x} else ${x} end`
  );
}

function sqlCharacter(character: string): string {
  return `chr(${character.codePointAt(0)})`;
}
