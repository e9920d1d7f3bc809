import { useTranslation } from 'react-i18next';
import type { ChangeOperation } from '../../api/change-types.ts';
import { api, ok, okWithChange } from '../../api/client.ts';
import { dryRun, keysStoppedBy } from '../../api/dry-run.ts';
import type { UpdateUser, User } from '../../api/types.ts';
import { useChanges } from '../../changes/changes-provider.tsx';
import { useChange } from '../../changes/use-change.ts';
import { nameOf } from '../../fields/name.ts';
import type { KeysAsked } from '../../parts/keys-question.tsx';
import { useRun } from '../../parts/use-run.ts';
import { copyText } from '../../ui/copy-text.ts';
import { toast, toastError } from '../../ui/feedback/toast.tsx';

/** Actions on one person that run at once, because they can be undone. Only if API keys of that person would stop, it is asked first. */
export function useUserActions() {
  const { t } = useTranslation();
  const { tellOf, tell, plan, apply } = useChange();
  const { askAboutKeys } = useChanges();
  const run = useRun();
  const path = ({ id }: User) => ({ params: { path: { id } } });
  const named = (user: User) => ({ name: nameOf(user) });

  const dryPath = ({ id }: User) => ({ params: { path: { id }, query: dryRun } });

  /** Only Admins who are active have keys that work. */
  const goesOn = async (user: User, becomes: KeysAsked['becomes'], dry: () => Parameters<typeof keysStoppedBy>[0]) => {
    if (user.role !== 'admin' || user.status !== 'active') return true;
    const keys = await keysStoppedBy(dry());
    return keys.length === 0 || askAboutKeys({ ...named(user), becomes, keys });
  };

  const patch = (user: User, body: UpdateUser, becomes: 'active' | 'deactivated' | 'admin' | 'member') =>
    run(async () => {
      const dry = () => api.PATCH('/v1/users/{id}', { ...dryPath(user), body });
      const isLoss = becomes === 'deactivated' || becomes === 'member';
      if (isLoss && !(await goesOn(user, becomes, dry))) return;
      const { changeId } = await okWithChange(api.PATCH('/v1/users/{id}', { ...path(user), body }));
      tellOf(t(`users.done.${becomes}`, named(user)), changeId);
    });

  /** Through a change, for actions without a call of their own. */
  const change = (user: User, what: ChangeOperation) =>
    run(async () => {
      const planned = await plan({ ids: [user.id] }, what);
      const refusal = planned.plan?.refusals[0];
      if (refusal) toastError({ message: refusal.detail, fields: {} });
      else tell(await apply(planned.id));
    });

  return {
    setStatus: (user: User, status: 'active' | 'deactivated') => patch(user, { status }, status),
    setRole: (user: User, role: 'admin' | 'member') => patch(user, { role }, role),
    resend: (user: User) => change(user, { resend: true }),
    remove: (user: User) =>
      run(async () => {
        if (!(await goesOn(user, 'removed', () => api.DELETE('/v1/users/{id}', dryPath(user))))) return;
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
