import { Checkbox, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../ui/values.tsx';
import { catalogQuery, useNames } from './catalog.ts';
import { useSeats } from './fields.tsx';

interface Props {
  label?: string;
  value: string[];
  onChange: (value: string[]) => void;
  /** Add-ons that this type cannot hold cannot be chosen. If left out, any can. */
  type?: string;
  disabled?: boolean;
}

/** The add-ons of the catalog, each with its seats or the type it needs. */
export function AddOnsInput({ label, value, onChange, type, disabled = false }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = useQuery(catalogQuery);
  const { typeName } = useNames();
  const seatsOf = useSeats();
  if (data?.addOns.length === 0) return null;
  const said = (key: string, needs: string[], fits: boolean) => {
    const types = format.either(needs.map(typeName));
    if (!fits) return t('users.addOnNeeds', { types });
    const seats = seatsOf(key);
    const left = seats && t('users.seatsLeft', { count: seats.free });
    return type === undefined ? [t('users.addOnFor', { types }), left].filter(Boolean).join(' ') : left;
  };
  return (
    <Checkbox.Group label={label ?? t('words.field.addOns')} value={value} onChange={onChange}>
      <Stack gap="xs" mt={6}>
        {data?.addOns.map(({ key, name, needs }) => {
          const fits = type === undefined || needs.includes(type);
          return (
            <Checkbox
              key={key}
              value={key}
              label={name}
              description={said(key, needs, fits)}
              disabled={disabled || !fits}
            />
          );
        })}
      </Stack>
    </Checkbox.Group>
  );
}
