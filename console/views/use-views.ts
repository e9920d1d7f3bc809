import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, ok } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import type { View } from '../api/types.ts';
import { stringifySearch } from '../parts/search.ts';
import { paths } from '../paths.ts';
import { copyText } from '../ui/copy-text.ts';
import { toast } from '../ui/feedback/toast.tsx';
import { type Listing, searchOf } from './listing.ts';

type Change = Partial<Pick<View, 'name' | 'filter' | 'sort' | 'columns' | 'shared'>>;

/** The actions on saved views. Each reports what it has done. */
export function useViews() {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const know = (view: View): View => {
    queryClient.setQueryData(keys.view(view.id), view);
    void queryClient.invalidateQueries({ queryKey: keys.viewList });
    return view;
  };
  return {
    create: async (name: string, { filter, sort, columns }: Listing, shared: boolean): Promise<View> => {
      const body = { name, filter, sort, columns: [...(columns ?? [])], shared };
      const view = know(await ok(api.POST('/v1/views', { body })));
      toast(t('views.done.saved', { name: view.name }));
      return view;
    },
    change: async ({ id }: View, change: Change, done: 'saved' | 'renamed' | 'shared' | 'kept'): Promise<void> => {
      const view = know(await ok(api.PATCH('/v1/views/{id}', { params: { path: { id } }, body: change })));
      toast(t(`views.done.${done}`, { name: view.name }));
    },
    remove: async ({ id, name }: View): Promise<void> => {
      await ok(api.DELETE('/v1/views/{id}', { params: { path: { id } } }));
      void queryClient.invalidateQueries({ queryKey: keys.viewList });
      toast(t('views.done.deleted', { name }));
    },
    /** For a shared view as saved, a link that follows later changes of the view; otherwise a link with the whole listing. */
    copyLink: async (listing: Listing, view: View | undefined): Promise<void> => {
      const search = view?.shared ? { view: view.id } : searchOf(listing);
      const link = `${window.location.origin}${paths.users}${stringifySearch(search)}`;
      toast((await copyText(link)) ? t('views.done.copied') : t('views.done.toCopy', { link }));
    },
  };
}
