import { useEffect, useRef } from 'react';
import type { Change } from '../api/change-types.ts';
import { isRunning } from './change.ts';
import { useChange } from './use-change.ts';

/** When the watched change ends, everything else that is shown is fetched again. */
export function useRefreshAtEnd(change: Pick<Change, 'state'> | undefined): void {
  const { refreshAll } = useChange();
  const running = change ? isRunning(change) : null;
  const before = useRef(running);
  useEffect(() => {
    if (before.current && running === false) void refreshAll();
    before.current = running;
  });
}
