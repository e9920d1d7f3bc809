import { useQuery } from '@tanstack/react-query';
import { ApiError } from '../api/error.ts';
import { sessionQuery } from '../session/session.ts';
import { later } from '../ui/later.tsx';

const SignedOutDialog = later(async () => (await import('./signed-out-dialog.tsx')).SignedOutDialog);

/** Notices that the session has ended, at the latest when the window gets the focus again. */
export function SessionWatch() {
  const { data, error } = useQuery({ ...sessionQuery, refetchOnWindowFocus: true });
  const ended = error instanceof ApiError && error.status === 401;
  return ended && <SignedOutDialog before={data} />;
}
