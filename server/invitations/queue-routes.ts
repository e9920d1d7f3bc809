import { type App, read, write } from '../http/route.ts';
import type { Tools } from '../tools.ts';
import { mailQueuePatch, mailQueueSchema } from './mail-queue.ts';
import { pauseMail } from './pause-mail.ts';
import { readMailQueue } from './queries.ts';

const tags = ['Invitations'];

export function mailQueueRoutes(app: App, tools: Tools): void {
  app.get(
    '/v1/mail-queue',
    {
      config: { access: 'invitations.manage' },
      schema: {
        operationId: 'getMailQueue',
        tags,
        summary: 'The invitations that are still to be mailed',
        response: { 200: mailQueueSchema },
      },
    },
    (request) => read(tools, request, (ctx) => readMailQueue(ctx, tools.config)),
  );
  app.patch(
    '/v1/mail-queue',
    {
      config: { access: 'invitations.manage', idempotencyKey: true },
      schema: {
        operationId: 'updateMailQueue',
        tags,
        summary: 'Pause or resume the mailing of invitations',
        body: mailQueuePatch,
        response: { 200: mailQueueSchema },
      },
    },
    (request, reply) =>
      write(tools, request, reply, async (ctx) => {
        await pauseMail(ctx, tools, request.body.paused);
        return { status: 200, body: await readMailQueue(ctx, tools.config) };
      }),
  );
}
