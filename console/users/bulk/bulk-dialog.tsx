import { Button, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UserSettings } from '../../api/change-types.ts';
import { bulkPlainFields } from '../../api/generated/fields.ts';
import { type AddOnMoves, AddOnsMover } from '../../fields/add-ons-mover.tsx';
import { DepartmentInput, GroupSelect, TypeSelect } from '../../fields/fields.tsx';
import { ManagerPicker } from '../../fields/manager-picker.tsx';
import { RoleSelect } from '../../fields/role-select.tsx';
import { FormView } from '../../ui/form/form-view.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { Dialog } from '../../ui/overlay/dialog.tsx';

export const BULK_FIELDS = ['type', 'group', 'department', 'addOns', 'role', 'manager', ...bulkPlainFields] as const;
export type BulkField = (typeof BULK_FIELDS)[number];

interface Props {
  field: BulkField;
  count: number;
  onClose: () => void;
  onChosen: (set: UserSettings) => void;
}

/** Asks for the new value of many people. The plan comes next. */
export function BulkDialog({ field, count, onClose, onChosen }: Props) {
  const { t } = useTranslation();
  const title = useBulkTitle();
  const [moves, setMoves] = useState<AddOnMoves>({ add: [], remove: [] });
  const form = useForm({ value: '' }, async ({ value }) => {
    onClose();
    onChosen(setOf(field, value, moves));
  });
  const { value } = form.values;
  const input = { value, onChange: (next: string) => form.set({ value: next }), 'data-autofocus': true };
  const clearable = field === 'department' || field === 'manager' || isPlain(field);
  const ready = field === 'addOns' ? moves.add.length + moves.remove.length > 0 : clearable || value !== '';
  return (
    <Dialog onClose={onClose} title={title(field, count)}>
      <FormView
        form={form}
        submit={t('users.bulk.next')}
        disabled={!ready}
        unsaved={moves.add.length + moves.remove.length > 0}
        actions={
          <Button variant="default" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
        }
      >
        <Stack>
          {field === 'type' && <TypeSelect {...input} showSeats />}
          {field === 'group' && <GroupSelect {...input} />}
          {field === 'department' && <DepartmentInput {...input} description={t('users.bulk.emptyHint')} />}
          {field === 'manager' && (
            <ManagerPicker
              label={t('words.field.manager')}
              id={value}
              onChange={input.onChange}
              description={t('users.bulk.emptyHint')}
            />
          )}
          {isPlain(field) && (
            <TextInput
              {...form.field('value')}
              label={t(`words.field.${field}`)}
              description={t('users.bulk.emptyHint')}
              data-autofocus
            />
          )}
          {field === 'role' && <RoleSelect {...input} />}
          {field === 'addOns' && <AddOnsMover moves={moves} onChange={setMoves} />}
        </Stack>
      </FormView>
    </Dialog>
  );
}

/** A plain field. All of them are set in the same way. */
function isPlain(field: BulkField): field is (typeof bulkPlainFields)[number] {
  const plain: readonly string[] = bulkPlainFields;
  return plain.includes(field);
}

/** The title of a dialog and its plan. */
export function useBulkTitle() {
  const { t } = useTranslation();
  return (field: BulkField, count: number) =>
    isPlain(field)
      ? t('users.bulk.title.text', { count, field: t(`words.field.${field}`).toLowerCase() })
      : t(`users.bulk.title.${field}`, { count });
}

function setOf(field: BulkField, value: string, moves: AddOnMoves): UserSettings {
  if (field === 'type') return { type: value };
  if (field === 'group') return { groupId: value };
  if (field === 'department') return { department: value.trim() };
  if (field === 'manager') return { managerId: value === '' ? null : value };
  if (isPlain(field)) return { [field]: value.trim() };
  if (field === 'role') return { role: value === 'admin' ? 'admin' : 'member' };
  return { addOns: moves };
}
