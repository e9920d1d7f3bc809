import { useTranslation } from 'react-i18next';
import type { ChangeOperation } from '../../api/change-types.ts';
import { api, ok, okWithChange } from '../../api/client.ts';
import type { UpdateUser, User } from '../../api/types.ts';
import { useChange } from '../../changes/use-change.ts';
import { nameOf } from '../../fields/name.ts';
import { useRun } from '../../parts/use-run.ts';
import { copyText } from '../../ui/copy-text.ts';
import { toast, toastError } from '../../ui/feedback/toast.tsx';

/** Actions on one person that run at once without confirmation, because they can be undone. */
export function useUserActions() {
  const { t } = useTranslation();
  const { tellOf, tell, plan, apply } = useChange();
  const run = useRun();
  const path = ({ id }: User) => ({ params: { path: { id } } });
  const named = (user: User) => ({ name: nameOf(user) });

  const patch = (user: User, body: UpdateUser, said: string) =>
    run(async () => tellOf(said, (await okWithChange(api.PATCH('/v1/users/{id}', { ...path(user), body }))).changeId));

  /** Through a change, for actions without a call of their own. */
  const change = (user: User, what: ChangeOperation) =>
    run(async () => {
      const planned = await plan({ ids: [user.id] }, what);
      const refusal = planned.plan?.refusals[0];
      if (refusal) toastError({ message: refusal.detail, fields: {} });
      else tell(await apply(planned.id));
    });

  return {
    setStatus: (user: User, status: 'active' | 'deactivated') =>
      patch(user, { status }, t(`users.done.${status}`, named(user))),
    setRole: (user: User, role: 'admin' | 'member') => patch(user, { role }, t(`users.done.${role}`, named(user))),
    resend: (user: User) => change(user, { resend: true }),
    remove: (user: User) =>
      run(async () => {
        const { changeId } = await okWithChange(api.DELETE('/v1/users/{id}', path(user)));
        tellOf(t(user.status === 'pending' ? 'users.done.revoked' : 'users.done.removed', named(user)), changeId);
      }),
    restore: (user: User) =>
      run(async () => {
        const { changeId } = await okWithChange(api.POST('/v1/users/{id}/restore', path(user)));
        tellOf(t('users.done.restored', named(user)), changeId);
      }),
    copyLink: (user: User) =>
      run(async () => {
        const { link } = await ok(api.POST('/v1/users/{id}/invitation-link', path(user)));
        const copied = await copyText(link);
        toast(copied ? t('users.done.linkCopied', named(user)) : t('users.done.linkToCopy', { link }));
      }),
  };
}
