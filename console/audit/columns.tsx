import { Text } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditLine } from '../api/types.ts';
import { ActorName } from '../parts/actor.tsx';
import { AnchorLink } from '../parts/links.tsx';
import { paths } from '../paths.ts';
import type { Column } from '../ui/table/column.ts';
import { useFormat } from '../ui/values.tsx';

export function useAuditColumns(): Column<AuditLine>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        key: 'summary',
        title: t('audit.what'),
        render: ({ summary, changeId }) => (
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {changeId ? (
              <AnchorLink to={paths.change} params={{ id: changeId }} inherit>
                {summary}
              </AnchorLink>
            ) : (
              summary
            )}
          </Text>
        ),
      },
      { key: 'actor', title: t('audit.who'), render: ({ actor }) => <ActorName actor={actor} /> },
      {
        key: 'channel',
        title: t('audit.channel'),
        render: ({ channel }) => t(`words.channel.${channel}`, { defaultValue: channel }),
      },
      { key: 'at', title: t('audit.when'), render: ({ at }) => <At at={at} /> },
    ],
    [t],
  );
}

/** A log shows the exact time; hovering shows how long ago it was. */
function At({ at }: { at: string }) {
  const format = useFormat();
  return (
    <time dateTime={at} title={format.relative(at)} style={{ whiteSpace: 'nowrap' }}>
      {format.dateTime(at)}
    </time>
  );
}
