import { Button, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChangePlan, Overflow } from '../api/change-types.ts';
import { useTypedConfirm } from '../ui/form/typed-confirm.tsx';
import { affectedBy, changesNothing, reachesNobody, shortSeats } from './change.ts';

interface Props {
  plan: ChangePlan;
  busy: boolean;
  onApply: (overflow: Overflow) => void;
  /** For example Cancel. Placed before the main button. */
  children?: ReactNode;
  danger?: boolean;
  /** Mails cannot be recalled. */
  undoable?: boolean;
  /** Must the number be typed? Not if every row has been shown before. */
  typed?: boolean;
}

/** Apply, or apply as far as seats allow. Above 100 people only after the number is typed. */
export function PlanActions({ plan, busy, onApply, children, danger, undoable = true, typed = true }: Props) {
  const { t } = useTranslation();
  const affected = affectedBy(plan);
  const { confirmed, field } = useTypedConfirm(typed ? affected : 0);
  const isShort = shortSeats(plan).length > 0;
  const nothing = changesNothing(plan) || reachesNobody(plan);
  const label = isShort
    ? t('changes.plan.fill')
    : affected > 0
      ? t('changes.plan.applyTo', { count: affected })
      : t('changes.plan.apply');
  return (
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
          <Button
            {...(danger ? { color: 'red.9' } : {})}
            disabled={!confirmed}
            loading={busy}
            onClick={() => onApply(isShort ? 'fill' : 'refuse')}
          >
            {label}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
