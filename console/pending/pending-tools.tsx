import { Button, Group, SegmentedControl, Text } from '@mantine/core';
import { IconMailForward } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useChanges } from '../changes/changes-provider.tsx';
import { accountQuery } from '../queries/account.ts';
import { SearchBox } from '../ui/search-box.tsx';
import { useFormat } from '../ui/values.tsx';
import { FilterButton } from '../users/list/filter-bar.tsx';
import type { PendingAddress } from './use-pending-address.ts';

interface Props {
  address: PendingAddress;
  count: number | undefined;
}

/** Chooses which invitations to show, searches, filters, and resends all of them. */
export function PendingTools({ address, count = 0 }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { propose } = useChanges();
  const { data: account } = useQuery(accountQuery);
  const { status, filter, where, show, setSearch } = address;
  const kind = status === 'expired' ? 'renew' : 'resend';
  const label = (name: 'pending' | 'expired') =>
    account ? `${t(`pending.${name}`)} (${format.number(account.counts[name])})` : t(`pending.${name}`);
  const sendAll = () =>
    propose({ title: t(`pending.plan.${kind}`, { count }), select: { where }, do: { resend: true } });
  return (
    <>
      <Group justify="space-between" gap="sm">
        <Group gap="xs">
          <SegmentedControl
            aria-label={t('pending.show')}
            value={status}
            onChange={show}
            data={[
              { value: 'pending', label: label('pending') },
              { value: 'expired', label: label('expired') },
            ]}
          />
          <SearchBox value={filter.search ?? ''} onSearch={setSearch} label={t('users.search')} />
          <FilterButton address={address} />
        </Group>
        {count > 0 && (
          <Button variant="default" leftSection={<IconMailForward size={16} aria-hidden />} onClick={sendAll}>
            {t(`pending.all.${kind}`, { count })}
          </Button>
        )}
      </Group>
      <Text size="sm" c="dimmed">
        {t(`pending.hint.${status}`)}
      </Text>
    </>
  );
}
