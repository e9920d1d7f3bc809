import { Alert, Stack } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Change } from '../api/change-types.ts';
import { hasCode } from '../api/error.ts';
import { MailQueueBar } from '../invitations/mail-queue-bar.tsx';
import { AnchorLink, ButtonLink } from '../parts/links.tsx';
import { ForPermission } from '../parts/states.tsx';
import { paths } from '../paths.ts';
import { ErrorPanel } from '../ui/feedback/error-panel.tsx';
import { Loading } from '../ui/loading.tsx';
import { Page } from '../ui/page.tsx';
import { isRunning } from './change.ts';
import { ChangeFacts } from './change-facts.tsx';
import { ChangeOutcome } from './change-outcome.tsx';
import { ChangeRows } from './change-rows.tsx';
import { GoneChange } from './gone-change.tsx';
import { OUTCOMES } from './queries.ts';
import { UndoButton } from './undo-button.tsx';
import { useRefreshAtEnd } from './use-refreshing.ts';
import { useWatchedChange } from './watch-change.ts';

const route = getRouteApi('/inside/changes/$id');

export function ChangePage() {
  const { id } = route.useParams();
  return (
    <ForPermission permission="users.read">
      <OneChange key={id} id={id} />
    </ForPermission>
  );
}

function OneChange({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data: change, error, refetch } = useWatchedChange(id);
  useRefreshAtEnd(change);
  const isGone = hasCode(error, 'not_found');
  return (
    <Stack gap="sm">
      <AnchorLink to={paths.changes} size="sm" w="fit-content">
        {t('changes.detail.back')}
      </AnchorLink>
      {change && <Shown change={change} />}
      {!change && isGone && <Gone />}
      {!change && error && !isGone && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {!change && !error && <Loading />}
    </Stack>
  );
}

function Gone() {
  const { t } = useTranslation();
  return (
    <Page title={t('changes.gone.title')}>
      <GoneChange action={<ButtonLink to={paths.changes}>{t('changes.gone.back')}</ButtonLink>} />
    </Page>
  );
}

function Shown({ change }: { change: Change }) {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const outcome = OUTCOMES.find((known) => known === search.outcome);
  const show = (next: string) => void navigate({ search: next === '' ? {} : { outcome: next }, resetScroll: false });
  return (
    <Page title={change.summary} actions={<UndoButton change={change} />}>
      {change.failure && (
        <Alert color="red" title={t('changes.detail.failed')}>
          {change.failure.detail}
        </Alert>
      )}
      <ChangeFacts change={change} />
      <ChangeOutcome change={change} />
      {change.state === 'applied' && (change.plan?.mails ?? 0) > 0 && <MailQueueBar />}
      {(change.state === 'planned' || (change.result && !isRunning(change))) && (
        <ChangeRows change={change} outcome={outcome} onOutcome={show} />
      )}
    </Page>
  );
}
