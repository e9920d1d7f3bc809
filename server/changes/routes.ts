import { z } from 'zod';
import type { App } from '../http/route.ts';
import { write, writing } from '../http/write.ts';
import { isId } from '../kernel/ids.ts';
import { Problem } from '../kernel/problem.ts';
import { empty } from '../kernel/schema.ts';
import { catalogSchema } from '../seats/catalog.ts';
import type { Tools } from '../tools.ts';
import { changeSchema, overflowSchema } from './engine/change.ts';
import { changePermissions } from './engine/needed-permissions.ts';
import { userWriteRoutes } from './people/user-routes.ts';
import { applyChange, lockChange } from './run/apply.ts';
import { requireRoomToApply } from './run/open-changes.ts';
import { cancelChange } from './run/plan-change.ts';
import { undoChange } from './run/undo.ts';
import { changeStatus } from './show/answer-change.ts';
import { changeReadRoutes } from './show/read-routes.ts';
import { getChange } from './show/show-changes.ts';

const idParams = z.object({ id: z.string() });
const tags = ['Changes'];
const applyBody = z.strictObject({ overflow: overflowSchema.optional() }).meta({ id: 'ApplyChange' });

export function changeRoutes(app: App, tools: Tools): void {
  changeReadRoutes(app, tools);
  userWriteRoutes(app, tools);

  app.get(
    '/v1/catalog',
    {
      config: { access: 'caller' },
      schema: {
        operationId: 'getCatalog',
        tags: ['Account'],
        summary: 'Which user types and add-ons exist',
        response: { 200: catalogSchema },
      },
    },
    async () => tools.catalog,
  );

  app.post(
    '/v1/changes/:id/apply',
    {
      config: {
        access: changePermissions,
        ...writing,
        problems: ['not_found', 'change_not_planned', 'changes_waiting', 'seats_short'],
      },
      schema: {
        operationId: 'applyChange',
        tags,
        summary: 'Apply a planned change',
        params: idParams,
        body: applyBody.nullish(),
        response: { 200: changeSchema, 202: changeSchema },
      },
    },
    (request, reply) =>
      write(tools, request, reply, async (ctx) => {
        const change = await lockChange(ctx, known(request.params.id));
        await requireRoomToApply(ctx);
        await applyChange(ctx, tools, change, request.body?.overflow ?? change.overflow);
        const after = await getChange(ctx, tools.catalog, change.id);
        return { status: changeStatus(after.state, 200), body: after };
      }),
  );

  app.post(
    '/v1/changes/:id/undo',
    {
      config: {
        access: changePermissions,
        ...writing,
        problems: ['not_found', 'change_not_undoable', 'changes_waiting'],
      },
      schema: {
        operationId: 'undoChange',
        tags,
        summary: 'Undo a change, by a change of its own',
        params: idParams,
        body: empty.nullish(),
        response: { 201: changeSchema, 202: changeSchema },
      },
    },
    (request, reply) =>
      write(tools, request, reply, async (ctx) => {
        await requireRoomToApply(ctx);
        const undo = await getChange(ctx, tools.catalog, await undoChange(ctx, tools, known(request.params.id)));
        return { status: changeStatus(undo.state, 201), body: undo };
      }),
  );

  app.post(
    '/v1/changes/:id/cancel',
    {
      config: { access: changePermissions, ...writing, problems: ['not_found', 'change_not_cancellable'] },
      schema: {
        operationId: 'cancelChange',
        tags,
        summary: 'Drop a planned change, or stop a running one',
        params: idParams,
        body: empty.nullish(),
        response: { 200: changeSchema },
      },
    },
    (request, reply) =>
      write(tools, request, reply, async (ctx) => {
        const id = known(request.params.id);
        await cancelChange(ctx, id);
        return { status: 200, body: await getChange(ctx, tools.catalog, id) };
      }),
  );
}

/** A text that is not an id is answered like an id that does not exist. */
function known(id: string): string {
  if (!isId(id.toLowerCase())) throw new Problem('not_found');
  return id.toLowerCase();
}
