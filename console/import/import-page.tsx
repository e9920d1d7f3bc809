import { Stack } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Change } from '../api/change-types.ts';
import { hasCode } from '../api/error.ts';
import { GoneChange } from '../changes/gone-change.tsx';
import { useChange } from '../changes/use-change.ts';
import { useRefreshAtEnd } from '../changes/use-refreshing.ts';
import { useWatchedChange } from '../changes/watch-change.ts';
import { AnchorLink, ButtonLink } from '../parts/links.tsx';
import { ForPermission } from '../parts/states.tsx';
import { paths } from '../paths.ts';
import { ErrorPanel } from '../ui/feedback/error-panel.tsx';
import { Loading } from '../ui/loading.tsx';
import { Page } from '../ui/page.tsx';
import { CheckStep } from './check-step.tsx';
import { ChooseStep } from './choose-step.tsx';
import { ImportResult } from './import-result.tsx';
import { ImportRunning } from './import-running.tsx';
import { Steps } from './steps.tsx';

const route = getRouteApi('/inside/users/import');

/** The address names the import, so people can leave and come back. */
export function ImportPage() {
  const { t } = useTranslation();
  const { change } = route.useSearch();
  return (
    <ForPermission permission="users.edit">
      <Stack gap="sm">
        <AnchorLink to={paths.users} size="sm" w="fit-content">
          {t('csv.back')}
        </AnchorLink>
        <Page title={t('csv.title')} description={t('csv.body')}>
          {change ? <OneImport key={change} id={change} /> : <NewImport />}
        </Page>
      </Stack>
    </ForPermission>
  );
}

function NewImport() {
  const navigate = route.useNavigate();
  const { know } = useChange();
  const goOn = (change: Change) => {
    know(change);
    void navigate({ search: { change: change.id } });
  };
  return (
    <>
      <Steps at={1} />
      <ChooseStep onPlanned={goOn} />
    </>
  );
}

function OneImport({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data: change, error, refetch } = useWatchedChange(id);
  useRefreshAtEnd(change);
  if (hasCode(error, 'not_found'))
    return <GoneChange action={<ButtonLink to={paths.importCsv}>{t('csv.result.another')}</ButtonLink>} />;
  if (!change) return error ? <ErrorPanel error={error} onRetry={() => void refetch()} /> : <Loading />;
  const checking = change.state === 'planning' || change.state === 'planned';
  return (
    <>
      <Steps at={checking ? 2 : 3} />
      <Stage change={change} />
    </>
  );
}

function Stage({ change }: { change: Change }) {
  const navigate = route.useNavigate();
  if (change.state === 'planned')
    return <CheckStep change={change} onDiscarded={() => void navigate({ search: {} })} />;
  if (change.state === 'planning' || change.state === 'applying') return <ImportRunning change={change} />;
  return <ImportResult change={change} />;
}
