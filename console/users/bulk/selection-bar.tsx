import { ActionBar, Button, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { UserSelection } from '../../api/change-types.ts';
import type { UserFilter } from '../../api/types.ts';
import { useShortcuts } from '../../ui/shortcuts.ts';
import { type Picked, pickedCount, type Selection } from '../../ui/table/use-selection.ts';
import styles from '../users.module.css';

export interface SelectionBarProps {
  selection: Selection;
  /** What the list shows, for "select all that match". */
  filter: UserFilter;
  matching: number | undefined;
  loaded: number;
}

/** The number of selected people, a way to select all that match, and the actions on them. */
export function SelectionBar({
  selection,
  matching = 0,
  loaded,
  children,
}: Omit<SelectionBarProps, 'filter'> & { children: ReactNode }) {
  const { t } = useTranslation();
  const { picked } = selection;
  const count = pickedCount(picked, matching);
  const canWiden = picked.mode === 'some' && selection.allLoaded === 'all' && matching > loaded;
  const opened = !selection.isEmpty && count > 0;
  useShortcuts(opened ? [{ key: 'Escape', label: t('users.bulk.clear'), run: selection.clear }] : []);
  return (
    <>
      {opened && <div className={styles['room']} />}
      <ActionBar
        withinPortal={false}
        position={{ bottom: 20, left: 'var(--app-shell-navbar-offset, 0rem)', right: 0 }}
        zIndex={90}
        style={{ flexWrap: 'wrap', rowGap: 6 }}
        opened={opened}
        aria-label={t('ui.table.selection')}
        maw="calc(100vw - 1rem)"
      >
        <Text size="sm" fw={500} px="xs" role="status">
          {t('users.bulk.selected', { count })}
        </Text>
        {canWiden && (
          <Button size="xs" variant="subtle" onClick={selection.selectAllMatching}>
            {t('users.bulk.selectAll', { count: matching })}
          </Button>
        )}
        <ActionBar.Divider visibleFrom="sm" />
        {children}
        <ActionBar.CloseButton aria-label={t('users.bulk.clear')} onClick={selection.clear} />
      </ActionBar>
    </>
  );
}

/** The selected people, as a change takes them. */
export function selectOf(picked: Picked, filter: UserFilter): UserSelection {
  return picked.mode === 'some' ? { ids: [...picked.ids] } : { where: filter, except: [...picked.except] };
}
