import { Alert, List, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { nameOf } from '../../fields/name.ts';
import { AnchorLink } from '../../parts/links.tsx';
import { paths } from '../../paths.ts';
import { useMailContext } from '../../queries/mail.ts';
import type { Outcome } from './add-users-page.tsx';

/** If many are added at once, the first few are named; the list has them all. */
const NAMED = 5;

/** Who was added, and who was not and why. */
export function AddResult({ outcome: { added, refused } }: { outcome: Outcome }) {
  const { t } = useTranslation();
  const kept = useMailContext('invitations');
  const mail = added.every((user) => user.mail?.state === 'not_sent') ? { context: 'later' as const } : kept;
  return (
    <div role="status">
      {added.length > 0 && (
        <Alert color="green" title={t('users.new.added', { count: added.length, ...mail })} mb="sm">
          <Text size="sm">
            {added.slice(0, NAMED).map(nameOf).join(', ')}
            {added.length > NAMED && ` ${t('users.new.andMore', { count: added.length - NAMED })}`}
          </Text>
          <AnchorLink to={paths.users} search={{ status: ['pending'] }} size="sm">
            {t('users.new.seePending')}
          </AnchorLink>
        </Alert>
      )}
      {refused.length > 0 && (
        <Alert color="yellow" title={t('users.new.refused', { count: refused.length })}>
          <List size="sm">
            {refused.map(({ email, detail }) => (
              <List.Item key={email}>
                <b>{email}</b>: {detail}
              </List.Item>
            ))}
          </List>
        </Alert>
      )}
    </div>
  );
}
