import { z } from 'zod';
import { requirePermission } from '../../access/rules/permissions.ts';
import { withPrepared } from '../../database/prepared.ts';
import type { App } from '../../http/route.ts';
import { requireVersion } from '../../http/version.ts';
import { write, writing } from '../../http/write.ts';
import type { Ctx } from '../../kernel/context.ts';
import { isId } from '../../kernel/ids.ts';
import { Problem } from '../../kernel/problem.ts';
import { empty } from '../../kernel/schema.ts';
import type { Tools } from '../../tools.ts';
import { getUser, getUsers, lockUser } from '../../users/read-users.ts';
import { userSchema } from '../../users/user.ts';
import { permissionsToSet } from '../engine/needed-permissions.ts';
import { purgeUsers } from '../erase/purge-users.ts';
import { addBody, addProblems, addUsers } from './add-users.ts';
import { editBody, editProblems, editUser, removeProblems, restoreProblems } from './edit-user.ts';

/** Up to this many people are added with prepared statements. */
const preparedMax = 10;

const params = z.object({ id: z.string() });
const tags = ['Users'];
const description = 'The answer’s header Muster-Change holds the id of the change, which can be undone.';
const refusedSchema = z
  .object({ email: z.string(), code: z.string(), detail: z.string() })
  .meta({ id: 'RefusedAddress', description: 'An address that was not added, and why.' });
const addedSchema = z.object({
  added: z.array(userSchema),
  refused: z.array(refusedSchema),
  changeId: z.string().nullable().describe('null when nobody was added.'),
});
addedSchema.register(z.globalRegistry, { id: 'AddedUsers' });

/** Shortcuts to changes of one person, and adding people. Every answer names its change in the header Muster-Change. */
export function userWriteRoutes(app: App, tools: Tools): void {
  app.post(
    '/v1/users',
    {
      config: { access: 'invitations.manage', ...writing, problems: addProblems },
      schema: {
        operationId: 'addUsers',
        tags,
        summary: 'Add and invite up to 1,000 people',
        description,
        body: addBody,
        response: { 201: addedSchema },
      },
    },
    (request, reply) =>
      write(tools, request, reply, async (given) => {
        const ctx = request.body.users.length <= preparedMax ? withPrepared(given) : given;
        const { ids, refused, changeId } = await addUsers(ctx, tools, request.body);
        return {
          status: 201,
          body: { added: await getUsers(ctx, ids), refused, changeId: ids.length > 0 ? changeId : null },
          ...named(ids.length > 0 ? changeId : null),
        };
      }),
  );

  app.patch(
    '/v1/users/:id',
    {
      config: { access: ['users.edit', 'users.access'], ...writing, ifMatch: true, problems: editProblems },
      schema: {
        operationId: 'updateUser',
        tags,
        summary: 'Change one person',
        description,
        params,
        body: editBody,
        response: { 200: userSchema },
      },
    },
    (request, reply) =>
      write(tools, request, reply, async (ctx) => {
        requirePermission(ctx, ...permissionsToSet(request.body));
        const id = known(request.params.id);
        await requireVersion(request, async () => {
          await lockUser(ctx, id);
          return getUser(ctx, id);
        });
        const changeId = await editUser(ctx, tools, id, request.body);
        return { status: 200, body: await getUser(ctx, id), ...named(changeId) };
      }),
  );

  app.delete(
    '/v1/users/:id',
    {
      config: { access: 'users.access', ...writing, problems: removeProblems },
      schema: {
        operationId: 'removeUser',
        tags,
        summary: 'Remove one person; for 30 days they can be restored. Of a pending one: revoke the invitation',
        description,
        params,
        response: { 204: z.null() },
      },
    },
    (request, reply) =>
      write(tools, request, reply, async (ctx) => {
        requirePermission(ctx, 'users.access');
        const changeId = await editUser(
          ctx,
          tools,
          known(request.params.id),
          { status: 'removed' },
          { event: 'users.removed' },
        );
        return { status: 204, body: null, ...named(changeId) };
      }),
  );

  app.post(
    '/v1/users/:id/restore',
    {
      config: { access: 'users.access', ...writing, problems: restoreProblems },
      schema: {
        operationId: 'restoreUser',
        tags,
        summary: 'Restore one person who was removed',
        description,
        params,
        body: empty.nullish(),
        response: { 200: userSchema },
      },
    },
    (request, reply) =>
      write(tools, request, reply, async (ctx) => {
        requirePermission(ctx, 'users.access');
        const id = known(request.params.id);
        const changeId = await editUser(ctx, tools, id, { status: 'restored' }, { event: 'users.restored' });
        return { status: 200, body: await getUser(ctx, id), ...named(changeId) };
      }),
  );

  app.post(
    '/v1/users/:id/erase',
    {
      config: { access: 'users.access', ...writing, problems: ['unknown_user', 'not_removed'] },
      schema: {
        operationId: 'eraseUser',
        tags,
        summary: 'Erase a removed person’s data now; this cannot be undone',
        params,
        body: empty.nullish(),
        response: { 204: z.null() },
      },
    },
    (request, reply) =>
      write(tools, request, reply, async (ctx) => {
        requirePermission(ctx, 'users.access');
        await eraseUser(ctx, tools, known(request.params.id));
        return { status: 204, body: null };
      }),
  );
}

async function eraseUser(ctx: Ctx, tools: Tools, id: string): Promise<void> {
  // A concurrent restore finishes first. The erasure uses what is read after it.
  await lockUser(ctx, id);
  const user = await getUser(ctx, id);
  if (user.status !== 'removed') throw new Problem('not_removed');
  // Erasing an Admin is the last step of removing one, so it needs the same permission.
  if (user.role === 'admin') requirePermission(ctx, 'admins.manage');
  await purgeUsers(ctx, tools, [id], 'request');
}

function named(changeId: string | null): { headers?: Record<string, string> } {
  return changeId === null ? {} : { headers: { 'muster-change': changeId } };
}

/** A text that is not an id is answered like an id that does not exist. */
function known(id: string): string {
  if (!isId(id.toLowerCase())) throw new Problem('unknown_user');
  return id.toLowerCase();
}
