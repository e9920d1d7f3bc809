import { Button, Group, Stack, Text } from '@mantine/core';
import { type FormEvent, type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Change, ChangePlan, Overflow } from '../api/change-types.ts';
import { useTypedConfirm } from '../ui/form/typed-confirm.tsx';
import { affectedBy, changesNothing, reachesNobody, reachOf, shortSeats } from './change.ts';
import { useApplyWords } from './plan-words.ts';

interface Props {
  change: Pick<Change, 'do' | 'source'>;
  plan: ChangePlan;
  busy: boolean;
  onApply: (overflow: Overflow) => void;
  /** For example Cancel. Placed before the main button. */
  children?: ReactNode;
  danger?: boolean;
  /** Mails cannot be recalled. */
  undoable?: boolean;
  /** In a dialog the first thing to do takes the focus. */
  focused?: boolean;
}

/**
 * Applies a plan, as far as seats allow. For more than 100 people the number is typed first; for an import, whose rows have been shown, the
 * number of mails.
 */
export function PlanActions({ change, plan, busy, onApply, children, danger, undoable = true, focused }: Props) {
  const { t } = useTranslation();
  const words = useApplyWords();
  const form = useRef<HTMLFormElement>(null);
  const reach = reachOf(plan) ?? affectedBy(plan);
  const { confirmed, field } = useTypedConfirm(change.source === 'csv' ? plan.mails : reach);
  const isShort = shortSeats(plan).length > 0;
  const nothing = changesNothing(plan) || reachesNobody(plan);
  useEffect(() => {
    if (focused) form.current?.querySelector<HTMLElement>('input, button[type="submit"]')?.focus();
  }, [focused]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (confirmed && !busy && !nothing) onApply(isShort ? 'fill' : 'refuse');
  };
  return (
    <form ref={form} onSubmit={submit}>
      <Stack gap="md">
        {!nothing && field}
        {!nothing && undoable && (
          <Text size="sm" c="dimmed">
            {t('changes.plan.undoHint')}
          </Text>
        )}
        <Group justify="flex-end">
          {children}
          {!nothing && (
            <Button type="submit" {...(danger ? { color: 'red.9' } : {})} disabled={!confirmed} loading={busy}>
              {words(change, plan)}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}
