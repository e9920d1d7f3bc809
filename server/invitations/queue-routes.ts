import { z } from 'zod';
import { type App, read } from '../http/route.ts';
import { write, writing } from '../http/write.ts';
import type { Tools } from '../tools.ts';
import { mailQueuePatch, mailQueueSchema } from './mail-queue.ts';
import { pauseMail } from './pause-mail.ts';
import { readMailQueue } from './queries.ts';
import { listSchedules, moveSchedule, schedulePatch, scheduleSchema } from './schedules.ts';

const tags = ['Invitations'];

const scheduleList = z.object({ data: z.array(scheduleSchema) }).meta({ id: 'InvitationScheduleList' });

/** Invitations that go out at a date. */
function scheduleRoutes(app: App, tools: Tools): void {
  app.get(
    '/v1/invitation-schedules',
    {
      config: { access: 'invitations.manage' },
      schema: {
        operationId: 'listInvitationSchedules',
        tags,
        summary: 'Invitations that go out at a date, the next first',
        response: { 200: scheduleList },
      },
    },
    (request) => read(tools, request, async (ctx) => ({ data: await listSchedules(ctx) })),
  );
  app.patch(
    '/v1/invitation-schedules/:changeId',
    {
      config: { access: 'invitations.manage', ...writing, problems: ['not_found', 'invite_date'] },
      schema: {
        operationId: 'updateInvitationSchedule',
        tags,
        summary: 'Send invitations at another date, now, or at none',
        params: z.object({ changeId: z.string() }),
        body: schedulePatch,
        response: { 200: scheduleList },
      },
    },
    (request, reply) =>
      write(tools, request, reply, async (ctx) => {
        await moveSchedule(ctx, tools, request.params.changeId, request.body);
        return { status: 200, body: { data: await listSchedules(ctx) } };
      }),
  );
}

export function mailQueueRoutes(app: App, tools: Tools): void {
  scheduleRoutes(app, tools);
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
      config: { access: 'invitations.manage', ...writing },
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
