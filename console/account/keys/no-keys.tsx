import { Button, Stack, Text } from '@mantine/core';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Empty } from '../../ui/empty.tsx';
import { CodeLine } from '../code-line.tsx';

/** What keys are for, with a request to copy. */
export function NoKeys({ onMake }: { onMake: () => void }) {
  const { t } = useTranslation();
  return (
    <Empty
      icon={<IconKey aria-hidden />}
      title={t('apiKeys.none.title')}
      body={
        <Stack gap="sm" maw={640}>
          <Text size="sm">{t('apiKeys.none.body')}</Text>
          <CodeLine
            text={`curl -H "Authorization: Bearer $MUSTER_API_KEY" ${window.location.origin}/v1/users`}
            label={t('apiKeys.none.line')}
            copy={t('apiKeys.none.copy')}
          />
        </Stack>
      }
      action={
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={onMake}>
          {t('apiKeys.make')}
        </Button>
      }
    />
  );
}

/** Nothing matches the search and the filter. */
export function NoMatch({ onClear }: { onClear: () => void }) {
  const { t } = useTranslation();
  return (
    <Empty
      icon={<IconKey aria-hidden />}
      title={t('apiKeys.noMatch.title')}
      body={t('apiKeys.noMatch.body')}
      action={
        <Button variant="default" onClick={onClear}>
          {t('apiKeys.noMatch.clear')}
        </Button>
      }
    />
  );
}
