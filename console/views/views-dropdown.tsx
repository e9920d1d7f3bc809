import { Menu } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Confirm } from '../ui/feedback/confirm.tsx';
import { MenuAt } from '../ui/overlay/menu.tsx';
import type { Opening } from '../ui/overlay/opener.tsx';
import type { UsersAddress } from './use-users-address.ts';
import { useViews } from './use-views.ts';
import { ViewActions } from './view-actions.tsx';
import { RenameViewDialog, SaveViewDialog } from './view-dialog.tsx';
import { ViewList } from './view-list.tsx';
import styles from './views.module.css';

export type Asking = 'save' | 'rename' | 'delete';

/** The views to open, the actions on them, and their dialogs. */
export function ViewsDropdown({ at, address }: { at: Opening; address: UsersAddress }) {
  const { t } = useTranslation();
  const { remove } = useViews();
  const [asking, ask] = useState<Asking | null>(null);
  const { view, openView } = address;
  const close = () => ask(null);
  return (
    <>
      <MenuAt at={at} position="bottom-start" width={280}>
        <div className={styles['list']}>
          <ViewList present={view} onOpen={openView} />
        </div>
        <Menu.Divider />
        <ViewActions address={address} onAsk={ask} />
      </MenuAt>
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
