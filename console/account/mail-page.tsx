import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ForPermission } from '../parts/states.tsx';
import { mailSettingsQuery } from '../queries/mail.ts';
import { ErrorPanel } from '../ui/feedback/error-panel.tsx';
import { Loading } from '../ui/loading.tsx';
import { Page } from '../ui/page.tsx';
import { AccountTabs } from './account-tabs.tsx';
import { MailAnswersSection } from './mail-answers-section.tsx';
import { MailDomainSection } from './mail-domain-section.tsx';
import { MailServerSection } from './mail-server-section.tsx';
import { MailTestSection } from './mail-test-section.tsx';

/** How the account's invitations and notices are mailed: the server, the sender, and whether it works. */
export function MailPage() {
  const { t } = useTranslation();
  return (
    <ForPermission permission="account.manage">
      <Page title={t('account.title')} width="narrow">
        <AccountTabs />
        <Sections />
      </Page>
    </ForPermission>
  );
}

function Sections() {
  const { data, error, isPending, refetch } = useQuery(mailSettingsQuery);
  if (isPending) return <Loading />;
  if (error) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  return (
    <>
      <MailServerSection settings={data} />
      <MailTestSection key={JSON.stringify(data)} settings={data} />
      <MailAnswersSection settings={data} />
      {data.server && <MailDomainSection key={data.sender.address} settings={data} />}
    </>
  );
}
