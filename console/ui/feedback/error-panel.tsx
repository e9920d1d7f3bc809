import { Alert, Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { toFailure } from './failure.ts';

interface Props {
  error: unknown;
  title?: string;
  onRetry?: () => void;
}

/** The only way to show an error: the server's sentence, and the request id in its log. */
export function ErrorPanel({ error, title, onRetry }: Props) {
  const { t } = useTranslation();
  const failure = toFailure(error, t('ui.errors.unknown'));
  return (
    <Alert color="red" icon={<IconAlertTriangle aria-hidden />} title={title ?? t('ui.errorTitle')} role="alert">
      <Text size="sm">{failure.message}</Text>
      {failure.requestId && (
        <Text size="xs" mt={4} ff="monospace">
          {t('ui.requestId', { id: failure.requestId })}
        </Text>
      )}
      {onRetry && (
        <Group mt="sm">
          <Button size="xs" variant="default" onClick={onRetry}>
            {t('ui.tryAgain')}
          </Button>
        </Group>
      )}
    </Alert>
  );
}
