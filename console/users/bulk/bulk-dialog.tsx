import { Button, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UserSettings } from '../../api/change-types.ts';
import { type AddOnMoves, AddOnsMover } from '../../fields/add-ons-mover.tsx';
import { DepartmentInput, GroupSelect, TypeSelect } from '../../fields/fields.tsx';
import { RoleSelect } from '../../fields/role-select.tsx';
import { FormView } from '../../ui/form/form-view.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { Dialog } from '../../ui/overlay/dialog.tsx';

export const BULK_FIELDS = ['type', 'group', 'department', 'addOns', 'role'] as const;
export type BulkField = (typeof BULK_FIELDS)[number];

interface Props {
  field: BulkField;
  count: number;
  onClose: () => void;
  onChosen: (set: UserSettings) => void;
}

/** Asks which value many people shall get; the plan comes next. */
export function BulkDialog({ field, count, onClose, onChosen }: Props) {
  const { t } = useTranslation();
  const [moves, setMoves] = useState<AddOnMoves>({ add: [], remove: [] });
  const form = useForm({ value: '' }, async ({ value }) => {
    onClose();
    onChosen(setOf(field, value, moves));
  });
  const { value } = form.values;
  const input = { value, onChange: (next: string) => form.set({ value: next }), 'data-autofocus': true };
  const ready =
    field === 'addOns' ? moves.add.length + moves.remove.length > 0 : field === 'department' || value !== '';
  return (
    <Dialog onClose={onClose} title={t(`users.bulk.title.${field}`, { count })}>
      <FormView
        form={form}
        submit={t('users.bulk.next')}
        disabled={!ready}
        actions={
          <Button variant="default" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
        }
      >
        <Stack>
          {field === 'type' && <TypeSelect {...input} showSeats />}
          {field === 'group' && <GroupSelect {...input} />}
          {field === 'department' && <DepartmentInput {...input} description={t('users.bulk.departmentHint')} />}
          {field === 'role' && <RoleSelect {...input} />}
          {field === 'addOns' && <AddOnsMover moves={moves} onChange={setMoves} />}
        </Stack>
      </FormView>
    </Dialog>
  );
}

function setOf(field: BulkField, value: string, moves: AddOnMoves): UserSettings {
  if (field === 'type') return { type: value };
  if (field === 'group') return { groupId: value };
  if (field === 'department') return { department: value.trim() };
  if (field === 'role') return { role: value === 'admin' ? 'admin' : 'member' };
  return { addOns: moves };
}
