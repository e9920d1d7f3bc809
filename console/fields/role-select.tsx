import { useTranslation } from 'react-i18next';
import { useMay } from '../session/session.ts';
import { ROLES } from '../views/filter.ts';
import { Choose } from './fields.tsx';

/** The roles that the signed-in person may give. */
export function RoleSelect({ value, onChange }: { value: string; onChange: (role: string) => void }) {
  const { t } = useTranslation();
  const { mayGrant } = useMay();
  const roles = ROLES.filter((role) => mayGrant(role));
  return (
    <Choose
      label={t('words.field.role')}
      value={value}
      onChange={onChange}
      data={roles.map((role) => ({ value: role, label: t(`words.role.${role}`) }))}
      {...(value === 'admin' && { description: t('users.adminHint') })}
    />
  );
}
