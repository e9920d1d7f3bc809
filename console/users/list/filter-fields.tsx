import { SimpleGrid, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { plainFields } from '../../api/generated/fields.ts';
import { catalogQuery } from '../../fields/catalog.ts';
import { Choose, DepartmentFilter, GroupSelect, TypeSelect } from '../../fields/fields.tsx';
import { ManagerPicker } from '../../fields/manager-picker.tsx';
import type { Opening } from '../../ui/overlay/opener.tsx';
import { PanelAt } from '../../ui/overlay/panel.tsx';
import { ROLES } from '../../views/filter.ts';
import styles from '../users.module.css';
import type { FilterAddress } from './filter-bar.tsx';

// Inside a panel a list must not extend outside of it, or choosing would close the panel.
const inside = { comboboxProps: { withinPortal: false }, clearable: true } as const;

/** The fields of the filter. Each takes effect at once. */
export function FilterFields({ at, address: { filter, setFilter } }: { at: Opening; address: FilterAddress }) {
  const { t } = useTranslation();
  const { data: catalog } = useQuery(catalogQuery);
  return (
    <PanelAt at={at} width={520} label={t('users.filter')}>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md" verticalSpacing="sm" className={styles['filters'] ?? ''}>
        <TypeSelect {...inside} value={filter.type ?? ''} onChange={(type) => setFilter({ type })} />
        <Choose
          {...inside}
          label={t('words.field.role')}
          value={filter.role ?? ''}
          onChange={(role) => setFilter({ role })}
          data={ROLES.map((role) => ({ value: role, label: t(`words.role.${role}`) }))}
        />
        <GroupSelect {...inside} value={filter.groupId ?? ''} onChange={(groupId) => setFilter({ groupId })} />
        <DepartmentFilter
          {...inside}
          value={filter.department ?? ''}
          onChange={(department) => setFilter({ department })}
        />
        <Choose
          {...inside}
          label={t('users.addOn')}
          value={filter.addOn ?? ''}
          onChange={(addOn) => setFilter({ addOn })}
          data={catalog?.addOns.map(({ key, name }) => ({ value: key, label: name })) ?? []}
        />
        <ManagerPicker
          {...inside}
          label={t('words.field.manager')}
          id={filter.managerId ?? ''}
          onChange={(managerId) => setFilter({ managerId })}
        />
        {plainFields.map((field) => (
          <PlainFilter
            key={field}
            label={t(`words.field.${field}`)}
            value={filter[field] ?? ''}
            onChange={(text) => setFilter({ [field]: text })}
          />
        ))}
      </SimpleGrid>
    </PanelAt>
  );
}

/** The whole text of a field. It takes effect when typing ends. */
function PlainFilter({ label, value, onChange }: { label: string; value: string; onChange: (text: string) => void }) {
  const [typed, setTyped] = useState(value);
  const done = () => {
    if (typed.trim() !== value) onChange(typed.trim());
  };
  return (
    <TextInput
      label={label}
      value={typed}
      onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      onBlur={done}
      onKeyDown={({ key }) => key === 'Enter' && done()}
      autoComplete="off"
    />
  );
}
