import { Button, Menu } from '@mantine/core';
import { IconBookmark, IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Confirm } from '../ui/confirm.tsx';
import type { UsersAddress } from '../users/use-users-address.ts';
import { useViews } from './use-views.ts';
import { ViewActions } from './view-actions.tsx';
import { RenameViewDialog, SaveViewDialog } from './view-dialog.tsx';
import { ViewList } from './view-list.tsx';
import styles from './views.module.css';

export type Asking = 'save' | 'rename' | 'delete';

/** Opens a saved view, and saves, shares and deletes them. Its button says which view one is in. */
export function ViewsMenu({ address }: { address: UsersAddress }) {
  const { t } = useTranslation();
  const { remove } = useViews();
  const [asking, ask] = useState<Asking | null>(null);
  const { view, isChanged, openView } = address;
  const name = view && (isChanged ? t('views.changed', { name: view.name }) : view.name);
  const close = () => ask(null);
  return (
    <>
      <Menu position="bottom-start" width={280}>
        <Menu.Target>
          <Button
            variant="default"
            px="sm"
            maw={280}
            leftSection={<IconBookmark size={16} aria-hidden />}
            rightSection={<IconChevronDown size={14} aria-hidden />}
            {...(name && { 'aria-label': `${t('views.button')}: ${name}` })}
          >
            {name ?? t('views.button')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <div className={styles['list']}>
            <ViewList present={view} onOpen={openView} />
          </div>
          <Menu.Divider />
          <ViewActions address={address} onAsk={ask} />
        </Menu.Dropdown>
      </Menu>
      {asking === 'save' && (
        <SaveViewDialog listing={address} onClose={close} onSaved={({ id }) => openView(id, true)} />
      )}
      {asking === 'rename' && view && <RenameViewDialog view={view} onClose={close} />}
      {view && (
        <Confirm
          opened={asking === 'delete'}
          onClose={close}
          title={t('views.deleteTitle', { name: view.name })}
          confirm={t('views.deleteConfirm')}
          danger
          onConfirm={async () => {
            await remove(view);
            openView(null, true);
          }}
        >
          {t(view.shared ? 'views.deleteShared' : 'views.deleteBody')}
        </Confirm>
      )}
    </>
  );
}
