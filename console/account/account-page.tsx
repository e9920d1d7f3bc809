import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ForPermission } from '../parts/states.tsx';
import { accountQuery } from '../queries/account.ts';
import { useMay } from '../session/session.ts';
import { ErrorPanel } from '../ui/feedback/error-panel.tsx';
import { Loading } from '../ui/loading.tsx';
import { Page } from '../ui/page.tsx';
import { AccountTabs } from './account-tabs.tsx';
import { SettingsSection } from './settings-section.tsx';
import { TransferSection } from './transfer-section.tsx';

export function AccountPage() {
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
  const { may } = useMay();
  const { data, error, isPending, refetch } = useQuery(accountQuery);
  const [round, setRound] = useState(0);
  const showTheirs = async () => {
    await refetch();
    setRound(round + 1);
  };
  if (isPending) return <Loading />;
  if (error) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  return (
    <>
      <SettingsSection key={round} account={data} onTheirs={() => void showTheirs()} />
      {may('ownership.transfer') && <TransferSection account={data} />}
    </>
  );
}
