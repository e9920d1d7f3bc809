/** What the exit code of a command tells. */
export const exit = {
  done: 0,
  refused: 1,
  wrongUse: 2,
  unreachable: 3,
  partly: 4,
  /** Of `plan`: something would change. */
  wouldChange: 10,
  /** By Ctrl-C, as shells count it. */
  interrupted: 130,
} as const;

/** Ends a command with a sentence for people. */
export class CommandError extends Error {
  readonly exitCode: number;

  constructor(sentence: string, exitCode: number = exit.refused) {
    super(sentence);
    this.exitCode = exitCode;
  }
}

export const wrongUse = (sentence: string) => new CommandError(sentence, exit.wrongUse);
