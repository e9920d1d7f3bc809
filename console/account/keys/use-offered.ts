import type { ApiKey } from '../../api/types.ts';
import { useMay } from '../../session/session.ts';

export type KeyAction = 'rotate' | 'take_over' | 'revoke';
export type RunKeyAction = (action: KeyAction, key: ApiKey) => void;

/** What the signed-in person may do to a key. Without all that it may do themselves, they can only revoke it. */
export function useOffered() {
  const { may, isMe } = useMay();
  const mayEdit = ({ permissions }: ApiKey) => permissions.every(may);
  const offered = (key: ApiKey): KeyAction[] => {
    // A new secret does not prolong a key.
    if (key.state === 'expired' || !mayEdit(key)) return ['revoke'];
    return [key.maker && isMe(key.maker) ? 'rotate' : 'take_over', 'revoke'];
  };
  return { mayEdit, offered };
}
