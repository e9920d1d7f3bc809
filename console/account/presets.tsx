import { Radio, SimpleGrid } from '@mantine/core';
import styles from './account.module.css';

export interface Preset<Name extends string> {
  value: Name;
  label: string;
  says: string;
  disabled?: boolean;
}

interface Props<Name extends string> {
  label: string;
  description: string;
  presets: readonly Preset<Name>[];
  value: Name | undefined;
  onChange: (name: Name) => void;
}

/** Choices to start from, each with a sentence. */
export function Presets<Name extends string>({ label, description, presets, value, onChange }: Props<Name>) {
  const choose = (chosen: string) => {
    const preset = presets.find((one) => one.value === chosen);
    if (preset) onChange(preset.value);
  };
  return (
    <Radio.Group label={label} description={description} value={value ?? ''} onChange={choose}>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs" mt="xs">
        {presets.map((preset) => (
          <Radio.Card
            key={preset.value}
            value={preset.value}
            disabled={preset.disabled ?? false}
            className={styles['preset'] ?? ''}
          >
            <Radio.Indicator aria-hidden />
            <span>
              <span className={styles['name']}>{preset.label}</span>
              <span className={styles['says']}>{preset.says}</span>
            </span>
          </Radio.Card>
        ))}
      </SimpleGrid>
    </Radio.Group>
  );
}
