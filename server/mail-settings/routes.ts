import { z } from 'zod';
import { type App, read, requesterOf, signedIn } from '../http/route.ts';
import { write, writeOutside, writing } from '../http/write.ts';
import { upTo } from '../kernel/schema.ts';
import type { Tools } from '../tools.ts';
import { checkSender } from './check-sender.ts';
import { mailDelivery, showMailSettings } from './read-settings.ts';
import { senderRecordsSchema } from './sender-records.ts';
import {
  mailDeliverySchema,
  mailSettingsPatch,
  mailSettingsSchema,
  mailTestSchema,
  selectorSchema,
} from './settings.ts';
import { sendTestMail } from './test-mail.ts';
import { updateMailSettings } from './update-settings.ts';

const access = 'account.manage';
const tags = ['Mail'];

const checkBody = z
  .strictObject({
    dkimSelector: selectorSchema.optional(),
    headers: upTo(100_000)
      .optional()
      .describe(
        'The headers of a mail that arrived, such as the test mail: the selector is read from its DKIM-Signature.',
      ),
  })
  .meta({ id: 'CheckSender' });

export function mailSettingsRoutes(app: App, tools: Tools): void {
  app.get(
    '/v1/mail-delivery',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'getMailDelivery',
        tags,
        summary: 'Does a mail server take the mail, or is it kept on the mailbox page?',
        response: { 200: mailDeliverySchema },
      },
    },
    (request) =>
      request.caller === null
        ? mailDelivery(null, tools.config)
        : read(tools, request, (ctx) => mailDelivery(ctx, tools.config)),
  );
  settingsRoutes(app, tools);
  testRoutes(app, tools);
}

function settingsRoutes(app: App, tools: Tools): void {
  app.get(
    '/v1/mail-settings',
    {
      config: { access },
      schema: {
        operationId: 'getMailSettings',
        tags,
        summary: 'How invitations and notices of the account are mailed',
        response: { 200: mailSettingsSchema },
      },
    },
    (request) => read(tools, request, (ctx) => showMailSettings(ctx, tools.config)),
  );
  app.patch(
    '/v1/mail-settings',
    {
      config: {
        access,
        ...writing,
        secretFields: ['password'],
        problems: ['mail_fixed', 'mail_server_refused', 'mail_sender_needed', 'mail_password_needed', 'email_invalid'],
      },
      schema: {
        operationId: 'updateMailSettings',
        tags,
        summary: 'Set the account’s own mail server, its sender, and where answers go',
        body: mailSettingsPatch,
        response: { 200: mailSettingsSchema },
      },
    },
    (request, reply) =>
      write(tools, request, reply, async (ctx) => {
        await updateMailSettings(ctx, tools, request.body);
        return { status: 200, body: await showMailSettings(ctx, tools.config) };
      }),
  );
}

function testRoutes(app: App, tools: Tools): void {
  app.post(
    '/v1/mail-settings/test',
    {
      config: { access, notForKeys: true, idempotencyKey: true },
      schema: {
        operationId: 'sendTestMail',
        tags,
        summary: 'Mail yourself a test, and hear the mail server’s answer',
        response: { 200: mailTestSchema },
      },
    },
    (request, reply) => {
      signedIn(request);
      return writeOutside(tools, request, reply, async () => ({
        status: 200,
        body: await sendTestMail(tools, requesterOf(request)),
      }));
    },
  );
  app.post(
    '/v1/mail-settings/check',
    {
      config: { access, idempotencyKey: true, problems: ['no_signature'] },
      schema: {
        operationId: 'checkSender',
        tags,
        summary: 'Look up SPF, DKIM and DMARC of the sender’s domain',
        body: checkBody,
        response: { 200: senderRecordsSchema },
      },
    },
    (request, reply) =>
      writeOutside(tools, request, reply, async () => ({
        status: 200,
        body: await checkSender(tools, requesterOf(request), request.body),
      })),
  );
}
