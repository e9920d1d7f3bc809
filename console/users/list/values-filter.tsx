import { Checkbox, Group, MultiSelect, Stack, TagsInput, Text } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { PlainField } from '../../api/generated/fields.ts';
import { useFormat } from '../../ui/values.tsx';
import type { ValueFilter } from '../../views/filter.ts';
import styles from '../users.module.css';
import { type FilterAddress, withoutField } from './filter-bar.tsx';
import { useFilterWords } from './filter-words.ts';

interface Choice {
  value: string;
  label: string;
  count?: number | undefined;
}

interface Props {
  field: ValueFilter;
  address: FilterAddress;
}

// Inside a panel a list must not extend outside of it, or choosing would close the panel.
const inside = {
  comboboxProps: { withinPortal: false },
  clearable: true,
  openOnFocus: false,
  classNames: { inputField: styles['typed'] ?? '' },
} as const;

/** The chosen values of a field, and whether they are those to leave out. */
function useValues({ field, address }: Props) {
  const { t } = useTranslation();
  const { filter, setFilter } = address;
  const empty = t('users.isEmpty');
  const values = [filter[field] ?? []].flat();
  const turned = [filter.not ?? []].flat();
  return {
    empty,
    /** An empty text has words of its own on the screen. */
    shown: values.map((value) => (value === '' ? empty : value)),
    choose: (chosen: string[]) => {
      const next = chosen.map((value) => (value === empty ? '' : value));
      setFilter(next.length === 0 ? withoutField(address, field) : { [field]: next });
    },
    not: values.length > 0 && (
      <Checkbox
        size="xs"
        label={t('users.noneOfThese')}
        checked={turned.some((name) => name === field)}
        onChange={({ currentTarget: { checked } }) =>
          setFilter({ not: checked ? [...turned, field] : turned.filter((name) => name !== field) })
        }
      />
    ),
  };
}

/** Several of a list of values, with how many people have them where that is kept. */
export function ValuesFilter({
  field,
  address,
  choices = [],
  mayBeEmpty = false,
  onTyped,
}: Props & { choices: Choice[] | undefined; mayBeEmpty?: boolean; onTyped?: (typed: string) => void }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const { fieldName, one } = useFilterWords(address.filter);
  const { empty, shown, choose, not } = useValues({ field, address });
  const others = shown.filter((value) => value !== empty && !choices.some((choice) => choice.value === value));
  const data = [
    ...choices,
    ...others.map((value) => ({ value, label: one(field, value) })),
    ...(mayBeEmpty ? [{ value: empty, label: empty }] : []),
  ];
  const countOf = (value: string) => choices.find((choice) => choice.value === value)?.count;
  return (
    <Stack gap={6}>
      <MultiSelect
        {...inside}
        label={fieldName(field)}
        placeholder={shown.length === 0 ? t('users.any') : ''}
        data={data.map(({ value, label }) => ({ value, label }))}
        value={shown}
        onChange={choose}
        searchable
        {...(onTyped && { onSearchChange: onTyped })}
        clearButtonProps={{ 'aria-label': t('users.clearChoice') }}
        nothingFoundMessage={t('users.nothingFound')}
        maxDropdownHeight={220}
        renderOption={({ option, checked }) => {
          const count = countOf(option.value);
          return (
            <Group justify="space-between" wrap="nowrap" w="100%">
              <Group gap={6} wrap="nowrap">
                {checked && <IconCheck size={14} aria-hidden />}
                <Text size="sm">{option.label}</Text>
              </Group>
              {count !== undefined && (
                <Text size="xs" c="dimmed">
                  {number(count)}
                </Text>
              )}
            </Group>
          );
        }}
      />
      {not}
    </Stack>
  );
}

/** Several texts that people typed. Each is the whole text of the field. */
export function TextsFilter({
  field,
  address,
  suggestions = [],
}: {
  field: PlainField;
  address: FilterAddress;
  suggestions?: string[];
}) {
  const { t } = useTranslation();
  const { fieldName } = useFilterWords(address.filter);
  const { empty, shown, choose, not } = useValues({ field, address });
  return (
    <Stack gap={6}>
      <TagsInput
        {...inside}
        label={fieldName(field)}
        placeholder={shown.length === 0 ? t('users.any') : ''}
        data={[...suggestions, empty]}
        value={shown}
        onChange={choose}
        splitChars={[]}
        acceptValueOnBlur
        clearButtonProps={{ 'aria-label': t('users.clearChoice') }}
        maxDropdownHeight={220}
      />
      {not}
    </Stack>
  );
}
