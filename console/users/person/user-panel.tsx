import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { User } from '../../api/types.ts';
import { LookAlike } from '../../fields/look-alike.tsx';
import { nameOf } from '../../fields/name.ts';
import { userQuery } from '../../queries/users.ts';
import { useMay } from '../../session/session.ts';
import { Confirm } from '../../ui/feedback/confirm.tsx';
import { ErrorPanel } from '../../ui/feedback/error-panel.tsx';
import { Loading } from '../../ui/loading.tsx';
import { SidePanel } from '../../ui/overlay/side-panel.tsx';
import { UserFacts } from './user-facts.tsx';
import { UserForm } from './user-form.tsx';
import { UserHistory } from './user-history.tsx';

interface Props {
  id: string | undefined;
  onClose: () => void;
}

/** One person beside the list: facts, form and history. An accidental close does not lose what was typed. */
export function UserPanel({ id, onClose }: Props) {
  const { t } = useTranslation();
  const dirty = useRef(false);
  const [asking, setAsking] = useState(false);
  const leave = () => {
    dirty.current = false;
    onClose();
  };
  const close = () => {
    if (asking) return;
    if (!dirty.current) leave();
    // If opened within the same press of Esc, the question would take it as its answer.
    else setTimeout(() => setAsking(true));
  };
  return (
    <>
      <SidePanel opened={id !== undefined} onClose={close} title={t('users.panel.title')}>
        {id && <Content key={id} id={id} onSaved={leave} onDirty={(now) => (dirty.current = now)} />}
      </SidePanel>
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('users.panel.discardTitle')}
        confirm={t('users.panel.discard')}
        danger
        onConfirm={async () => leave()}
      >
        {t('users.panel.discardBody')}
      </Confirm>
    </>
  );
}

interface ContentProps {
  id: string;
  onSaved: () => void;
  onDirty: (dirty: boolean) => void;
}

function Content({ id, onSaved, onDirty }: ContentProps) {
  const { data: user, error, refetch } = useQuery(userQuery(id));
  const { maySet, mayAccess } = useMay();
  if (error && !user) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (!user) return <Loading />;
  const mayEdit = maySet(user) || mayAccess(user);
  return (
    <Stack gap="lg">
      <Heading user={user} />
      <UserFacts user={user} all={user.status === 'removed' || !mayEdit} />
      {user.status !== 'removed' && mayEdit && <UserForm user={user} onSaved={onSaved} onDirty={onDirty} />}
      <UserHistory id={id} />
    </Stack>
  );
}

function Heading({ user }: { user: User }) {
  const name = nameOf(user);
  return (
    <div>
      <Text fw={600} size="lg" style={{ overflowWrap: 'anywhere' }}>
        {name}
      </Text>
      {name !== user.email && (
        <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {user.email}
        </Text>
      )}
      <LookAlike domain={user.emailDomain} />
    </div>
  );
}
