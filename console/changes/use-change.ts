import { useQueryClient } from '@tanstack/react-query';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Change, ChangeOperation, Overflow, UserSelection } from '../api/change-types.ts';
import { api, ok } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import { toFailure } from '../ui/feedback/failure.ts';
import { toast, toastError } from '../ui/feedback/toast.tsx';
import { canUndo } from './change.ts';
import { settled } from './watch-change.ts';

/** Every step of a change: plan, apply, undo, cancel. Each resolves when the server has finished it. */
export function useChange() {
  const { t } = useTranslation();
  const queryClient = useQueryClient();

  /** A change affects people, counts, seats and the log, so everything shown is fetched again. */
  const refreshAll = () =>
    queryClient.invalidateQueries({
      predicate: ({ queryKey }) => queryKey[0] !== keys.session[0] && queryKey[0] !== keys.catalog[0],
    });

  const plan = async (select: UserSelection, what: ChangeOperation): Promise<Change> =>
    settled(queryClient, await ok(api.POST('/v1/changes', { body: { select, do: what } })));

  /** Resolves as soon as the server has accepted it, for pages that show the progress. */
  const startApply = async (id: string, overflow: Overflow = 'refuse'): Promise<Change> =>
    know(await ok(api.POST('/v1/changes/{id}/apply', { params: { path: { id } }, body: { overflow } })));

  const startUndo = async (id: string): Promise<Change> =>
    know(await ok(api.POST('/v1/changes/{id}/undo', { params: { path: { id } } })));

  const apply = async (id: string, overflow?: Overflow): Promise<Change> => finish(await startApply(id, overflow));

  const undo = async (id: string): Promise<Change> => finish(await startUndo(id));

  const cancel = async (id: string): Promise<Change> => {
    const change = know(await ok(api.POST('/v1/changes/{id}/cancel', { params: { path: { id } } })));
    await queryClient.invalidateQueries({ queryKey: keys.changes });
    return change;
  };

  function know(change: Change): Change {
    queryClient.setQueryData(keys.change(change.id), change);
    return change;
  }

  async function finish(started: Change): Promise<Change> {
    const change = await settled(queryClient, started);
    void refreshAll();
    return change;
  }

  /** Reports the result of a change, and offers to undo it. */
  const tell = (change: Change): void => {
    const action =
      change.undoOf === null && canUndo(change)
        ? { label: t('ui.undo'), run: () => undoAndTell(change.id) }
        : undefined;
    toast(outcome(change), action);
  };

  const undoAndTell = (id: string): void => {
    // A large one takes longer than people wait without feedback.
    const goesOn = setTimeout(() => toast(t('changes.undoing')), 1_000);
    undo(id)
      .then(tell)
      .catch((error: unknown) => toastError(toFailure(error, t('ui.errors.unknown'))))
      .finally(() => clearTimeout(goesOn));
  };

  /** For writes that return only a change's id. */
  const tellOf = (message: string, changeId: string | null): void => {
    void refreshAll();
    toast(message, changeId ? { label: t('ui.undo'), run: () => undoAndTell(changeId) } : undefined);
  };

  return { plan, apply, undo, startApply, startUndo, cancel, know, refreshAll, tell, tellOf, undoAndTell };
}

function outcome({ state, summary, result, source }: Change): string {
  if (state === 'failed') return i18next.t('changes.failed');
  if (state === 'cancelled') return i18next.t('changes.cancelled');
  const said = summary.replace(/\.$/, '') || i18next.t(source === 'undo' ? 'changes.undone' : 'changes.done');
  const refused = result?.refused ?? 0;
  return refused > 0 ? i18next.t('changes.withRefused', { summary: said, count: refused }) : `${said}.`;
}
