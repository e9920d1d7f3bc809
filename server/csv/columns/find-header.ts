import { isAddress } from '../cells/address-cell.ts';
import { meaningsOf } from '../words/header-words.ts';

/** A line of the file with its cells. */
export type Line = { line: number; cells: string[] };

/** The header may stand on any of the first lines. */
const LINES_SEARCHED = 20;

/**
 * Finds the header among the first 20 lines: the line with the most cells that are header words. A single known word could be a person
 * called Team or Title with a wrong address, and a person must not be lost as a header. So a line is a header if it names an address
 * column, or two known columns, or mostly known ones.
 */
export function findHeader(lines: Line[]): Line | null {
  const first = lines.filter(({ line }) => line <= LINES_SEARCHED);
  const [best] = first
    .map((line) => ({ line, score: score(line.cells) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
  return best?.line ?? null;
}

/** The number of known cells; 0 if the line is no header. */
function score(cells: string[]): number {
  if (cells.some(isAddress)) return 0;
  const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
  const meanings = filled.map(meaningsOf);
  const known = meanings.filter((meaning) => meaning.length > 0).length;
  const isHeader = meanings.some(([meaning]) => meaning === 'email') || known >= 2 || known * 2 >= filled.length;
  // A title such as “Name of the list” is one cell among lines of several.
  return isHeader ? known + known / filled.length : 0;
}
