/**
 * A list of all the values of a type from the server's description, in display order. It does not compile with a value missing or an extra
 * one.
 */
export const every =
  <Word extends string>() =>
  <const List extends readonly Word[]>(
    list: List & ([Word] extends [List[number]] ? unknown : { missing: Exclude<Word, List[number]> }),
  ): List =>
    list;
