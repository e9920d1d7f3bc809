import { SimpleGrid, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { AddOnsInput } from '../fields/add-ons-input.tsx';
import { GroupSelect, TypeSelect } from '../fields/fields.tsx';
import type { Settings } from './upload.ts';

interface Props {
  settings: Settings;
  onChange: (settings: Settings) => void;
}

/** Type, group and add-ons of every row that names none. */
export function RowSettings({ settings, onChange }: Props) {
  const { t } = useTranslation();
  const set = (change: Partial<Settings>) => onChange({ ...settings, ...change });
  return (
    <Stack>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TypeSelect
          showSeats
          clearable
          placeholder={t('csv.settings.noType')}
          value={settings.type}
          onChange={(type) => set({ type, addOns: [] })}
        />
        <GroupSelect
          clearable
          placeholder={t('csv.settings.noGroup')}
          value={settings.groupId}
          onChange={(groupId) => set({ groupId })}
        />
      </SimpleGrid>
      <AddOnsInput
        value={settings.addOns}
        onChange={(addOns) => set({ addOns })}
        {...(settings.type !== '' && { type: settings.type })}
      />
    </Stack>
  );
}
