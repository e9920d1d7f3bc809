import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ChangeOperation } from '../api/change-types.ts';
import { useChanges } from '../changes/changes-provider.tsx';
import { pickedCount } from '../ui/table/use-selection.ts';
import { SelectionBar, type SelectionBarProps, selectOf } from '../users/bulk/selection-bar.tsx';

/** The actions on all selected invitations. Each shows its plan first. */
export function SelectedInvitations({ selection, filter, matching = 0, loaded }: SelectionBarProps) {
  const { t } = useTranslation();
  const { propose } = useChanges();
  const { picked } = selection;
  const count = pickedCount(picked, matching);
  const [send, drop] = filter.status === 'expired' ? (['renew', 'remove'] as const) : (['resend', 'revoke'] as const);
  const start = (act: typeof send | typeof drop, what: ChangeOperation) =>
    propose({
      title: t(`pending.plan.${act}`, { count }),
      select: selectOf(picked, filter),
      do: what,
      danger: act === drop,
      onApplied: selection.clear,
    });
  return (
    <SelectionBar selection={selection} matching={matching} loaded={loaded}>
      <Button size="xs" variant="default" onClick={() => start(send, { resend: true })}>
        {t(send === 'renew' ? 'pending.action.renew' : 'pending.action.sendMany')}
      </Button>
      <Button size="xs" variant="default" onClick={() => start(drop, { remove: true })}>
        {t(`pending.action.${drop}`)}
      </Button>
    </SelectionBar>
  );
}
