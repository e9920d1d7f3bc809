import { Alert, Code, List, Text } from '@mantine/core';
import { IconKeyOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { StoppedApiKey } from '../api/types.ts';
import { paths } from '../paths.ts';
import { useMay } from '../session/session.ts';
import { AnchorLink } from './links.tsx';

const NAMED_MAX = 8;

interface Props {
  keys: readonly StoppedApiKey[] | undefined;
  /** The change was made. */
  done?: boolean;
}

/** The API keys that stop because of what becomes of their makers. */
export function StoppedKeys({ keys = [], done = false }: Props) {
  const { t } = useTranslation();
  const { may } = useMay();
  const count = keys.length;
  if (count === 0) return null;
  const others = count - NAMED_MAX;
  return (
    <Alert
      color="yellow"
      icon={<IconKeyOff aria-hidden />}
      title={t(done ? 'apiKeys.stops.done' : 'apiKeys.stops.title', { count })}
    >
      <List size="sm" spacing={2} mb={6}>
        {keys.slice(0, NAMED_MAX).map(({ id, name, prefix }) => (
          <List.Item key={id} style={{ overflowWrap: 'anywhere' }}>
            {may('api_keys.manage') ? (
              <AnchorLink
                to={paths.apiKeys}
                search={{ key: id }}
                inherit
                underline="always"
                {...(!done && { target: '_blank' })}
              >
                {name}
              </AnchorLink>
            ) : (
              name
            )}{' '}
            <Code>{prefix}…</Code>
          </List.Item>
        ))}
        {others > 0 && <List.Item>{t('apiKeys.stops.more', { count: others })}</List.Item>}
      </List>
      <Text size="sm">{t(done ? 'apiKeys.stops.doneBody' : 'apiKeys.stops.body', { count })}</Text>
    </Alert>
  );
}
