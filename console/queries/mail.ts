import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, ok } from '../api/client.ts';
import { keys } from '../api/keys.ts';

/** Does a mail server take the mail, or is it kept on the mailbox page? */
export const mailDeliveryQuery = queryOptions({
  queryKey: keys.mailDelivery,
  queryFn: () => ok(api.GET('/v1/mail-delivery')),
  staleTime: 60_000,
});

export const mailSettingsQuery = queryOptions({
  queryKey: keys.mailSettings,
  queryFn: () => ok(api.GET('/v1/mail-settings')),
});

/** The context of messages that say where a mail goes: to the mailbox page while no mail server is set. */
export function useMailContext(kind: 'signIn' | 'invitations'): { context?: 'mailbox' } {
  const { data } = useQuery(mailDeliveryQuery);
  return data?.[kind] === 'mailbox' ? { context: 'mailbox' } : {};
}
