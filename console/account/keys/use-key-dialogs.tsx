import { useCallback, useState } from 'react';
import type { ApiKey } from '../../api/types.ts';
import { RevokeKey } from './revoke-key.tsx';
import { RotateKey } from './rotate-key.tsx';
import type { KeyAction } from './use-offered.ts';

/** The dialogs of actions on one key, and what opens them. */
export function useKeyDialogs() {
  const [open, setOpen] = useState<{ action: KeyAction; key: ApiKey } | null>(null);
  const close = () => setOpen(null);
  return {
    run: useCallback((action: KeyAction, key: ApiKey) => setOpen({ action, key }), []),
    dialogs: open && (
      <>
        {open.action === 'revoke' && <RevokeKey apiKey={open.key} onClose={close} />}
        {open.action !== 'revoke' && <RotateKey apiKey={open.key} onClose={close} />}
      </>
    ),
  };
}
