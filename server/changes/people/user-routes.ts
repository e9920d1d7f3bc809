import { z } from 'zod';
import { requirePermission } from '../../access/rules/permissions.ts';
import { kept } from '../../database/kept.ts';
import { type App, write } from '../../http/route.ts';
import type { Ctx } from '../../kernel/context.ts';
import { isId } from '../../kernel/ids.ts';
import { Problem } from '../../kernel/problem.ts';
import type { Tools } from '../../tools.ts';
import { getUser, getUsers, lockUser } from '../../users/read-users.ts';
import { userSchema } from '../../users/user.ts';
import { permissionsToSet } from '../engine/needed-permissions.ts';
import { purgeUsers } from '../erase/purge-users.ts';
import { addBody, addUsers } from './add-users.ts';
import { editBody, editUser } from './edit-user.ts';

/** So few are added with statements that are kept. */
const keptMax = 10;

const params = z.object({ id: z.string() });
const config = { access: 'users.access' };
const refusedSchema = z.object({ email: z.string(), code: z.string(), detail: z.string() });
const addedSchema = z.object({
  added: z.array(userSchema),
  refused: z.array(refusedSchema),
  changeId: z.string().nullable().describe('null when nobody was added.'),
});

/** Shortcuts to changes of one person, and adding people. Every answer names its change in the header Muster-Change. */
export function userWriteRoutes(app: App, tools: Tools): void {
  app.post(
    '/v1/users',
    {
      config: { access: 'invitations.manage' },
      schema: { summary: 'Add and invite up to 1,000 people', body: addBody, response: { 201: addedSchema } },
    },
    (request, reply) =>
      write(tools, request, reply, async (given) => {
        const ctx = request.body.users.length <= keptMax ? kept(given) : given;
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
      config: { access: ['users.edit', 'users.access'] },
      schema: { summary: 'Change one person', params, body: editBody, response: { 200: userSchema } },
    },
    (request, reply) =>
      write(tools, request, reply, async (ctx) => {
        requirePermission(ctx, ...permissionsToSet(request.body));
        const id = known(request.params.id);
        const changeId = await editUser(ctx, tools, id, request.body);
        return { status: 200, body: await getUser(ctx, id), ...named(changeId) };
      }),
  );

  app.delete(
    '/v1/users/:id',
    {
      config,
      schema: {
        summary: 'Remove one person; for 30 days they can be restored. Of a pending one: revoke the invitation',
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
      config,
      schema: {
        summary: 'Restore one person who was removed',
        params,
        body: z.strictObject({}).nullish(),
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
      config,
      schema: {
        summary: 'Erase a removed person’s data now; this cannot be undone',
        params,
        body: z.strictObject({}).nullish(),
        response: { 204: z.null() },
      },
    },
    (request, reply) =>
      write(tools, request, reply, async (ctx) => {
        requirePermission(ctx, 'users.access');
        await eraseUser(ctx, known(request.params.id));
        return { status: 204, body: null };
      }),
  );
}

async function eraseUser(ctx: Ctx, id: string): Promise<void> {
  // Whoever restores them at this moment goes first; what is read then is what is erased.
  await lockUser(ctx, id);
  const user = await getUser(ctx, id);
  if (user.status !== 'removed') throw new Problem('not_removed');
  // Erasing an Admin is the last step of removing one, so the same people may do it.
  if (user.role === 'admin') requirePermission(ctx, 'admins.manage');
  await purgeUsers(ctx, [id], 'request');
}

function named(changeId: string | null): { headers?: Record<string, string> } {
  return changeId === null ? {} : { headers: { 'muster-change': changeId } };
}

/** What is no id at all answers like an id that does not exist. */
function known(id: string): string {
  if (!isId(id.toLowerCase())) throw new Problem('unknown_user');
  return id.toLowerCase();
}
