import { api, ok } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import { pages } from '../api/pages.ts';

export const mailboxQuery = pages(keys.mailbox, (query) => ok(api.GET('/v1/mailbox', { params: { query } })));
