import type { SelectProps } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { userQuery } from '../queries/users.ts';
import { PersonPicker } from './person-picker.tsx';

interface Props extends Omit<SelectProps, 'value' | 'onChange' | 'data' | 'filter' | 'id'> {
  /** Empty for no manager. */
  id: string;
  onChange: (id: string) => void;
  except?: string;
}

/** Chooses a person by their id. */
export function ManagerPicker({ id, onChange, ...props }: Props) {
  const { data } = useQuery({ ...userQuery(id), enabled: id !== '' });
  return (
    <PersonPicker
      {...props}
      value={id === '' ? null : (data ?? null)}
      onChange={(person) => onChange(person?.id ?? '')}
    />
  );
}
