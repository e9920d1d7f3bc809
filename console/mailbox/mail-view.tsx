import { Anchor, Card, Group, List, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Mail } from '../api/types.ts';
import { AnchorLink } from '../parts/links.tsx';
import { paths } from '../paths.ts';
import { useFormat } from '../ui/values.tsx';
import styles from './mailbox.module.css';

export function MailView({ mail }: { mail: Mail }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Card withBorder>
      <Stack gap="md">
        <AnchorLink to={paths.mailbox} className={styles['back'] ?? ''}>
          {t('access.mailbox.back')}
        </AnchorLink>
        <div>
          <Title order={2} size="h4">
            {mail.subject}
          </Title>
          <Group gap="md" c="dimmed" fz="sm">
            <span>{t('access.mailbox.from', { from: mail.from })}</span>
            <span>{t('access.mailbox.to', { to: mail.to })}</span>
            <span>{format.dateTime(mail.sentAt)}</span>
          </Group>
        </div>
        <iframe
          className={styles['content']}
          title={t('access.mailbox.content', { subject: mail.subject })}
          sandbox="allow-popups allow-popups-to-escape-sandbox"
          srcDoc={`<base target="_blank">${mail.html}`}
        />
        <div>
          <Text fw={500} size="sm">
            {t('access.mailbox.links')}
          </Text>
          {mail.links.length === 0 && <Text size="sm">{t('access.mailbox.noLinks')}</Text>}
          <List size="sm">
            {mail.links.map((link) => (
              <List.Item key={link}>
                <Anchor href={link} className={styles['link'] ?? ''}>
                  {link}
                </Anchor>
              </List.Item>
            ))}
          </List>
        </div>
      </Stack>
    </Card>
  );
}
