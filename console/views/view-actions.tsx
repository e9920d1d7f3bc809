import { Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useRun } from '../parts/use-run.ts';
import type { UsersAddress } from './use-users-address.ts';
import { useViews } from './use-views.ts';
import type { Asking } from './views-dropdown.tsx';

interface Props {
  address: UsersAddress;
  onAsk: (what: Asking) => void;
}

/** The actions on what the list shows, and on the current view. */
export function ViewActions({ address, onAsk }: Props) {
  const { t } = useTranslation();
  const { change, copyLink } = useViews();
  const run = useRun();
  const { filter, sort, columns, view, isChanged, openView } = address;
  const save = () =>
    view &&
    run(async () => {
      await change(view, { filter, sort, columns: [...columns] }, 'saved');
      openView(view.id, true);
    });
  const share = () => view && run(() => change(view, { shared: !view.shared }, view.shared ? 'kept' : 'shared'));
  return (
    <>
      {view?.mine && isChanged && <Menu.Item onClick={save}>{t('views.save')}</Menu.Item>}
      {view && isChanged && <Menu.Item onClick={() => openView(view.id)}>{t('views.discard')}</Menu.Item>}
      <Menu.Item onClick={() => onAsk('save')}>{t(view ? 'views.saveAsNew' : 'views.saveAs')}</Menu.Item>
      <Menu.Item onClick={() => run(() => copyLink(address, isChanged ? undefined : view))}>
        {t('views.copyLink')}
      </Menu.Item>
      {view?.mine && (
        <>
          <Menu.Item onClick={() => onAsk('rename')}>{t('views.rename')}</Menu.Item>
          <Menu.Item onClick={share}>{t(view.shared ? 'views.keep' : 'views.share')}</Menu.Item>
        </>
      )}
      {view && <Menu.Item onClick={() => openView(null)}>{t('views.leave')}</Menu.Item>}
      {view?.mayDelete && (
        <Menu.Item c="var(--mantine-color-error)" onClick={() => onAsk('delete')}>
          {t('views.delete')}
        </Menu.Item>
      )}
    </>
  );
}
