import { Group, SimpleGrid, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ok, okWithChange } from '../../api/client.ts';
import { dryRun, keysStoppedBy } from '../../api/dry-run.ts';
import { hasCode } from '../../api/error.ts';
import { type PlainField, plainFields } from '../../api/generated/fields.ts';
import { keys } from '../../api/keys.ts';
import { recordOf } from '../../api/records.ts';
import type { UpdateUser, User } from '../../api/types.ts';
import { useChange } from '../../changes/use-change.ts';
import { AddOnsInput } from '../../fields/add-ons-input.tsx';
import { catalogQuery, useNames } from '../../fields/catalog.ts';
import { DepartmentInput, GroupSelect, TypeSelect } from '../../fields/fields.tsx';
import { ManagerPicker } from '../../fields/manager-picker.tsx';
import { nameOf } from '../../fields/name.ts';
import { RoleSelect } from '../../fields/role-select.tsx';
import { Conflict, type LastSaved } from '../../parts/conflict.tsx';
import { StoppedKeys } from '../../parts/stopped-keys.tsx';
import { useVersion } from '../../parts/use-version.ts';
import { useMay } from '../../session/session.ts';
import { FormView } from '../../ui/form/form-view.tsx';
import { type Form, useForm } from '../../ui/form/use-form.ts';
import { useFormat } from '../../ui/values.tsx';

interface Props {
  user: User;
  onSaved: () => void;
  /** Another person has saved this one meanwhile, and theirs is to be shown. */
  onTheirs: () => void;
}

/** Sends only what differs, so that concurrent changes of other fields stay. */
export function UserForm({ user, onSaved, onTheirs }: Props) {
  const { t } = useTranslation();
  const { tellOf } = useChange();
  const { maySet, mayAccess, mayChangeRole } = useMay();
  const [before] = useState(() => valuesOf(user));
  const [addOnsBefore] = useState(user.addOns);
  const [addOns, setAddOns] = useState(addOnsBefore);
  const mayHold = useMayHold();
  const patch = (values: typeof before): UpdateUser => ({
    ...differing(before, values),
    ...(!sameAddOns(addOns, addOnsBefore) && { addOns: addOns.filter((key) => mayHold(key, values.type)) }),
  });
  const version = useVersion(user.version);
  const form = useForm(before, async (values) => {
    const body = patch(values);
    if (Object.keys(body).length > 0) {
      const params = { path: { id: user.id }, header: version.header() };
      const call = api.PATCH('/v1/users/{id}', { params, body });
      const { data, changeId } = await okWithChange(call);
      tellOf(t('users.panel.saved', { name: nameOf(data) }), changeId);
    }
    onSaved();
  });
  const kept = addOns.filter((key) => mayHold(key, form.values.type));
  const stopped = useStoppedKeys(user, form.values.role);
  const fixed = !maySet(user);
  const conflict = hasCode(form.error, 'changed_meanwhile') && (
    <Conflict
      name={nameOf(user)}
      lastSaved={() => lastSavedUser(user.id)}
      onMine={version.insist}
      onTheirs={onTheirs}
    />
  );
  return (
    <FormView
      form={form}
      submit={t('ui.save')}
      failure={conflict}
      sticky
      unsaved={!sameAddOns(addOns, addOnsBefore)}
      disabled={stopped.isFetching}
    >
      <Names form={form} fixed={fixed} />
      <EmailField form={form} user={user} fixed={!mayAccess(user)} />
      <TypeSelect
        value={form.values.type}
        onChange={(type) => form.set({ type })}
        showSeats={form.values.type !== user.type}
        disabled={fixed}
        error={form.field('type').error}
      />
      <LostAddOns lost={addOns.filter((key) => !kept.includes(key))} type={form.values.type} />
      <AddOnsInput value={kept} onChange={setAddOns} type={form.values.type} disabled={fixed} />
      <GroupSelect value={form.values.groupId} onChange={(groupId) => form.set({ groupId })} disabled={fixed} />
      <DepartmentInput
        value={form.values.department}
        onChange={(department) => form.set({ department })}
        disabled={fixed}
        error={form.field('department').error}
      />
      <ManagerPicker
        label={t('words.field.manager')}
        id={form.values.managerId}
        onChange={(managerId) => form.set({ managerId })}
        except={user.id}
        disabled={fixed}
        error={form.field('managerId').error}
      />
      <PlainInputs form={form} fixed={fixed} />
      {mayChangeRole(user) && <RoleSelect value={form.values.role} onChange={(role) => form.set({ role })} />}
      <StoppedKeys keys={stopped.data} />
    </FormView>
  );
}

/** The API keys that stop if this Admin gets that role. It is known before it can be saved. */
function useStoppedKeys({ id, role: before, status }: User, role: string) {
  const stops = before === 'admin' && status === 'active' && role === 'member';
  const query = useQuery({
    queryKey: [...keys.user(id), 'stopped-keys'],
    queryFn: () => {
      const params = { path: { id }, query: dryRun };
      return keysStoppedBy(api.PATCH('/v1/users/{id}', { params, body: { role: 'member' } }));
    },
    enabled: stops,
  });
  return { data: stops ? query.data : [], isFetching: stops && query.isFetching };
}

async function lastSavedUser(id: string): Promise<LastSaved | undefined> {
  const params = { path: { id }, query: { limit: 1 } };
  const [last] = (await ok(api.GET('/v1/users/{id}/history', { params }))).data;
  return last && { actor: last.actor, at: last.at };
}

/** Only what differs. No manager is null, not an empty text. */
function differing(before: Values, { managerId, ...values }: Values): UpdateUser {
  const others = Object.entries(values).filter(([name, value]) => value !== Reflect.get(before, name));
  return {
    ...Object.fromEntries(others),
    ...(managerId !== before.managerId && { managerId: managerId === '' ? null : managerId }),
  };
}

type Values = Record<
  'firstName' | 'lastName' | 'email' | 'type' | 'groupId' | 'department' | 'managerId' | 'role' | PlainField,
  string
>;

function valuesOf(user: User): Values {
  const { firstName, lastName, email, type, group, department, manager, role } = user;
  return {
    ...recordOf(plainFields, (field) => user[field]),
    managerId: manager?.id ?? '',
    firstName,
    lastName,
    email,
    type,
    groupId: group.id,
    department,
    role,
  };
}

type UserFields = Form<Values>;

/** The fields without rules of their own, two per row. */
function PlainInputs({ form, fixed }: { form: UserFields; fixed: boolean }) {
  const { t } = useTranslation();
  return (
    <SimpleGrid cols={2} spacing="md" verticalSpacing="sm">
      {plainFields.map((field) => (
        <TextInput
          key={field}
          {...form.field(field)}
          label={t(`words.field.${field}`)}
          disabled={fixed}
          autoComplete="off"
        />
      ))}
    </SimpleGrid>
  );
}

function Names({ form, fixed }: { form: UserFields; fixed: boolean }) {
  const { t } = useTranslation();
  return (
    <Group grow align="flex-start">
      <TextInput
        {...form.field('firstName')}
        label={t('words.field.firstName')}
        disabled={fixed}
        autoComplete="off"
        data-autofocus={matchMedia('(pointer: fine)').matches || undefined}
      />
      <TextInput {...form.field('lastName')} label={t('words.field.lastName')} disabled={fixed} autoComplete="off" />
    </Group>
  );
}

function EmailField({ form, user, fixed }: { form: UserFields; user: User; fixed: boolean }) {
  const { t } = useTranslation();
  const { isMe } = useMay();
  const changed = form.values.email !== user.email;
  const waits = user.status === 'pending' || user.status === 'expired';
  const hint = fixed
    ? t(isMe(user) ? 'users.panel.ownEmail' : 'users.panel.fixedEmail')
    : changed && t(waits ? 'users.panel.newInvitation' : 'users.panel.newEmail');
  return (
    <TextInput
      {...form.field('email')}
      type="email"
      label={t('words.field.email')}
      autoComplete="off"
      disabled={fixed}
      required
      {...(hint && { description: hint })}
    />
  );
}

function LostAddOns({ lost, type }: { lost: string[]; type: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { addOnName, typeName } = useNames();
  if (lost.length === 0) return null;
  return (
    <Text size="sm" role="status">
      {t('users.panel.addOnsLost', { addOns: format.list(lost.map(addOnName)), type: typeName(type) })}
    </Text>
  );
}

/** May people of this type hold that add-on? One that is not in the catalog stays, as on the server (seats/holding.ts). */
function useMayHold() {
  const { data } = useQuery(catalogQuery);
  return (addOn: string, type: string) => data?.addOns.find(({ key }) => key === addOn)?.needs.includes(type) ?? true;
}

function sameAddOns(some: string[], others: string[]): boolean {
  return some.length === others.length && some.every((key) => others.includes(key));
}
