import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import { later } from '../ui/later.tsx';
import type { Proposal } from './plan-dialog.tsx';

const PlanDialog = later(async () => (await import('./plan-dialog.tsx')).PlanDialog);

interface Changes {
  /** Shows the plan, and applies it when the person confirms. */
  propose: (proposal: Proposal) => void;
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
  const changes = useMemo(() => ({ propose: setProposal }), []);
  return (
    <Context value={changes}>
      {children}
      {proposal && <PlanDialog proposal={proposal} onClose={() => setProposal(null)} />}
    </Context>
  );
}
