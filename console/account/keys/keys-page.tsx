import { Anchor, Button, Group } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiKey } from '../../api/types.ts';
import { Choose } from '../../fields/fields.tsx';
import { ForPermission } from '../../parts/states.tsx';
import { apiKeysQuery } from '../../queries/api-keys.ts';
import { Page } from '../../ui/page.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { useShortcuts } from '../../ui/shortcuts.ts';
import { DataTable } from '../../ui/table/table.tsx';
import { AccountTabs } from '../account-tabs.tsx';
import { useKeyColumns } from './columns.tsx';
import { KeyMenu } from './key-menu.tsx';
import { KeyPanel } from './key-panel.tsx';
import { listKeys, STATES, withoutSecrets } from './list-keys.ts';
import { MakeKey } from './make-key.tsx';
import { NoKeys, NoMatch } from './no-keys.tsx';
import { useKeyDialogs } from './use-key-dialogs.tsx';

const route = getRouteApi('/inside/account/api-keys');

export function KeysPage() {
  return (
    <ForPermission permission="api_keys.manage">
      <Keys />
    </ForPermission>
  );
}

function Keys() {
  const { t } = useTranslation();
  const [making, setMaking] = useState(false);
  const make = () => setMaking(true);
  useShortcuts([{ key: 'a', label: t('apiKeys.make'), run: make }]);
  return (
    <Page
      title={t('account.title')}
      actions={
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={make}>
          {t('apiKeys.make')}
        </Button>
      }
    >
      <AccountTabs />
      <div className="muster-lead">
        {t('apiKeys.body')}{' '}
        <Anchor href="/docs" target="_blank" inherit underline="always" display="inline-block">
          {t('apiKeys.docs')}
        </Anchor>
      </div>
      <KeyList onMake={make} />
      {making && <MakeKey onClose={() => setMaking(false)} />}
    </Page>
  );
}

function KeyList({ onMake }: { onMake: () => void }) {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useQuery(apiKeysQuery);
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { run, dialogs } = useKeyDialogs();
  const columns = useKeyColumns(run);
  const all = data?.data;
  const { search: typed, state, sort } = search;
  const rows = useMemo(
    () => listKeys(all ?? [], { ...(typed && { search: typed }), ...(state && { state }), ...(sort && { sort }) }),
    [all, typed, state, sort],
  );
  const set = useCallback(
    (change: Record<string, string>) =>
      void navigate({ search: (present) => ({ ...present, ...change }), resetScroll: false }),
    [navigate],
  );
  const open = useCallback(({ id }: ApiKey) => set({ key: id }), [set]);
  const actions = useCallback((key: ApiKey) => <KeyMenu apiKey={key} onOpen={open} run={run} />, [open, run]);
  const isEmpty = all?.length === 0;
  return (
    <>
      {all && !isEmpty && (
        <Group gap="sm">
          <SearchBox
            value={typed ?? ''}
            onSearch={(next) => set({ search: withoutSecrets(next) })}
            label={t('apiKeys.search')}
          />
          <Choose
            aria-label={t('apiKeys.filter')}
            placeholder={t('apiKeys.anyState')}
            clearable
            w={160}
            value={STATES.find((known) => known === state) ?? ''}
            onChange={(next) => set({ state: next })}
            data={STATES.map((value) => ({ value, label: t(`apiKeys.state.${value}`) }))}
          />
        </Group>
      )}
      <DataTable
        label={t('apiKeys.title')}
        rows={rows}
        columns={columns}
        rowName={({ name }) => name}
        loading={isPending}
        error={error}
        onRetry={() => void refetch()}
        empty={isEmpty ? <NoKeys onMake={onMake} /> : <NoMatch onClear={() => set({ search: '', state: '' })} />}
        sort={sort ?? ''}
        onSort={(next) => set({ sort: next })}
        onOpen={open}
        actions={actions}
      />
      <KeyPanel id={search.key} onClose={() => set({ key: '' })} run={run} />
      {dialogs}
    </>
  );
}
