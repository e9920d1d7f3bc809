import { useTranslation } from 'react-i18next';
import type { Change, ChangePlan } from '../api/change-types.ts';
import { useNames } from '../fields/catalog.ts';
import { affectedBy, reachOf } from './change.ts';

type Asked = Pick<Change, 'do' | 'source'>;

/** Returns the words of the button that applies a plan: what it does, and to how many people. */
export function useApplyWords() {
  const { t } = useTranslation();
  const { typeName } = useNames();
  return (asked: Asked, plan: ChangePlan): string => {
    const count = reachOf(plan) ?? affectedBy(plan);
    if (count === 0) return t('changes.plan.apply');
    const verb = verbOf(asked);
    const set = settingsOf(asked);
    return t(`changes.plan.verb.${verb}`, { count, type: typeName(String(set['type'] ?? '')) });
  };
}

const VERBS = ['remove', 'restore', 'resend'] as const;

function verbOf({ do: what, source }: Asked) {
  if (source === 'csv') return 'import';
  const verb = VERBS.find((known) => known in what);
  if (verb) return verb;
  const set = settingsOf({ do: what });
  const [field, ...others] = Object.keys(set);
  if (others.length > 0) return 'change';
  if (field === 'type') return 'type';
  if (field === 'groupId') return 'group';
  if (field === 'status') return set['status'] === 'active' ? 'reactivate' : 'deactivate';
  if (field === 'role') return set['role'] === 'admin' ? 'admin' : 'member';
  return 'change';
}

function settingsOf({ do: what }: Pick<Change, 'do'>): Record<string, unknown> {
  const set = what['set'];
  return typeof set === 'object' && set !== null ? { ...set } : {};
}
