import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import type { KeysAsked } from '../parts/keys-question.tsx';
import { later } from '../ui/later.tsx';
import type { Proposal } from './plan-dialog.tsx';

const PlanDialog = later(async () => (await import('./plan-dialog.tsx')).PlanDialog);
const KeysQuestion = later(async () => (await import('../parts/keys-question.tsx')).KeysQuestion);

interface Changes {
  /** Shows the plan, and applies it when the person confirms. */
  propose: (proposal: Proposal) => void;
  /** Names the API keys that would stop. Resolves to whether the person goes on. */
  askAboutKeys: (asked: KeysAsked) => Promise<boolean>;
}

const Context = createContext<Changes | null>(null);

export function useChanges(): Changes {
  const changes = useContext(Context);
  if (!changes) throw new Error('useChanges needs a ChangesProvider above it');
  return changes;
}

/** Wraps all pages, so that a change continues and reports back while the person moves between them. */
export function ChangesProvider({ children }: { children: ReactNode }) {
  const [proposal, setProposal] = useState<Proposal | null>(null);
  const [question, setQuestion] = useState<{ asked: KeysAsked; answer: (goOn: boolean) => void } | null>(null);
  const changes = useMemo(
    () => ({
      propose: setProposal,
      askAboutKeys: (asked: KeysAsked) => new Promise<boolean>((answer) => setQuestion({ asked, answer })),
    }),
    [],
  );
  const answer = (goOn: boolean) => {
    question?.answer(goOn); // a second answer to the same promise counts nothing
    setQuestion(null);
  };
  return (
    <Context value={changes}>
      {children}
      {proposal && <PlanDialog proposal={proposal} onClose={() => setProposal(null)} />}
      {question && <KeysQuestion asked={question.asked} onAnswer={answer} />}
    </Context>
  );
}
