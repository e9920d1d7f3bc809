import { z } from 'zod';
import type { Ctx } from '../kernel/context.ts';
import { isId } from '../kernel/ids.ts';
import { Problem } from '../kernel/problem.ts';
import { type App, read, write } from '../kernel/route.ts';
import type { Tools } from '../seats/catalog.ts';
import { deleteGroup } from './delete-group.ts';
import { groupNameSchema, groupSchema } from './group.ts';
import { listGroups } from './queries.ts';
import { createGroup, renameGroup } from './write-group.ts';

const config = { access: 'groups.manage' };
const params = z.object({ id: z.string() });
const body = z.strictObject({ name: groupNameSchema });

export function groupRoutes(app: App, tools: Tools): void {
  app.get(
    '/v1/groups',
    {
      config,
      schema: {
        summary: 'Groups with their member counts',
        response: { 200: z.object({ data: z.array(groupSchema) }) },
      },
    },
    (request) => read(tools, request, async (ctx) => ({ data: await listGroups(ctx) })),
  );
  app.post(
    '/v1/groups',
    { config, schema: { summary: 'Create a group', body, response: { 201: groupSchema } } },
    (request, reply) =>
      write(tools, request, reply, async (ctx) => ({
        status: 201,
        body: await getGroup(ctx, await createGroup(ctx, request.body.name)),
      })),
  );
  app.patch(
    '/v1/groups/:id',
    { config, schema: { summary: 'Rename a group', params, body, response: { 200: groupSchema } } },
    (request, reply) =>
      write(tools, request, reply, async (ctx) => {
        const id = known(request.params.id);
        await renameGroup(ctx, id, request.body.name);
        return { status: 200, body: await getGroup(ctx, id) };
      }),
  );
  const deleted = z.object({ moved: z.number(), changeId: z.string().nullable() });
  app.delete(
    '/v1/groups/:id',
    {
      config,
      schema: { summary: 'Delete a group; its people go to the default group', params, response: { 200: deleted } },
    },
    (request, reply) =>
      write(tools, request, reply, async (ctx) => ({
        status: 200,
        body: await deleteGroup(ctx, tools, known(request.params.id)),
      })),
  );
}

async function getGroup(ctx: Ctx, id: string) {
  return (await listGroups(ctx)).find((group) => group.id === id);
}

function known(id: string): string {
  if (!isId(id.toLowerCase())) throw new Problem('not_found');
  return id.toLowerCase();
}
