import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../api/error.ts';
import { CardPage } from '../ui/card-page.tsx';
import { ErrorPanel } from '../ui/feedback/error-panel.tsx';
import { Loading } from '../ui/loading.tsx';

interface Props<D> {
  query: UseQueryResult<D>;
  title: string;
  /** What to say, and what to do next, if the link is used, too old or wrong. */
  dead: { title: string; next: ReactNode };
  children: (about: D) => ReactNode;
}

/** The page of a mailed link: what the link is about, or why it no longer works and what to do next. */
export function LinkPage<D>({ query, title, dead, children }: Props<D>) {
  const { t } = useTranslation();
  const brand = t('shell.product');
  if (query.isPending) {
    return (
      <CardPage brand={brand} title={title}>
        <Loading />
      </CardPage>
    );
  }
  if (query.isSuccess) {
    return (
      <CardPage brand={brand} title={title}>
        {children(query.data)}
      </CardPage>
    );
  }
  const isDead = query.error instanceof ApiError && query.error.status >= 400 && query.error.status < 500;
  if (!isDead) {
    return (
      <CardPage brand={brand} title={title}>
        <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />
      </CardPage>
    );
  }
  return (
    <CardPage brand={brand} title={dead.title} body={query.error.message}>
      {dead.next}
    </CardPage>
  );
}
