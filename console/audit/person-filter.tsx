import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { PersonPicker } from '../fields/person-picker.tsx';
import { userQuery } from '../queries/users.ts';

/** The address has the person's id, so that the filter can be shared. */
export function PersonFilter({ id, onChange }: { id: string | undefined; onChange: (id: string) => void }) {
  const { t } = useTranslation();
  const { data } = useQuery({ ...userQuery(id ?? ''), enabled: id !== undefined });
  return (
    <PersonPicker
      key={data?.id}
      label={t('audit.person')}
      value={id && data ? data : null}
      onChange={(user) => onChange(user?.id ?? '')}
      w={320}
      maw="100%"
    />
  );
}
