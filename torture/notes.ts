/** An answer, to be checked when the system is at rest. */
export type Note =
  | { about: 'change'; accountId: string; changeId: string; userIds: string[] }
  | { about: 'promise'; accountId: string; changeId: string }
  | { about: 'accepted'; accountId: string; userId: string; firstName: string }
  | { about: 'subscription'; accountId: string; product: string; quantity: number }
  | { about: 'group'; accountId: string; groupId: string; event: 'group.created' | 'group.deleted' }
  | { about: 'owner'; accountId: string; before: string; after: string }
  | { about: 'account'; accountId: string; userId: string }
  | { about: 'erased'; accountId: string; userId: string }
  | { about: 'export'; accountId: string; rows: number }
  /** Answered 503, which says that nothing was changed. */
  | { about: 'not done'; mark: string };

/** What all clients know of the run. */
export class Notes {
  operations = 0;
  answers = 0;
  lost = 0;
  unavailable = 0;
  gaveUp = 0;
  readonly outcomes = new Map<string, number>();
  readonly violations: string[] = [];
  readonly all: Note[] = [];

  add(note: Note): void {
    this.all.push(note);
  }

  outcome(name: string): void {
    this.outcomes.set(name, (this.outcomes.get(name) ?? 0) + 1);
  }

  violation(sentence: string): void {
    this.violations.push(sentence);
  }
}
