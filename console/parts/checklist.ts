import { useSession } from '../session/session.ts';
import { createStore, useStore } from '../ui/store.ts';

const settingOf = (accountId: string) => `muster.checklist.${accountId}`;
/** Redraws what asks, when a checklist is put away. */
const putAways = createStore(0);

/** Is the checklist of a new account still there, unless it is done? Put away, it stays away in this browser. */
export function useChecklist() {
  const { account } = useSession();
  useStore(putAways);
  const setting = settingOf(account.id);
  return {
    isShown: localStorage.getItem(setting) === null,
    putAway: () => {
      localStorage.setItem(setting, 'away');
      putAways.set(putAways.get() + 1);
    },
  };
}
