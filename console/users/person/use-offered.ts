import type { User } from '../../api/types.ts';
import { useMay } from '../../session/session.ts';

export type UserAction =
  | 'edit'
  | 'send'
  | 'resend'
  | 'renew'
  | 'copyLink'
  | 'fix'
  | 'makeAdmin'
  | 'makeMember'
  | 'deactivate'
  | 'reactivate'
  | 'revoke'
  | 'remove'
  | 'restore'
  | 'erase';

/** False for a person who was added to be invited later. */
function wasMailed({ mail }: User): boolean {
  return mail?.state !== 'not_sent';
}

/** What the signed-in person may do to this one now. Nothing else is offered. */
export function useOffered() {
  const { maySet, mayAccess, mayChangeRole, mayGrant } = useMay();
  return (user: User): UserAction[] => {
    const { status, role } = user;
    const access = mayAccess(user);
    const here = status !== 'removed';
    const changeRole = here && mayChangeRole(user);
    const offered: [UserAction, boolean][] = [
      ['edit', here && (maySet(user) || access)],
      ['send', access && status === 'pending' && !wasMailed(user)],
      ['resend', access && status === 'pending' && wasMailed(user)],
      ['renew', access && status === 'expired'],
      ['copyLink', access && status === 'pending'],
      ['fix', access && status === 'pending'],
      ['makeAdmin', changeRole && role === 'member' && mayGrant('admin')],
      ['makeMember', changeRole && role === 'admin' && mayGrant('member')],
      ['deactivate', access && status === 'active'],
      ['reactivate', access && status === 'deactivated'],
      ['revoke', access && status === 'pending'],
      ['remove', access && (status === 'active' || status === 'deactivated' || status === 'expired')],
      ['restore', access && status === 'removed'],
      ['erase', access && status === 'removed'],
    ];
    return offered.filter(([, may]) => may).map(([action]) => action);
  };
}
