import { Alert, Button, Group, Stack } from '@mantine/core';
import { IconKeyOff, IconLock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ApiKey } from '../../api/types.ts';
import { ButtonLink } from '../../parts/links.tsx';
import { paths } from '../../paths.ts';
import { apiKeysQuery } from '../../queries/api-keys.ts';
import { useMay } from '../../session/session.ts';
import { Empty } from '../../ui/empty.tsx';
import { ErrorPanel } from '../../ui/feedback/error-panel.tsx';
import { Loading } from '../../ui/loading.tsx';
import { SidePanel } from '../../ui/overlay/side-panel.tsx';
import { KeyFacts } from './key-facts.tsx';
import { KeyForm } from './key-form.tsx';
import { useWhyNot } from './key-state.tsx';
import { type RunKeyAction, useOffered } from './use-offered.ts';

interface Props {
  id: string | undefined;
  onClose: () => void;
  run: RunKeyAction;
}

/** One key beside the list: why it does not work, actions, facts and the form. */
export function KeyPanel({ id, onClose, run }: Props) {
  const { t } = useTranslation();
  const { data } = useQuery(apiKeysQuery);
  const name = id && data?.data.find((key) => key.id === id)?.name;
  return (
    <SidePanel
      opened={id !== undefined}
      onClose={onClose}
      title={<span style={{ overflowWrap: 'anywhere' }}>{name ?? t('apiKeys.panel.title')}</span>}
    >
      {id && <Content key={id} id={id} onClose={onClose} run={run} />}
    </SidePanel>
  );
}

function Content({ id, onClose, run }: Props & { id: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(apiKeysQuery);
  const { mayEdit } = useOffered();
  const why = useWhyNot();
  if (error && !data) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  const apiKey = data.data.find((key) => key.id === id);
  if (!apiKey) return <Gone id={id} />;
  const said = why(apiKey);
  return (
    <Stack gap="lg">
      {said && <Alert color="yellow">{said}</Alert>}
      <Actions apiKey={apiKey} run={run} />
      <KeyFacts apiKey={apiKey} all={!mayEdit(apiKey)} />
      {mayEdit(apiKey) ? (
        <KeyForm apiKey={apiKey} onSaved={onClose} />
      ) : (
        <Alert color="gray" role="note" icon={<IconLock aria-hidden />}>
          {t('apiKeys.lacks')}
        </Alert>
      )}
    </Stack>
  );
}

function Actions({ apiKey, run }: Pick<Props, 'run'> & { apiKey: ApiKey }) {
  const { t } = useTranslation();
  const { may } = useMay();
  const { offered } = useOffered();
  return (
    <Group gap="xs">
      {offered(apiKey).map((action) => (
        <Button
          key={action}
          size="xs"
          variant="default"
          onClick={() => run(action, apiKey)}
          {...(action === 'revoke' && { c: 'var(--mantine-color-error)' })}
        >
          {t(`apiKeys.action.${action}`)}
        </Button>
      ))}
      {may('audit.read') && (
        <ButtonLink to={paths.audit} search={{ actorId: apiKey.id }} size="xs" variant="default">
          {t('apiKeys.action.log')}
        </ButtonLink>
      )}
    </Group>
  );
}

/** A key that acted and was revoked since, or a wrong address. */
function Gone({ id }: { id: string }) {
  const { t } = useTranslation();
  const { may } = useMay();
  return (
    <Empty
      icon={<IconKeyOff aria-hidden />}
      title={t('apiKeys.panel.gone.title')}
      body={t('apiKeys.panel.gone.body')}
      action={
        may('audit.read') && (
          <ButtonLink to={paths.audit} search={{ actorId: id }}>
            {t('apiKeys.panel.gone.log')}
          </ButtonLink>
        )
      }
    />
  );
}
