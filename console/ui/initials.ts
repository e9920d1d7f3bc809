const TINTS = 6;

/** Attributes with which an element shows initials in a circle before its content (theme.css). The same name always has the same colour. */
export function initialsOf(name: string) {
  const words = name.split(/[\s.@_-]+/u).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  const ends = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  const letters = ends.map((word) => [...(word ?? '')][0] ?? '').join('');
  const sum = [...name].reduce((total, letter) => total + (letter.codePointAt(0) ?? 0), 0);
  return { 'data-initials': letters.toLocaleUpperCase(), 'data-tint': String(sum % TINTS) };
}
