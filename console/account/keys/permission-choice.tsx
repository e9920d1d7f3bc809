import { Checkbox, Fieldset, Input, Radio, SimpleGrid, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { KeyPermission } from '../../api/types.ts';
import { useMay } from '../../session/session.ts';
import styles from './keys.module.css';
import {
  PERMISSION_GROUPS,
  PERMISSIONS,
  PRESET_NAMES,
  PRESETS,
  presetOf,
  usePermissionWords,
  wordOf,
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
      <Radio.Group
        label={t('apiKeys.form.may')}
        description={t('apiKeys.form.mayHint')}
        value={presetOf(value) ?? ''}
        onChange={(next) => {
          const preset = PRESET_NAMES.find((name) => name === next);
          if (preset) choose(PRESETS[preset]);
        }}
      >
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs" mt="xs">
          {PRESET_NAMES.map((name) => (
            <Radio.Card key={name} value={name} disabled={!PRESETS[name].every(may)} className={styles['preset'] ?? ''}>
              <Radio.Indicator aria-hidden />
              <span>
                <span className={styles['name']}>{t(`apiKeys.form.preset.${name}`)}</span>
                <span className={styles['says']}>{t(`apiKeys.form.presetHint.${name}`)}</span>
              </span>
            </Radio.Card>
          ))}
        </SimpleGrid>
      </Radio.Group>
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
