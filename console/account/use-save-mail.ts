import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, ok } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import type { UpdateMailSettings } from '../api/types.ts';
import { toast } from '../ui/feedback/toast.tsx';

/** Saves a part of the mail settings. */
export function useSaveMail() {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  return async (body: UpdateMailSettings) => {
    queryClient.setQueryData(keys.mailSettings, await ok(api.PATCH('/v1/mail-settings', { body })));
    void queryClient.invalidateQueries();
    toast(t('mail.saved'));
  };
}
