import { z } from 'zod';
import { requireOwnPassword } from '../access/credentials/own-password.ts';
import { whereFrom } from '../access/sessions/answer-session.ts';
import { describeSession } from '../access/sessions/describe-session.ts';
import { sessionSchema } from '../access/sessions/session.ts';
import { type App, read, signedIn, writeUnkeyed } from '../http/route.ts';
import { requireVersion } from '../http/version.ts';
import { write, writeOutside, writing } from '../http/write.ts';
import { upTo } from '../kernel/schema.ts';
import type { Tools } from '../tools.ts';
import { accountPatch, accountSchema } from './account.ts';
import { getAccount } from './queries.ts';
import { transferOwnership } from './transfer-ownership.ts';
import { lockAccount, updateAccount } from './update-account.ts';

const tags = ['Account'];
const transferBody = z.strictObject({
  userId: z.uuid().toLowerCase(),
  password: upTo(1000).describe('The Owner’s.'),
});
transferBody.register(z.globalRegistry, { id: 'TransferOwnership' });

export function accountRoutes(app: App, tools: Tools): void {
  app.get(
    '/v1/account',
    {
      config: { access: ['account.manage', 'users.read'] },
      schema: {
        operationId: 'getAccount',
        tags,
        summary: 'The account: settings, totals per type, seats',
        response: { 200: accountSchema },
      },
    },
    (request) => read(tools, request, (ctx) => getAccount(ctx, tools.catalog)),
  );
  app.patch(
    '/v1/account',
    {
      config: { access: 'account.manage', ...writing, ifMatch: true, problems: ['group_unknown'] },
      schema: {
        operationId: 'updateAccount',
        tags,
        summary: 'Change the account’s settings',
        body: accountPatch,
        response: { 200: accountSchema },
      },
    },
    (request, reply) =>
      write(tools, request, reply, async (ctx) => {
        await requireVersion(request, async () => {
          await lockAccount(ctx);
          return getAccount(ctx, tools.catalog);
        });
        await updateAccount(ctx, request.body);
        return { status: 200, body: await getAccount(ctx, tools.catalog) };
      }),
  );
  transferRoute(app, tools);
}

function transferRoute(app: App, tools: Tools): void {
  app.post(
    '/v1/account/transfer',
    {
      config: {
        access: 'ownership.transfer',
        notForKeys: true,
        idempotencyKey: true,
        secretFields: ['password'],
        problems: ['wrong_password', 'unknown_user', 'transfer_target'],
      },
      schema: {
        operationId: 'transferOwnership',
        tags,
        summary: 'Hand the account over to another active user',
        body: transferBody,
        response: { 200: sessionSchema },
      },
    },
    (request, reply) =>
      writeOutside(tools, request, reply, async () => {
        await requireOwnPassword(tools, signedIn(request), request.body.password, whereFrom(tools, request));
        const body = await writeUnkeyed(tools, request, async (ctx) => {
          await transferOwnership(ctx, tools, request.body.userId);
          return describeSession(ctx, signedIn(request));
        });
        return { status: 200, body };
      }),
  );
}
