import { Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ok } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import { ButtonLink } from '../parts/links.tsx';
import { paths } from '../paths.ts';
import { CardPage } from '../ui/card-page.tsx';
import { FormView } from '../ui/form/form-view.tsx';
import { useForm } from '../ui/form/use-form.ts';
import { LinkPage } from './link-page.tsx';
import { emailChangeQuery } from './queries.ts';

const route = getRouteApi(paths.emailChange);

export function EmailChangePage() {
  const { t } = useTranslation();
  const { token } = route.useParams();
  const [changedTo, setChangedTo] = useState('');
  const query = useQuery({ ...emailChangeQuery(token), enabled: changedTo === '' });
  if (changedTo) {
    return (
      <CardPage
        brand={t('shell.product')}
        title={t('access.emailChange.doneTitle')}
        body={t('access.emailChange.doneBody', { email: changedTo })}
      >
        <ButtonLink to={paths.home}>{t('access.emailChange.go')}</ButtonLink>
      </CardPage>
    );
  }
  const next = <ButtonLink to={paths.profile}>{t('access.emailChange.deadNext')}</ButtonLink>;
  return (
    <LinkPage
      query={query}
      title={t('access.emailChange.title')}
      dead={{ title: t('access.emailChange.deadTitle'), next }}
    >
      {({ email }) => <EmailChangeForm token={token} email={email} onChanged={setChangedTo} />}
    </LinkPage>
  );
}

function EmailChangeForm({
  token,
  email,
  onChanged,
}: {
  token: string;
  email: string;
  onChanged: (email: string) => void;
}) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const form = useForm({}, async () => {
    const changed = await ok(api.POST('/v1/email-changes/{token}', { params: { path: { token } } }));
    queryClient.removeQueries({ queryKey: keys.session });
    queryClient.removeQueries({ queryKey: keys.profile });
    onChanged(changed.email);
  });
  return (
    <FormView form={form} submit={t('access.emailChange.submit')} fullWidth>
      <Text c="dimmed">{t('access.emailChange.body', { email })}</Text>
    </FormView>
  );
}
