import { Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ok } from '../../api/client.ts';
import { ApiError, isRecord } from '../../api/error.ts';
import { useChange } from '../../changes/use-change.ts';
import { AddOnsInput } from '../../fields/add-ons-input.tsx';
import { catalogQuery } from '../../fields/catalog.ts';
import { DepartmentInput, GroupSelect, TypeSelect } from '../../fields/fields.tsx';
import { InviteWhen, inviteOf } from '../../fields/invite-when.tsx';
import { RoleSelect } from '../../fields/role-select.tsx';
import { useMay } from '../../session/session.ts';
import { FormView } from '../../ui/form/form-view.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { Section } from '../../ui/section.tsx';
import type { Outcome } from './add-users-page.tsx';
import { AddressInput } from './address-input.tsx';
import { mistakesOf } from './mistakes.ts';
import { TooMany } from './too-many.tsx';
import { useAddresses } from './use-addresses.ts';

/** The server's limit per request. */
const MOST = 1_000;

const UNTOUCHED = { type: '', groupId: '', department: '', role: 'member', invite: 'now' };

export function AddForm({ onAdded }: { onAdded: (outcome: Outcome | null) => void }) {
  const { t } = useTranslation();
  const { mayGrant } = useMay();
  const { tellOf } = useChange();
  const { data: catalog } = useQuery(catalogQuery);
  const addresses = useAddresses();
  const [addOns, setAddOns] = useState<string[]>([]);
  const [first, setFirst] = useState(MOST);
  const free = catalog?.types.find(({ paid }) => !paid)?.key ?? '';

  const form = useForm(
    UNTOUCHED,
    async ({ type, groupId, department, role, invite }) => {
      const { all } = addresses;
      addresses.leave(all);
      const chosen = all.slice(0, first);
      setFirst(MOST);
      onAdded(null);
      const body = {
        users: chosen.map((entry) => ({ ...(department.trim() && { department: department.trim() }), ...entry })),
        type: type || free,
        addOns: addOns.filter((key) =>
          catalog?.addOns.find((addOn) => addOn.key === key)?.needs.includes(type || free),
        ),
        ...(groupId && { groupId }),
        invite: inviteOf(invite),
        ...(role === 'admin' && { role: 'admin' as const }),
      };
      const { added, refused, changeId } = await ok(api.POST('/v1/users', { body }));
      addresses.leave(all.slice(first));
      onAdded({ added, refused });
      if (changeId) tellOf(t('users.new.done', { count: added.length }), changeId);
    },
    { invite_date: 'invite' },
  );

  const type = form.values.type || free;
  const waiting = addresses.all;
  const mistaken = mistakesOf(waiting).some((mistake) => mistake !== null);
  const fits = placesLeft(form.error);
  const tooMany = waiting.length > MOST;
  return (
    <Section title={t('users.new.who')}>
      <FormView
        form={form}
        submit={waiting.length > 1 ? t('users.new.submit', { count: waiting.length }) : t('users.new.submitOne')}
        unsaved={waiting.length > 0 || addOns.length > 0}
        disabled={waiting.length === 0 || mistaken || tooMany}
        actions={
          fits > 0 && (
            <Button type="submit" variant="default" onClick={() => setFirst(fits)}>
              {t('users.new.addFirst', { count: fits })}
            </Button>
          )
        }
      >
        <AddressInput addresses={addresses} />
        {tooMany && <TooMany entries={waiting} most={MOST} />}
        <Group grow align="flex-start" preventGrowOverflow={false}>
          <TypeSelect value={type} onChange={(next) => form.set({ type: next })} showSeats />
          <GroupSelect
            value={form.values.groupId}
            onChange={(groupId) => form.set({ groupId })}
            placeholder={t('users.new.defaultGroup')}
            clearable
          />
        </Group>
        <DepartmentInput
          value={form.values.department}
          onChange={(department) => form.set({ department })}
          error={form.field('department').error}
        />
        <AddOnsInput value={addOns} onChange={setAddOns} type={type} />
        {mayGrant('admin') && <RoleSelect value={form.values.role} onChange={(role) => form.set({ role })} />}
        <InviteWhen
          value={form.values.invite}
          onChange={(invite) => form.set({ invite })}
          error={form.field('invite').error}
        />
      </FormView>
    </Section>
  );
}

/** If seats are short: the number of people for whom they suffice. */
function placesLeft(error: unknown): number {
  const shortages = error instanceof ApiError ? error.problem['shortages'] : null;
  if (!Array.isArray(shortages)) return 0;
  const free = shortages.map((shortage) => (isRecord(shortage) ? Number(shortage['free']) : 0));
  return Math.max(0, Math.min(...free));
}
