import { z } from 'zod';
import { pageOf } from '../../http/page.ts';
import { type App, read } from '../../http/route.ts';
import type { Tools } from '../../tools.ts';
import { changeEntrySchema, changeSchema } from '../engine/change.ts';
import { EventStreams } from './events.ts';
import { historyEntrySchema, historyQuery, listHistory } from './history.ts';
import { rowSchema, rowsQuery } from './row.ts';
import { listRows } from './rows.ts';
import { changesQuery, getChange, listChanges } from './show-changes.ts';

const config = { access: 'users.read', problems: ['not_found' as const] };
const tags = ['Changes'];
// Any text. A text that is not an id gets 404, like an id that does not exist.
const params = z.object({ id: z.string() });
const changePage = pageOf('ChangePage', changeEntrySchema);
const rowPage = pageOf('ChangeRowPage', rowSchema);
const historyPage = pageOf('HistoryPage', historyEntrySchema);

/** Reading changes: the list, one change, its rows, its progress, and the history of a person. */
export function changeReadRoutes(app: App, tools: Tools): void {
  app.get(
    '/v1/changes',
    {
      config: { access: 'users.read' },
      schema: {
        operationId: 'listChanges',
        tags,
        summary: 'Changes, newest first',
        description: 'An entry is short; what may be long stands in GET /v1/changes/{id}.',
        querystring: changesQuery,
        response: { 200: changePage },
      },
    },
    (request) => read(tools, request, (ctx) => listChanges(ctx, tools.catalog, request.query)),
  );

  app.get(
    '/v1/changes/:id',
    {
      config,
      schema: {
        operationId: 'getChange',
        tags,
        summary: 'One change: its plan, state, progress and result',
        params,
        response: { 200: changeSchema },
      },
    },
    (request) => read(tools, request, (ctx) => getChange(ctx, tools.catalog, request.params.id.toLowerCase())),
  );

  app.get(
    '/v1/changes/:id/rows',
    {
      config,
      schema: {
        operationId: 'getChangeRows',
        tags,
        summary: 'What a change does, or did, person by person',
        description: 'A page may hold fewer rows than asked for and still have a nextCursor.',
        params,
        querystring: rowsQuery,
        response: { 200: rowPage },
      },
    },
    (request) => read(tools, request, (ctx) => listRows(ctx, tools, request.params.id.toLowerCase(), request.query)),
  );

  app.get(
    '/v1/users/:id/history',
    {
      config: { access: 'users.read', problems: ['unknown_user'] },
      schema: {
        operationId: 'listUserHistory',
        tags: ['Users'],
        summary: 'What was done to one person, newest first',
        params,
        querystring: historyQuery,
        response: { 200: historyPage },
      },
    },
    (request) => read(tools, request, (ctx) => listHistory(ctx, request.params.id.toLowerCase(), request.query)),
  );

  changeEventsRoute(app, tools);
}

function changeEventsRoute(app: App, tools: Tools): void {
  const streams = new EventStreams();
  app.addHook('preClose', async () => streams.end());
  app.get(
    '/v1/changes/:id/events',
    {
      config: { access: 'users.read', problems: ['not_found', 'too_many_at_once'], events: changeEntrySchema },
      schema: {
        operationId: 'watchChange',
        tags,
        summary: 'A change as it moves on, as server-sent events',
        description:
          'Sends `event: change` with the change as the list shows it, at once and whenever it has moved on; ends when nothing more will come.',
        produces: ['text/event-stream'],
        params,
      },
    },
    async (request, reply) => {
      const stream = await streams.open(tools, request, request.params.id.toLowerCase());
      // Tells proxies not to buffer the answer.
      return reply.type('text/event-stream').header('x-accel-buffering', 'no').send(stream);
    },
  );
}
