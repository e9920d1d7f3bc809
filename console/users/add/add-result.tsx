import { Alert, List, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { nameOf } from '../../fields/name.ts';
import { AnchorLink } from '../../parts/links.tsx';
import { paths } from '../../paths.ts';
import { useMailContext } from '../../queries/mail.ts';
import { ResultHeading } from '../../ui/result-heading.tsx';
import type { Outcome } from './add-users-page.tsx';

/** If many are added at once, the first few are named; the list has them all. */
const NAMED = 5;

/** Who was added, and who was not and why. */
export function AddResult({ outcome: { added, refused } }: { outcome: Outcome }) {
  const { t } = useTranslation();
  const kept = useMailContext('invitations');
  const mail = added.every((user) => user.mail?.state === 'not_sent') ? { context: 'later' as const } : kept;
  const title = (said: string, isFirst: boolean) => (isFirst ? <ResultHeading>{said}</ResultHeading> : said);
  return (
    <div>
      {added.length > 0 && (
        <Alert
          color="green"
          role="group"
          title={title(t('users.new.added', { count: added.length, ...mail }), true)}
          mb="sm"
        >
          <Text size="sm">
            {added.slice(0, NAMED).map(nameOf).join(', ')}
            {added.length > NAMED && ` ${t('users.new.andMore', { count: added.length - NAMED })}`}
          </Text>
          <AnchorLink to={paths.pending} size="sm">
            {t('users.new.seePending')}
          </AnchorLink>
        </Alert>
      )}
      {refused.length > 0 && (
        <Alert
          color="yellow"
          role="group"
          title={title(t('users.new.refused', { count: refused.length }), added.length === 0)}
        >
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
