import { ActionBar, Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Do } from '../api/change-types.ts';
import type { UserFilter } from '../api/types.ts';
import { useChanges } from '../changes/changes-provider.tsx';
import { pickedCount, type Selection } from '../ui/table/use-selection.ts';

interface Props {
  selection: Selection;
  where: UserFilter;
  matching: number | undefined;
  loaded: number;
}

/** What can be done to all invitations that are selected; each shows its plan first. */
export function SelectedInvitations({ selection, where, matching = 0, loaded }: Props) {
  const { t } = useTranslation();
  const { propose } = useChanges();
  const { picked } = selection;
  const count = pickedCount(picked, matching);
  const expired = where.status === 'expired';
  const [send, drop] = expired ? (['renew', 'remove'] as const) : (['resend', 'revoke'] as const);
  const start = (act: typeof send | typeof drop, what: Do) =>
    propose({
      title: t(`pending.plan.${act}`, { count }),
      select: picked.mode === 'some' ? { ids: [...picked.ids] } : { where, except: [...picked.except] },
      do: what,
      danger: act === drop,
      onApplied: selection.clear,
    });
  const canWiden = picked.mode === 'some' && selection.allLoaded === 'all' && matching > loaded;
  return (
    <ActionBar opened={!selection.isEmpty && count > 0} aria-label={t('ui.table.selection')} maw="calc(100vw - 1rem)">
      <Text size="sm" fw={500} px="xs" role="status">
        {t('users.bulk.selected', { count })}
      </Text>
      {canWiden && (
        <Button size="xs" variant="subtle" onClick={selection.selectAllMatching}>
          {t('users.bulk.selectAll', { count: matching })}
        </Button>
      )}
      <ActionBar.Divider />
      <Button size="xs" variant="default" onClick={() => start(send, { resend: true })}>
        {t(`pending.action.${send}`)}
      </Button>
      <Button size="xs" variant="default" onClick={() => start(drop, { remove: true })}>
        {t(`pending.action.${drop}`)}
      </Button>
      <ActionBar.CloseButton aria-label={t('users.bulk.clear')} onClick={selection.clear} />
    </ActionBar>
  );
}
