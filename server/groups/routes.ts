import { z } from 'zod';
import { pageOf } from '../http/page.ts';
import { type App, read } from '../http/route.ts';
import { requireVersion } from '../http/version.ts';
import { write, writing } from '../http/write.ts';
import { isId } from '../kernel/ids.ts';
import { Problem } from '../kernel/problem.ts';
import type { Tools } from '../tools.ts';
import { deleteGroup } from './delete-group.ts';
import { groupNameSchema, groupSchema } from './group.ts';
import { getGroup, groupsQuery, listGroups, lockGroup } from './queries.ts';
import { createGroup, renameGroup } from './write-group.ts';

const tags = ['Groups'];
const params = z.object({ id: z.string() });
const body = z.strictObject({ name: groupNameSchema }).meta({ id: 'GroupName' });
const page = pageOf('GroupPage', groupSchema);
const deleted = z.object({ moved: z.number(), changeId: z.string().nullable() }).meta({ id: 'DeletedGroup' });

export function groupRoutes(app: App, tools: Tools): void {
  app.get(
    '/v1/groups',
    {
      config: { access: 'groups.read' },
      schema: {
        operationId: 'listGroups',
        tags,
        summary: 'Groups by name, with their member counts',
        querystring: groupsQuery,
        response: { 200: page },
      },
    },
    (request) => read(tools, request, (ctx) => listGroups(ctx, request.query)),
  );
  app.post(
    '/v1/groups',
    {
      config: { access: 'groups.manage', ...writing, problems: ['group_name_taken', 'groups_full'] },
      schema: { operationId: 'createGroup', tags, summary: 'Create a group', body, response: { 201: groupSchema } },
    },
    (request, reply) =>
      write(tools, request, reply, async (ctx) => ({
        status: 201,
        body: await getGroup(ctx, await createGroup(ctx, request.body.name)),
      })),
  );
  app.patch(
    '/v1/groups/:id',
    {
      config: {
        access: 'groups.manage',
        ...writing,
        ifMatch: true,
        problems: ['not_found', 'group_name_taken'],
      },
      schema: {
        operationId: 'updateGroup',
        tags,
        summary: 'Rename a group',
        params,
        body,
        response: { 200: groupSchema },
      },
    },
    (request, reply) =>
      write(tools, request, reply, async (ctx) => {
        const id = known(request.params.id);
        await requireVersion(request, () => lockGroup(ctx, id));
        await renameGroup(ctx, id, request.body.name);
        return { status: 200, body: await getGroup(ctx, id) };
      }),
  );
  app.delete(
    '/v1/groups/:id',
    {
      config: { access: 'groups.manage', ...writing, problems: ['not_found', 'group_is_default'] },
      schema: {
        operationId: 'deleteGroup',
        tags,
        summary: 'Delete a group; its people go to the default group',
        params,
        response: { 200: deleted },
      },
    },
    (request, reply) =>
      write(tools, request, reply, async (ctx) => ({
        status: 200,
        body: await deleteGroup(ctx, tools, known(request.params.id)),
      })),
  );
}

function known(id: string): string {
  if (!isId(id.toLowerCase())) throw new Problem('not_found');
  return id.toLowerCase();
}
