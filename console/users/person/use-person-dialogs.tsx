import { useCallback, useState } from 'react';
import type { User } from '../../api/types.ts';
import { later } from '../../ui/later.tsx';

const EraseDialog = later(async () => (await import('./erase-dialog.tsx')).EraseDialog);
const FixAddressDialog = later(async () => (await import('./fix-address-dialog.tsx')).FixAddressDialog);

/** The dialogs of actions on one person, and what opens them. */
export function usePersonDialogs() {
  const [open, setOpen] = useState<{ what: 'erase' | 'fix'; user: User } | null>(null);
  const close = () => setOpen(null);
  return {
    onErase: useCallback((user: User) => setOpen({ what: 'erase', user }), []),
    onFix: useCallback((user: User) => setOpen({ what: 'fix', user }), []),
    dialogs: open && (
      <>
        {open.what === 'erase' && <EraseDialog user={open.user} onClose={close} />}
        {open.what === 'fix' && <FixAddressDialog user={open.user} onClose={close} />}
      </>
    ),
  };
}
