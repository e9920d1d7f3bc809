import { Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ok } from '../api/client.ts';
import type { Account, User } from '../api/types.ts';
import { nameOf } from '../fields/name.ts';
import { PersonPicker } from '../fields/person-picker.tsx';
import { atPassword } from '../session/at-password.ts';
import { useEnter } from '../session/session.ts';
import { toast } from '../ui/feedback/toast.tsx';
import { FormView } from '../ui/form/form-view.tsx';
import { Password } from '../ui/form/password-input.tsx';
import { useForm } from '../ui/form/use-form.ts';
import { Section } from '../ui/section.tsx';

/** The Owner hands the account over. This needs the password, because only the next Owner could give it back. */
export function TransferSection({ account }: { account: Account }) {
  const { t } = useTranslation();
  const enter = useEnter();
  const [next, setNext] = useState<User | null>(null);
  const form = useForm(
    { password: '' },
    async ({ password }) => {
      if (!next) return;
      enter(await ok(api.POST('/v1/account/transfer', { body: { userId: next.id, password } })));
      toast(t('account.transfer.done', { name: nameOf(next), account: account.name }));
    },
    atPassword('password'),
  );
  return (
    <Section title={t('account.transfer.title')} hint={t('account.transfer.hint', { account: account.name })}>
      <FormView form={form} submit={t('account.transfer.submit')} disabled={!next} danger>
        <PersonPicker
          label={t('account.transfer.to')}
          description={t('account.transfer.toHint')}
          value={next}
          onChange={setNext}
          filter={{ status: 'active' }}
          except={account.ownerId}
        />
        {next && <Text size="sm">{t('account.transfer.effect', { name: nameOf(next) })}</Text>}
        <Password {...form.field('password')} label={t('account.transfer.password')} autoComplete="current-password" />
      </FormView>
    </Section>
  );
}
