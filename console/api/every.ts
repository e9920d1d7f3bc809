/**
 * A list of all the words of a type that the server's description names, in the order that people read them; without one of them, or
 * with one more, it does not compile.
 */
export const every =
  <Word extends string>() =>
  <const List extends readonly Word[]>(
    list: List & ([Word] extends [List[number]] ? unknown : { missing: Exclude<Word, List[number]> }),
  ): List =>
    list;
