import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { AnchorLink } from '../parts/links.tsx';
import { paths } from '../paths.ts';
import { safeNext } from '../session/safe-next.ts';
import { useEnter } from '../session/session.ts';
import { SignInForm } from '../session/sign-in-form.tsx';
import { CardPage } from '../ui/card-page.tsx';
import { signUpQuery } from './queries.ts';

const route = getRouteApi(paths.signIn);

export function SignInPage() {
  const { t } = useTranslation();
  const { next } = route.useSearch();
  const navigate = useNavigate();
  const enter = useEnter();
  const { data: signUp } = useQuery(signUpQuery);
  return (
    <CardPage
      brand={t('shell.product')}
      title={t('access.signIn.title')}
      footer={
        signUp?.open && (
          <>
            {t('access.signIn.noAccount')}{' '}
            <AnchorLink to={paths.signUp} underline="always">
              {t('access.signIn.signUp')}
            </AnchorLink>
          </>
        )
      }
    >
      <SignInForm
        onSignedIn={(session) => {
          enter(session);
          void navigate({ href: safeNext(next) });
        }}
      >
        <AnchorLink to={paths.forgotten} size="sm">
          {t('access.signIn.forgotten')}
        </AnchorLink>
      </SignInForm>
    </CardPage>
  );
}
