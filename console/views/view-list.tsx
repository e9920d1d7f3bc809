import { Menu, Text } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { View } from '../api/types.ts';
import { viewsQuery } from './queries.ts';

interface Props {
  present: View | undefined;
  onOpen: (id: string) => void;
}

/** The views to open: the person's own, then those that others share. */
export function ViewList({ present, onOpen }: Props) {
  const { t } = useTranslation();
  const { data } = useQuery(viewsQuery);
  const own = data?.data.filter(({ mine }) => mine) ?? [];
  const others = data?.data.filter(({ mine }) => !mine) ?? [];
  if (own.length + others.length === 0)
    return data ? (
      <Text size="sm" c="dimmed" px="sm" py="xs">
        {t('views.none')}
      </Text>
    ) : null;
  const item = (view: View) => <Entry key={view.id} view={view} isOpen={view.id === present?.id} onOpen={onOpen} />;
  return (
    <>
      {own.length > 0 && <Menu.Label>{t('views.own')}</Menu.Label>}
      {own.map(item)}
      {others.length > 0 && <Menu.Label>{t('views.others')}</Menu.Label>}
      {others.map(item)}
    </>
  );
}

function Entry({ view, isOpen, onOpen }: { view: View; isOpen: boolean; onOpen: Props['onOpen'] }) {
  const { t } = useTranslation();
  const maker = view.madeBy ? t('views.by', { name: view.madeBy.name }) : t('views.byErased');
  const beside = view.mine ? (view.shared ? t('views.shared') : null) : maker;
  return (
    <Menu.Item
      aria-current={isOpen || undefined}
      rightSection={isOpen && <IconCheck size={16} aria-hidden />}
      onClick={() => onOpen(view.id)}
    >
      {view.name}
      {beside && (
        <Text size="xs" c="dimmed" span ml={6}>
          {beside}
        </Text>
      )}
    </Menu.Item>
  );
}
