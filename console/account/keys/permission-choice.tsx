import { Checkbox, Fieldset, Input, SimpleGrid, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { KeyPermission } from '../../api/types.ts';
import { wordOf } from '../../messages/word-of.ts';
import { useMay } from '../../session/session.ts';
import { Presets } from '../presets.tsx';
import {
  PERMISSION_GROUPS,
  PERMISSIONS,
  PRESET_NAMES,
  PRESETS,
  presetOfKey,
  usePermissionWords,
} from './permissions.ts';

interface Props {
  value: readonly KeyPermission[];
  onChange: (permissions: KeyPermission[]) => void;
  error: string | undefined;
}

/** What a key may do: a choice to start from, and each permission with a sentence. What the signed-in person may not do cannot be chosen. */
export function PermissionChoice({ value, onChange, error }: Props) {
  const { t } = useTranslation();
  const { may } = useMay();
  const said = error ?? (value.length === 0 ? t('apiKeys.form.needOne') : undefined);
  const choose = (names: readonly string[]) => onChange(PERMISSIONS.filter((one) => names.includes(one)));
  return (
    <Stack gap="sm">
      <Presets
        label={t('apiKeys.form.may')}
        description={t('apiKeys.form.mayHint')}
        presets={PRESET_NAMES.map((name) => ({
          value: name,
          label: t(`apiKeys.form.preset.${name}`),
          says: t(`apiKeys.form.presetHint.${name}`),
          disabled: !PRESETS[name].every(may),
        }))}
        value={presetOfKey(value)}
        onChange={(name) => choose(PRESETS[name])}
      />
      <Checkbox.Group value={[...value]} onChange={choose}>
        <SimpleGrid type="container" cols={{ base: 1, '36rem': 2 }} spacing="xs">
          {PERMISSION_GROUPS.map(({ key, permissions }) => (
            <Fieldset key={key} legend={t(`apiKeys.groups.${key}`)} px="sm" pt={4} pb="sm">
              <Stack gap="xs">
                {permissions.map((permission) => (
                  <Permission key={permission} permission={permission} />
                ))}
              </Stack>
            </Fieldset>
          ))}
        </SimpleGrid>
      </Checkbox.Group>
      <Text size="xs" c="dimmed" role="status">
        {t('apiKeys.form.chosen', { count: value.length, total: PERMISSIONS.length })}
      </Text>
      {said && <Input.Error role="alert">{said}</Input.Error>}
    </Stack>
  );
}

function Permission({ permission }: { permission: KeyPermission }) {
  const { t } = useTranslation();
  const { may } = useMay();
  const { nameOf } = usePermissionWords();
  const lacking = !may(permission);
  return (
    <Checkbox
      value={permission}
      label={nameOf(permission)}
      description={t(lacking ? 'apiKeys.form.lacking' : `apiKeys.may.${wordOf(permission)}.says`)}
      disabled={lacking}
    />
  );
}
