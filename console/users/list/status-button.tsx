import { Button } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { later } from '../../ui/later.tsx';
import { Opener } from '../../ui/overlay/opener.tsx';
import { statusOf } from '../../views/filter.ts';
import type { FilterAddress } from './filter-bar.tsx';

const StatusEntries = later(async () => (await import('./status-entries.tsx')).StatusEntries);

/** People of one status, or all: the most used filter, with one press less than the others. */
export function StatusButton({ address }: { address: FilterAddress }) {
  const { t } = useTranslation();
  const { filter } = address;
  const status = statusOf(filter);
  const others = filter.status === undefined ? t('users.everyone') : t('users.severalStatuses');
  const shown = status ? t(`users.status.${status}`) : others;
  return (
    <Opener
      opens="menu"
      button={
        <Button
          variant="default"
          px="sm"
          miw={132}
          justify="space-between"
          rightSection={<IconChevronDown size={14} aria-hidden />}
          aria-label={`${t('words.field.status')}: ${shown}`}
        >
          {shown}
        </Button>
      }
    >
      {(at) => <StatusEntries at={at} address={address} />}
    </Opener>
  );
}
