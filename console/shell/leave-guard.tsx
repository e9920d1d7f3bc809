import { useBlocker } from '@tanstack/react-router';
import { later, useEver } from '../ui/later.tsx';
import { useStore } from '../ui/store.ts';
import { hasUnsaved, leaveQuestion, mayLeave } from '../ui/unsaved.ts';

const LeaveQuestion = later(async () => (await import('../ui/leave-question.tsx')).LeaveQuestion);
const shouldBlockFn = async () => !(await mayLeave());

/** Going to another page asks first if something typed would be lost. For a reload the browser asks. */
export function LeaveGuard() {
  useBlocker({ shouldBlockFn, enableBeforeUnload: hasUnsaved });
  return useEver(useStore(leaveQuestion) !== null) && <LeaveQuestion />;
}
