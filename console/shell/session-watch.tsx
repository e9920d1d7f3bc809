import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { sessionQuery } from '../access/session.ts';
import { ApiError } from '../api/error.ts';

const SignedOutDialog = lazy(async () => ({ default: (await import('./signed-out-dialog.tsx')).SignedOutDialog }));

/** Notices when the session has ended, at the latest when somebody comes back to the window. */
export function SessionWatch() {
  const { data, error } = useQuery({ ...sessionQuery, refetchOnWindowFocus: true });
  const ended = error instanceof ApiError && error.status === 401;
  return <Suspense>{ended && <SignedOutDialog before={data} />}</Suspense>;
}
