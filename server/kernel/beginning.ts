/** The first characters of a text, without half of a surrogate pair at the end. For long texts in answers. */
export function beginning(text: string, max: number): string {
  return text.length <= max ? text.toWellFormed() : `${text.slice(0, max - 1).toWellFormed()}…`;
}
