import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toFailure } from '../ui/feedback/failure.ts';
import { toastError } from '../ui/feedback/toast.tsx';

/** For a button that acts at once. An error is shown in a toast, because there is no form for it. */
export function useRun() {
  const { t } = useTranslation();
  return (work: () => Promise<unknown>): void => {
    work().catch((error: unknown) => toastError(toFailure(error, t('ui.errors.unknown'))));
  };
}

/** The same, with the busy state of the button. */
export function useBusyRun(): [boolean, (work: () => Promise<unknown>) => void] {
  const run = useRun();
  const [busy, setBusy] = useState(false);
  return [
    busy,
    (work) => {
      setBusy(true);
      run(() => work().finally(() => setBusy(false)));
    },
  ];
}
