import { useQuery } from '@tanstack/react-query';
import { PersonPicker } from '../fields/person-picker.tsx';
import { userQuery } from '../queries/users.ts';

interface Props {
  label: string;
  id: string | undefined;
  onChange: (id: string) => void;
}

/** The address has the person's id, so that the filter can be shared. */
export function PersonFilter({ label, id, onChange }: Props) {
  const { data } = useQuery({ ...userQuery(id ?? ''), enabled: id !== undefined });
  return (
    <PersonPicker
      key={data?.id}
      label={label}
      value={id && data ? data : null}
      onChange={(user) => onChange(user?.id ?? '')}
      w={260}
      maw="100%"
    />
  );
}
