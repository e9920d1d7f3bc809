/** The first characters of a text, without half of one at the end. For what answers show of texts that may be long. */
export function beginning(text: string, max: number): string {
  return text.length <= max ? text.toWellFormed() : `${text.slice(0, max - 1).toWellFormed()}…`;
}
