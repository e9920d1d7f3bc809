import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Profile } from '../api/types.ts';
import { RoleBadge, TypeBadge } from '../fields/badges.tsx';
import { useNames } from '../fields/catalog.ts';
import { useSession } from '../session/session.ts';
import { ErrorPanel } from '../ui/feedback/error-panel.tsx';
import { Loading } from '../ui/loading.tsx';
import { Page } from '../ui/page.tsx';
import { Section } from '../ui/section.tsx';
import { Facts } from '../ui/table/facts.tsx';
import { useFormat } from '../ui/values.tsx';
import { EmailSection } from './email-section.tsx';
import { NameSection } from './name-section.tsx';
import { PasswordSection } from './password-section.tsx';
import { profileQuery } from './queries.ts';
import { SessionsSection } from './sessions-section.tsx';

/** The signed-in person's own page, which all roles have. */
export function ProfilePage() {
  const { t } = useTranslation();
  const { data, error, refetch, isPending } = useQuery(profileQuery);
  return (
    <Page title={t('profile.title')} width="narrow">
      {isPending && <Loading />}
      {error && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {data && (
        <>
          <NameSection profile={data} />
          <PlaceSection profile={data} />
          <EmailSection profile={data} />
          <PasswordSection email={data.email} />
          <SessionsSection />
        </>
      )}
    </Page>
  );
}

function PlaceSection({ profile }: { profile: Profile }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { account } = useSession();
  const { addOnName } = useNames();
  const addOns = profile.addOns.map(addOnName);
  return (
    <Section title={t('profile.place.title', { account: account.name })} hint={t('profile.place.hint')}>
      <Facts
        facts={[
          { label: t('words.field.role'), value: <RoleBadge role={profile.role} /> },
          { label: t('words.field.type'), value: <TypeBadge type={profile.type} /> },
          { label: t('words.field.addOns'), value: format.list(addOns) || t('profile.place.noAddOns') },
          { label: t('words.field.group'), value: profile.group.name },
          { label: t('words.field.department'), value: profile.department || t('profile.place.noDepartment') },
        ]}
      />
    </Section>
  );
}
