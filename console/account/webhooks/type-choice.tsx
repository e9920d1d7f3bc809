import { Button, Checkbox, Collapse, Group, Input, SimpleGrid, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown } from '@tabler/icons-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Presets } from '../presets.tsx';
import {
  EVENT_TYPES,
  type EventType,
  FEATURES,
  type Feature,
  PRESET_NAMES,
  PRESETS,
  presetOfWebhook,
  useTypeWords,
} from './event-types.ts';
import styles from './webhooks.module.css';

interface Props {
  value: readonly EventType[];
  onChange: (types: EventType[]) => void;
}

/** What a webhook brings: a choice to start from, then all of a feature or single types. */
export function TypeChoice({ value, onChange }: Props) {
  const { t } = useTranslation();
  const choose = (types: readonly EventType[]) => onChange(EVENT_TYPES.filter((type) => types.includes(type)));
  return (
    <Stack gap="sm">
      <Presets
        label={t('webhooks.form.brings')}
        description={t('webhooks.form.bringsHint')}
        presets={PRESET_NAMES.map((name) => ({
          value: name,
          label: t(`webhooks.form.preset.${name}`),
          says: t(`webhooks.form.presetHint.${name}`),
        }))}
        value={presetOfWebhook(value)}
        onChange={(name) => choose(PRESETS[name])}
      />
      <div className={styles['features']}>
        {FEATURES.map((feature) => (
          <FeatureChoice key={feature.key} feature={feature} value={value} onChange={choose} />
        ))}
      </div>
      <Text size="xs" c="dimmed" role="status">
        {t('webhooks.form.chosen', { count: value.length, total: EVENT_TYPES.length })}
      </Text>
      {value.length === 0 && <Input.Error role="alert">{t('webhooks.form.needOne')}</Input.Error>}
    </Stack>
  );
}

function FeatureChoice({ feature, value, onChange }: Props & { feature: Feature }) {
  const { t } = useTranslation();
  const { nameOf } = useTypeWords();
  const [opened, { toggle }] = useDisclosure();
  const id = useId();
  const types: readonly EventType[] = feature.types;
  const chosen = types.filter((type) => value.includes(type));
  const others = value.filter((type) => !types.includes(type));
  const name = t(`webhooks.features.${feature.key}`);
  const isAll = chosen.length === types.length;
  return (
    <div className={styles['feature']}>
      <Group justify="space-between" align="flex-start" gap="xs" wrap="nowrap">
        <Checkbox
          label={name}
          description={t(`webhooks.featureSays.${feature.key}`)}
          checked={isAll}
          indeterminate={chosen.length > 0 && !isAll}
          onChange={() => onChange(isAll ? others : [...others, ...types])}
        />
        {types.length > 1 && (
          <Button
            size="compact-xs"
            variant="subtle"
            aria-expanded={opened}
            aria-controls={id}
            aria-label={t('webhooks.form.single', { feature: name, count: chosen.length, total: types.length })}
            rightSection={<IconChevronDown size={14} aria-hidden className={styles['turns'] ?? ''} />}
            onClick={toggle}
          >
            {t('webhooks.form.some', { count: chosen.length, total: types.length })}
          </Button>
        )}
      </Group>
      <Collapse expanded={opened} id={id}>
        <Checkbox.Group
          aria-label={name}
          value={chosen}
          onChange={(names) => onChange([...others, ...types.filter((type) => names.includes(type))])}
        >
          <SimpleGrid type="container" cols={{ base: 1, '30rem': 2 }} spacing="xs" pt="sm" pl={30}>
            {types.map((type) => (
              <Checkbox key={type} size="xs" value={type} label={nameOf(type)} description={type} />
            ))}
          </SimpleGrid>
        </Checkbox.Group>
      </Collapse>
    </div>
  );
}
