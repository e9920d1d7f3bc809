import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconLock, IconUserOff } from '@tabler/icons-react';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hasCode } from '../../api/error.ts';
import type { User } from '../../api/types.ts';
import { LookAlike } from '../../fields/look-alike.tsx';
import { nameOf } from '../../fields/name.ts';
import { userQuery } from '../../queries/users.ts';
import { useMay } from '../../session/session.ts';
import { Empty } from '../../ui/empty.tsx';
import { ErrorPanel } from '../../ui/feedback/error-panel.tsx';
import { initialsOf } from '../../ui/initials.ts';
import { Loading } from '../../ui/loading.tsx';
import { SidePanel } from '../../ui/overlay/side-panel.tsx';
import { PanelActions } from './panel-actions.tsx';
import { UserFacts } from './user-facts.tsx';
import { UserForm } from './user-form.tsx';
import { UserHistory } from './user-history.tsx';

interface Props {
  id: string | undefined;
  onClose: () => void;
}

/** One person beside the list: actions, facts, form and history. */
export function UserPanel({ id, onClose }: Props) {
  const { t } = useTranslation();
  const { data: user } = useQuery({ ...userQuery(id ?? ''), enabled: id !== undefined });
  const title = user && id !== undefined ? <Title user={user} /> : t('users.panel.title');
  return (
    <SidePanel opened={id !== undefined} onClose={onClose} title={title}>
      {id && <Content key={id} id={id} onSaved={onClose} />}
    </SidePanel>
  );
}

function Title({ user }: { user: User }) {
  const name = nameOf(user);
  return (
    <Group wrap="nowrap" gap="sm" className="muster-initials" {...initialsOf(name)}>
      <span style={{ overflowWrap: 'anywhere' }}>{name}</span>
    </Group>
  );
}

function Content({ id, onSaved }: { id: string; onSaved: () => void }) {
  const { data: user, error, refetch } = useQuery(userQuery(id));
  const { maySet, mayAccess } = useMay();
  const [round, setRound] = useState(0);
  const showTheirs = async () => {
    await refetch();
    setRound(round + 1);
  };
  if (hasCode(error, 'unknown_user')) return <Gone onBack={onSaved} />;
  if (error && !user) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (!user) return <Loading />;
  const mayEdit = user.status !== 'removed' && (maySet(user) || mayAccess(user));
  return (
    <Stack gap="lg">
      <Address user={user} />
      {!mayEdit && <ReadOnly user={user} />}
      <PanelActions user={user} />
      <UserFacts user={user} all={!mayEdit} />
      {mayEdit && <UserForm key={round} user={user} onSaved={onSaved} onTheirs={() => void showTheirs()} />}
      <UserHistory id={id} />
    </Stack>
  );
}

function Address({ user }: { user: User }) {
  if (nameOf(user) === user.email) return <LookAlike domain={user.emailDomain} />;
  return (
    <div>
      <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        {user.email}
      </Text>
      <LookAlike domain={user.emailDomain} />
    </div>
  );
}

/** A link to a person who was erased, or of another account. */
function Gone({ onBack }: { onBack: () => void }) {
  const { t } = useTranslation();
  return (
    <Empty
      icon={<IconUserOff aria-hidden />}
      title={t('users.panel.gone.title')}
      body={t('users.panel.gone.body')}
      action={<Button onClick={onBack}>{t('users.panel.gone.back')}</Button>}
    />
  );
}

/** Why there is no form. */
function ReadOnly({ user: { status, role } }: { user: User }) {
  const { t } = useTranslation();
  return (
    <Alert color="gray" role="note" icon={<IconLock aria-hidden />}>
      {t(`users.panel.readOnly.${status === 'removed' ? status : role}`)}
    </Alert>
  );
}
