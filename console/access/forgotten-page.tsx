import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ok } from '../api/client.ts';
import { AnchorLink, ButtonLink } from '../parts/links.tsx';
import { paths } from '../paths.ts';
import { useMailContext } from '../queries/mail.ts';
import { CardPage } from '../ui/card-page.tsx';
import { FormView } from '../ui/form/form-view.tsx';
import { useForm } from '../ui/form/use-form.ts';

export function ForgottenPage() {
  const { t } = useTranslation();
  const [sentTo, setSentTo] = useState('');
  const mail = useMailContext('signIn');
  const form = useForm({ email: '' }, async (body) => {
    await ok(api.POST('/v1/password-resets', { body }));
    setSentTo(body.email);
  });
  const brand = t('shell.product');
  const back = <AnchorLink to={paths.signIn}>{t('access.forgotten.back')}</AnchorLink>;
  if (sentTo) {
    return (
      <CardPage
        key="sent"
        brand={brand}
        title={t('access.forgotten.sentTitle')}
        body={t('access.forgotten.sentBody', { email: sentTo, ...mail })}
        footer={back}
      >
        {mail.context === 'mailbox' && <ButtonLink to={paths.mailbox}>{t('access.forgotten.mailbox')}</ButtonLink>}
        <Button variant="default" onClick={() => setSentTo('')}>
          {t('access.forgotten.again')}
        </Button>
      </CardPage>
    );
  }
  return (
    <CardPage
      key="ask"
      brand={brand}
      title={t('access.forgotten.title')}
      body={t('access.forgotten.body')}
      footer={back}
    >
      <FormView form={form} submit={t('access.forgotten.submit')} fullWidth>
        <TextInput
          {...form.field('email')}
          type="email"
          label={t('words.field.email')}
          autoComplete="username"
          autoFocus
          required
        />
      </FormView>
    </CardPage>
  );
}
