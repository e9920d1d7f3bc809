import '../ui/theme/styles.ts';
import { Container } from '@mantine/core';
import { IconMail } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Mail } from '../api/types.ts';
import { AnchorLink } from '../parts/links.tsx';
import { paths } from '../paths.ts';
import { Empty } from '../ui/empty.tsx';
import { ErrorPanel } from '../ui/feedback/error-panel.tsx';
import { Loading } from '../ui/loading.tsx';
import { Page } from '../ui/page.tsx';
import { More, type MoreProps } from '../ui/table/more.tsx';
import { MailList } from './mail-list.tsx';
import { MailView } from './mail-view.tsx';
import styles from './mailbox.module.css';
import { isGone, mailboxQuery } from './queries.ts';

const route = getRouteApi(paths.mailbox);

/** Shows the stored mails while no mail server is configured. */
export function MailboxPage() {
  const { t } = useTranslation();
  const query = useInfiniteQuery(mailboxQuery);
  const gone = isGone(query.error);
  const more = { has: query.hasNextPage, busy: query.isFetchingNextPage, load: () => void query.fetchNextPage() };
  return (
    <Container component="main" size={1200} py="xl">
      <AnchorLink to={paths.home} size="sm" display="inline-block" mb="sm">
        {t('access.mailbox.leave')}
      </AnchorLink>
      <Page title={t('access.mailbox.title')} description={t('access.mailbox.body')}>
        {query.isPending && <Loading />}
        {gone && <Empty title={t('access.mailbox.goneTitle')} body={t('access.mailbox.goneBody')} />}
        {query.isError && !gone && <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />}
        {query.data && <Mails mails={query.data.pages.flatMap(({ data }) => data)} more={more} />}
      </Page>
    </Container>
  );
}

function Mails({ mails, more }: { mails: Mail[]; more: MoreProps }) {
  const { t } = useTranslation();
  const { mail: chosen } = route.useSearch();
  const [read, setRead] = useState<Mail>();
  const found = mails.find(({ id }) => id === chosen);
  if (found && found.id !== read?.id) setRead(found);
  // It stays open, although newer mails push it off the page that is refetched.
  const mail = found ?? (read?.id === chosen ? read : undefined);
  if (mails.length === 0) {
    return (
      <Empty
        icon={<IconMail aria-hidden />}
        title={t('access.mailbox.emptyTitle')}
        body={t('access.mailbox.emptyBody')}
      />
    );
  }
  return (
    <div className={styles['mailbox']} data-reading={mail !== undefined || undefined}>
      <div className={styles['list']}>
        <MailList mails={mails} chosen={chosen} />
        <More {...more} count={mails.length} />
      </div>
      <div className={styles['mail']}>
        {mail ? <MailView mail={mail} /> : <Empty title={t('access.mailbox.choose')} />}
      </div>
    </div>
  );
}
