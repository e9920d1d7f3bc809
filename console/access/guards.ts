import { redirect } from '@tanstack/react-router';
import { api, ok } from '../api/client.ts';
import { ApiError } from '../api/error.ts';
import { keys } from '../api/keys.ts';
import { queryClient } from '../api/query-client.ts';
import type { Session } from '../api/types.ts';
import { paths } from '../paths.ts';
import { hasSignedInHere, sessionQuery } from '../session/session.ts';

/** The server tells in each page whether it came with a session's cookie, so the first visit asks for none in vain. */
let isKnownOut = document.querySelector<HTMLMetaElement>('meta[name=session]')?.content === 'none';

async function presentSession(): Promise<Session | null> {
  const firstOut = isKnownOut && !queryClient.getQueryData(keys.session);
  isKnownOut = false;
  if (firstOut) return null;
  try {
    return await queryClient.ensureQueryData(sessionQuery);
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null;
    throw error;
  }
}

/** Redirects to the sign-in page, which leads back to the requested page. */
export async function requireSession(href: string): Promise<void> {
  if (await presentSession()) return;
  queryClient.removeQueries({ queryKey: keys.session });
  throw redirect({ to: paths.signIn, search: { next: href } });
}

/** A fresh server greets its first person with sign-up. Later visitors sign in. */
export async function startPage() {
  const session = await presentSession();
  if (session) return session.permissions.includes('users.read') ? paths.overview : paths.profile;
  if (hasSignedInHere()) return paths.signIn;
  const { open } = await ok(api.GET('/v1/sign-up'));
  return open ? paths.signUp : paths.signIn;
}
