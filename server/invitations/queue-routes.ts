import { type App, read, write } from '../http/route.ts';
import type { Tools } from '../tools.ts';
import { mailQueuePatch, mailQueueSchema } from './mail-queue.ts';
import { pauseMail } from './pause-mail.ts';
import { readMailQueue } from './queries.ts';

export function mailQueueRoutes(app: App, tools: Tools): void {
  const pace = tools.config.mailRate;
  app.get(
    '/v1/mail-queue',
    {
      config: { access: 'invitations.manage' },
      schema: { summary: 'The invitations that are still to be mailed', response: { 200: mailQueueSchema } },
    },
    (request) => read(tools, request, (ctx) => readMailQueue(ctx, pace)),
  );
  app.patch(
    '/v1/mail-queue',
    {
      config: { access: 'invitations.manage' },
      schema: { summary: 'Pause or resume them', body: mailQueuePatch, response: { 200: mailQueueSchema } },
    },
    (request, reply) =>
      write(tools, request, reply, async (ctx) => {
        await pauseMail(ctx, tools, request.body.paused);
        return { status: 200, body: await readMailQueue(ctx, pace) };
      }),
  );
}
