import { z } from 'zod';
import { type App, read } from '../http/route.ts';
import { write, writing } from '../http/write.ts';
import type { Tools } from '../tools.ts';
import { getView, listViews } from './queries.ts';
import { viewBody, viewPatch, viewSchema } from './view.ts';
import { changeView, createView, deleteView } from './write-view.ts';

const access = 'views.manage';
const tags = ['Views'];
// Any text. A text that is not an id gets 404, like an id that does not exist.
const params = z.object({ id: z.string() });
const list = z.object({ data: z.array(viewSchema) }).meta({ id: 'ViewList' });

/** Saved views of the list of users. */
export function viewRoutes(app: App, tools: Tools): void {
  app.get(
    '/v1/views',
    {
      config: { access },
      schema: {
        operationId: 'listViews',
        tags,
        summary: 'Saved views: your own and the shared ones, by name',
        response: { 200: list },
      },
    },
    (request) => read(tools, request, async (ctx) => ({ data: await listViews(ctx) })),
  );
  app.post(
    '/v1/views',
    {
      config: { access, ...writing, problems: ['view_name_taken', 'views_full', 'shared_views_full'] },
      schema: {
        operationId: 'createView',
        tags,
        summary: 'Save a view',
        body: viewBody,
        response: { 201: viewSchema },
      },
    },
    (request, reply) =>
      write(tools, request, reply, async (ctx) => ({ status: 201, body: await createView(ctx, request.body) })),
  );
  app.get(
    '/v1/views/:id',
    {
      config: { access, problems: ['not_found'] },
      schema: { operationId: 'getView', tags, summary: 'One saved view', params, response: { 200: viewSchema } },
    },
    (request) => read(tools, request, (ctx) => getView(ctx, request.params.id)),
  );
  app.patch(
    '/v1/views/:id',
    {
      config: {
        access,
        ...writing,
        problems: ['not_found', 'view_protected', 'view_name_taken', 'shared_views_full'],
      },
      schema: {
        operationId: 'updateView',
        tags,
        summary: 'Change a view of your own',
        params,
        body: viewPatch,
        response: { 200: viewSchema },
      },
    },
    (request, reply) =>
      write(tools, request, reply, async (ctx) => ({
        status: 200,
        body: await changeView(ctx, request.params.id, request.body),
      })),
  );
  app.delete(
    '/v1/views/:id',
    {
      config: { access, ...writing, problems: ['not_found', 'view_protected'] },
      schema: { operationId: 'deleteView', tags, summary: 'Delete a view', params, response: { 204: z.null() } },
    },
    (request, reply) =>
      write(tools, request, reply, async (ctx) => {
        await deleteView(ctx, request.params.id);
        return { status: 204, body: null };
      }),
  );
}
