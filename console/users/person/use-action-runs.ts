import type { User } from '../../api/types.ts';
import type { UserAction } from './use-offered.ts';
import { useUserActions } from './use-user-actions.ts';

export interface OnPerson {
  onEdit: (user: User) => void;
  onErase: (user: User) => void;
  onFix: (user: User) => void;
}

/** What each action on one person does, in menus and in the side panel alike. */
export function useActionRuns({ onEdit, onErase, onFix }: OnPerson): (user: User) => Record<UserAction, () => void> {
  const actions = useUserActions();
  return (user) => ({
    edit: () => onEdit(user),
    send: () => actions.resend(user),
    resend: () => actions.resend(user),
    renew: () => actions.resend(user),
    copyLink: () => actions.copyLink(user),
    fix: () => onFix(user),
    makeAdmin: () => actions.setRole(user, 'admin'),
    makeMember: () => actions.setRole(user, 'member'),
    deactivate: () => actions.setStatus(user, 'deactivated'),
    reactivate: () => actions.setStatus(user, 'active'),
    revoke: () => actions.remove(user),
    remove: () => actions.remove(user),
    restore: () => actions.restore(user),
    erase: () => onErase(user),
  });
}

/** What takes something away from people is red. */
export const DANGEROUS: readonly UserAction[] = ['revoke', 'remove', 'erase'];
