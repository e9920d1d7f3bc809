import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChangeOperation } from '../../api/change-types.ts';
import type { UserStatus } from '../../api/types.ts';
import { useChanges } from '../../changes/changes-provider.tsx';
import { pickedCount } from '../../ui/table/use-selection.ts';
import { statusOf } from '../../views/filter.ts';
import { BULK_FIELDS, BulkDialog, type BulkField, useBulkTitle } from './bulk-dialog.tsx';
import { SelectionBar, type SelectionBarProps, selectOf } from './selection-bar.tsx';

const ACTS = {
  resend: { resend: true },
  deactivate: { set: { status: 'deactivated' } },
  reactivate: { set: { status: 'active' } },
  remove: { remove: true },
  restore: { restore: true },
} as const satisfies Record<string, ChangeOperation>;
type Act = keyof typeof ACTS;

/** The actions that make sense for the shown people. The plan still says who is left out. */
function actsFor(status: UserStatus | undefined): { fields: readonly BulkField[]; acts: readonly Act[] } {
  if (status === 'removed') return { fields: [], acts: ['restore'] };
  if (status === 'expired') return { fields: [], acts: ['resend', 'remove'] };
  if (status === 'pending') return { fields: BULK_FIELDS, acts: ['resend', 'remove'] };
  if (status === 'active') return { fields: BULK_FIELDS, acts: ['deactivate', 'remove'] };
  if (status === 'deactivated') return { fields: BULK_FIELDS, acts: ['reactivate', 'remove'] };
  return { fields: BULK_FIELDS, acts: ['resend', 'deactivate', 'reactivate', 'remove'] };
}

/** Fields with their own button on a wide screen; the others are in the menu. */
const BUTTONS_MAX = 5;

/** The actions on all selected people. Every action shows its plan first. */
export function BulkBar({ selection, filter, matching = 0, loaded }: SelectionBarProps) {
  const { t } = useTranslation();
  const { propose } = useChanges();
  const title = useBulkTitle();
  const [field, setField] = useState<BulkField | null>(null);
  const { picked } = selection;
  const count = pickedCount(picked, matching);
  const { fields, acts } = actsFor(statusOf(filter));
  const start = (title: string, what: ChangeOperation, danger = false) =>
    propose({ title, select: selectOf(picked, filter), do: what, danger, onApplied: selection.clear });
  const act = (name: Act) => start(t(`users.bulk.title.${name}`, { count }), ACTS[name], name === 'remove');
  return (
    <>
      <SelectionBar selection={selection} matching={matching} loaded={loaded}>
        {fields.slice(0, BUTTONS_MAX).map((name) => (
          <Button key={name} size="xs" variant="default" visibleFrom="md" onClick={() => setField(name)}>
            {t(`words.field.${name}`)}
          </Button>
        ))}
        <More fields={fields} acts={acts} onField={setField} onAct={act} />
      </SelectionBar>
      {field && (
        <BulkDialog
          field={field}
          count={count}
          onClose={() => setField(null)}
          onChosen={(set) => start(title(field, count), { set })}
        />
      )}
    </>
  );
}

interface MoreProps {
  fields: readonly BulkField[];
  acts: readonly Act[];
  onField: (field: BulkField) => void;
  onAct: (act: Act) => void;
}

function More({ fields, acts, onField, onAct }: MoreProps) {
  const { t } = useTranslation();
  return (
    <Menu position="top-end" width={220}>
      <Menu.Target>
        <Button size="xs" variant="default" rightSection={<IconChevronDown size={14} aria-hidden />}>
          {t('users.bulk.more')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {fields.map((name, i) => (
          <Menu.Item key={name} {...(i < BUTTONS_MAX && { hiddenFrom: 'md' })} onClick={() => onField(name)}>
            {t(`words.field.${name}`)}
          </Menu.Item>
        ))}
        {fields.length > 0 && <Menu.Divider />}
        {acts.map((name) => (
          <Menu.Item
            key={name}
            onClick={() => onAct(name)}
            {...(name === 'remove' && { c: 'var(--mantine-color-error)' })}
          >
            {t(`users.bulk.act.${name}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
