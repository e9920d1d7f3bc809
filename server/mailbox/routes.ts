import { sql } from 'kysely';
import { z } from 'zod';
import { all, inSystem } from '../database/database.ts';
import { isOwnHost } from '../http/own-host.ts';
import { decodeCursor, pageOf, pageQuery, toPage } from '../http/page.ts';
import type { App } from '../http/route.ts';
import type { Config } from '../kernel/config.ts';
import { isId } from '../kernel/ids.ts';
import { Problem } from '../kernel/problem.ts';
import { moment } from '../kernel/schema.ts';
import type { Tools } from '../tools.ts';

const mail = z.object({
  id: z.string(),
  to: z.string(),
  from: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  sentAt: moment,
  links: z.array(z.string()).describe('The links to this server that the mail holds.'),
});
mail.register(z.globalRegistry, { id: 'Mail' });
const page = pageOf('MailPage', mail);
type Mail = Omit<z.infer<typeof mail>, 'links'>;

/** Mail that was not sent, because no mail server is configured. It shows everyone's links, so it exists on loopback only. */
export function mailboxRoutes(app: App, { config, database }: Tools): void {
  if (!config.loopback || config.smtpUrl) return;
  app.get(
    '/v1/mailbox',
    {
      config: { access: 'public', problems: ['not_found'] },
      compress: false,
      schema: {
        operationId: 'listMailbox',
        tags: ['Mailbox'],
        summary: 'Mail kept while no mail server is set',
        querystring: z.object(pageQuery),
        response: { 200: page },
      },
    },
    async (request) => {
      // A page of another site whose name resolves to this machine (DNS rebinding) would send that name.
      if (!isOwnHost(config, request.headers.host ?? '')) throw new Problem('not_found');
      const { limit, cursor } = request.query;
      const before = decodeCursor(cursor, 1)?.[0] ?? null;
      if (before !== null && !isId(before)) throw new Problem('invalid_cursor');
      const rows = await inSystem(database, (db) =>
        all(
          db,
          sql<Mail>`select id, recipient as "to", sender as "from", subject, text, html, iso(sent_at) as "sentAt"
            from mailbox where ${before}::text is null or id < ${before}::text::uuid order by id desc limit ${limit + 1}`,
        ),
      );
      return toPage(
        rows,
        limit,
        (row) => ({ ...row, links: linksOf(row.text, config) }),
        (row) => [row.id],
      );
    },
  );
}

function linksOf(text: string, { publicUrl }: Config): string[] {
  return (text.match(/https?:\/\/\S+/g) ?? []).filter((url) => url.startsWith(publicUrl));
}
