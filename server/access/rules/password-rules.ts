import { Problem } from '../../kernel/problem.ts';

export const passwordMin = 12;
export const passwordMax = 200;
/** A guesser tries whole chunks (words, runs, years). Fewer chunks than this are too easy to guess. */
const leastToGuess = 5;

/** Words from most lists of common passwords. A guesser tries each as one chunk. */
const commonWords =
  `password passwort passwd motdepasse contrasena senha parola wachtwoord secret geheim secreto letmein welcome willkommen bienvenue
  bienvenido administrator admin login master muster server system default changeme temporary company office internet computer
  iloveyou ilove loveyou love lovely sunshine princess princesse dragon monkey shadow superman batman spiderman starwars pokemon
  football baseball basketball soccer hockey liverpool arsenal chelsea barcelona yankees jordan michael michelle jennifer jessica
  ashley daniel charlie thomas andrea nicole hello hallo bonjour freedom whatever trustno ninja mustang maverick cheese chocolate
  cookie pepper ginger summer winter spring autumn sommer herbst fruehling january february march april june july august september
  october november december monday tuesday wednesday thursday friday saturday sunday flower butterfly angel family forever samsung
  google facebook microsoft windows linux ubuntu apple access account manager killer hunter ranger buster tigger soleil azerty
  qwertz qwerty asdfgh zxcvbn correct horse battery staple this that your pass word user test guest root demo example`
    .split(/\s+/)
    .sort((a, b) => b.length - a.length);

const rows = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qwertzuiopü',
  'yxcvbnm',
  'azertyuiop',
  'qsdfghjklm',
];
const runs = [...rows, ...rows.map((row) => [...row].reverse().join(''))];

const looksLike: Record<string, string> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

/** The form in which passwords are compared, whichever keyboard typed them. */
export function normalPassword(typed: string): string {
  return typed.normalize('NFKC');
}

export const passwordProblems = ['password_too_short', 'password_too_long', 'password_common'] as const;

/**
 * Throws unless the password may be chosen. about: the person's address, name and account, which are guessed first.
 * @throws Problem password_too_short, password_too_long, password_common (422)
 */
export function checkPassword(typed: string, about: string[]): void {
  const password = normalPassword(typed);
  const length = [...password].length;
  if (length < passwordMin) throw new Problem('password_too_short');
  if (length > passwordMax) throw new Problem('password_too_long');
  if (thingsToGuess(password.toLowerCase(), wordsOf(about)) < leastToGuess) throw new Problem('password_common');
}

function wordsOf(about: string[]): string[] {
  const words = about.flatMap((text) =>
    text
      .normalize('NFKC')
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u),
  );
  return words.filter((word) => word.length >= 3).sort((a, b) => b.length - a.length);
}

/** The number of chunks in the password, each as long as possible. */
function thingsToGuess(password: string, ownWords: string[]): number {
  const plain = [...password].map((character) => looksLike[character] ?? character).join('');
  const words = [...ownWords, ...commonWords];
  const seen = new Set<string>();
  let things = 0;
  for (let at = 0; at < password.length; ) {
    const word = words.find((candidate) => plain.startsWith(candidate, at) || password.startsWith(candidate, at));
    const length = Math.max(word?.length ?? 0, runAt(password, at), repeatAt(password, at), yearAt(password, at), 1);
    const chunk = password.slice(at, at + length);
    // A repeated chunk adds nothing for a guesser.
    if (!seen.has(chunk)) things++;
    seen.add(chunk);
    at += length;
  }
  return things;
}

/** The length of a run such as 4567, rewq or asdf that begins here, from three characters on. */
function runAt(password: string, at: number): number {
  let longest = 0;
  for (const run of runs) {
    const start = run.indexOf(password[at] ?? '');
    let length = 0;
    while (start >= 0 && start + length < run.length && password[at + length] === run[start + length]) length++;
    longest = Math.max(longest, length);
  }
  return longest >= 3 ? longest : 0;
}

/** The length of a repetition that begins here: aaaa, abab, or a word twice. */
function repeatAt(password: string, at: number): number {
  for (let unit = 1; unit <= (password.length - at) / 2; unit++) {
    const piece = password.slice(at, at + unit);
    let times = 1;
    while (password.startsWith(piece, at + unit * times)) times++;
    if (times > 2 || (times === 2 && unit >= 3)) return unit * times;
  }
  return 0;
}

function yearAt(password: string, at: number): number {
  return /^(19|20)\d\d/.test(password.slice(at, at + 4)) ? 4 : 0;
}
