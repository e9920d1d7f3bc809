import { queryOptions, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { api, ok } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import type { Permission, Role, Session, User } from '../api/types.ts';

export const sessionQuery = queryOptions({
  queryKey: keys.session,
  queryFn: () => ok(api.GET('/v1/session')),
  staleTime: 60_000,
});

/** The session of the signed-in person. Only inside the frame, where there always is one. */
export function useSession(): Session {
  return useSuspenseQuery(sessionQuery).data;
}

/** What the signed-in person may do, as the server says. */
export function useMay() {
  const { permissions, reach, user: me } = useSession();
  return {
    may: (permission: Permission) => permissions.includes(permission),
    maySet: (user: Pick<User, 'role'>) => reach.settings.includes(user.role),
    mayAccess: (user: Pick<User, 'id' | 'role'>) => user.id !== me.id && reach.access.includes(user.role),
    mayChangeRole: (user: Pick<User, 'id' | 'role'>) => user.id !== me.id && reach.role.includes(user.role),
    mayGrant: (role: Role) => reach.grant.includes(role),
    isMe: (user: Pick<User, 'id'>) => user.id === me.id,
  };
}

const SEEN = 'muster.signed-in-here';

export function hasSignedInHere(): boolean {
  return localStorage.getItem(SEEN) !== null;
}

/** Starts a session, and drops everything known from the one before. */
export function useEnter() {
  const queryClient = useQueryClient();
  return (session: Session) => {
    localStorage.setItem(SEEN, 'yes');
    // Not cleared completely: components on the screen would stay subscribed to the old session.
    queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== keys.session[0] });
    queryClient.setQueryData(keys.session, session);
  };
}
