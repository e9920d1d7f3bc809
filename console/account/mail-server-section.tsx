import { Button, Group, NumberInput, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { MailSettings } from '../api/types.ts';
import { Choose } from '../fields/fields.tsx';
import { AnchorLink } from '../parts/links.tsx';
import { useBusyRun } from '../parts/use-run.ts';
import { paths } from '../paths.ts';
import { FormView } from '../ui/form/form-view.tsx';
import { Password } from '../ui/form/password-input.tsx';
import { useForm } from '../ui/form/use-form.ts';
import { Section } from '../ui/section.tsx';
import { Facts } from '../ui/table/facts.tsx';
import { useSaveMail } from './use-save-mail.ts';

const SECURITIES = ['starttls', 'tls', 'none'] as const;
const USUAL_PORT: Record<string, string> = { starttls: '587', tls: '465', none: '25' };

/** The server that takes the mail, and the sender. What the operator has set is only shown. */
export function MailServerSection({ settings }: { settings: MailSettings }) {
  const { t } = useTranslation();
  const { server, fixed, sender } = settings;
  if (!fixed.server) return <OwnServer key={JSON.stringify([server, sender])} settings={settings} />;
  return (
    <Section title={t('mail.server.title')} hint={t('mail.server.fixed')}>
      <Facts
        facts={[
          { label: t('mail.server.server'), value: server && `${server.host}:${server.port}` },
          {
            label: t('mail.server.sender'),
            value: sender.name ? `${sender.name} <${sender.address}>` : sender.address,
          },
        ]}
      />
    </Section>
  );
}

function OwnServer({ settings: { server, sender, fixed } }: { settings: MailSettings }) {
  const { t } = useTranslation();
  const save = useSaveMail();
  const form = useForm(
    {
      host: server?.host ?? '',
      port: String(server?.port ?? USUAL_PORT['starttls']),
      security: String(server?.security ?? 'starttls'),
      username: server?.username ?? '',
      password: '',
      senderName: server ? sender.name : '',
      senderAddress: server ? sender.address : '',
    },
    ({ host, port, security, username, password, senderName, senderAddress }) =>
      save({
        server: {
          host: host.trim(),
          port: Number(port),
          security: SECURITIES.find((known) => known === security) ?? 'starttls',
          username: username.trim() || null,
          ...(password && { password }),
        },
        ...(!fixed.sender && { sender: { name: senderName.trim(), address: senderAddress.trim() } }),
      }),
    {
      mail_server_refused: 'host',
      mail_sender_needed: 'senderAddress',
      mail_password_needed: 'password',
      email_invalid: 'senderAddress',
    },
  );
  const chooseSecurity = (security: string) => {
    const isUsual = Object.values(USUAL_PORT).includes(form.values.port);
    form.set({ security, ...(isUsual && { port: USUAL_PORT[security] ?? form.values.port }) });
  };
  return (
    <Section title={t('mail.server.title')} hint={t(server ? 'mail.server.own' : 'mail.server.none')}>
      {!server && (
        <AnchorLink to={paths.mailbox} size="sm">
          {t('shell.unsent.mailbox')}
        </AnchorLink>
      )}
      <FormView form={form} submit={t('ui.save')} actions={server && <RemoveServer />}>
        <Group align="flex-start" gap="md">
          <TextInput
            {...form.field('host')}
            label={t('mail.server.host')}
            placeholder="smtp.example.com"
            autoComplete="off"
            flex="1 1 14rem"
            required
          />
          <NumberInput
            label={t('mail.server.port')}
            name="port"
            value={form.values.port}
            onChange={(port) => form.set({ port: String(port) })}
            error={form.field('port').error}
            min={1}
            max={65_535}
            allowDecimal={false}
            hideControls
            w={110}
            required
          />
        </Group>
        <Choose
          label={t('mail.server.security')}
          value={form.values.security}
          onChange={chooseSecurity}
          data={SECURITIES.map((value) => ({ value, label: t(`mail.server.securities.${value}`) }))}
        />
        <Group align="flex-start" grow preventGrowOverflow={false}>
          <TextInput {...form.field('username')} label={t('mail.server.username')} autoComplete="off" />
          <Password
            {...form.field('password')}
            label={t('mail.server.password')}
            {...(server?.username && {
              description: t('mail.server.passwordKept'),
              inputWrapperOrder: ['label', 'input', 'description', 'error'],
            })}
            autoComplete="new-password"
            required={false}
          />
        </Group>
        {fixed.sender ? (
          <Text size="sm">{t('mail.server.senderFixed', { sender: sender.address })}</Text>
        ) : (
          <Group align="flex-start" grow preventGrowOverflow={false}>
            <TextInput
              {...form.field('senderName')}
              label={t('mail.server.senderName')}
              autoComplete="off"
              maxLength={100}
            />
            <TextInput
              {...form.field('senderAddress')}
              type="email"
              label={t('mail.server.senderAddress')}
              autoComplete="off"
              required
            />
          </Group>
        )}
      </FormView>
    </Section>
  );
}

function RemoveServer() {
  const { t } = useTranslation();
  const save = useSaveMail();
  const [busy, run] = useBusyRun();
  return (
    <Button variant="default" loading={busy} onClick={() => run(() => save({ server: null }))}>
      {t('mail.server.remove')}
    </Button>
  );
}
