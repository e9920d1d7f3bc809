/** Spreadsheet programs read a file as UTF-8 only if it begins with this mark. */
const MARK = '\uFEFF';

/** Saves lines as a CSV file, made in the browser. */
export function saveCsv(name: string, lines: readonly string[]): void {
  const text = lines.map((line) => `${line}\r\n`).join('');
  const url = URL.createObjectURL(new Blob([MARK, text], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
