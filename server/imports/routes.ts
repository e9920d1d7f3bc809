import { z } from 'zod';
import { changeSchema } from '../changes/engine/change.ts';
import { changeStatus } from '../changes/show/answer-change.ts';
import { getChange } from '../changes/show/show-changes.ts';
import type { App } from '../http/route.ts';
import { write, writing } from '../http/write.ts';
import type { Tools } from '../tools.ts';
import { remapBody, remapImport, remapProblems } from './remap-import.ts';

export function importRoutes(app: App, tools: Tools): void {
  app.post(
    '/v1/changes/:id/remap',
    {
      config: { access: 'users.edit', ...writing, problems: remapProblems },
      schema: {
        operationId: 'remapImport',
        tags: ['Changes'],
        summary: 'Plan the same uploaded file anew, read in another way',
        params: z.object({ id: z.string() }),
        body: remapBody,
        response: { 200: changeSchema, 202: changeSchema },
      },
    },
    (request, reply) =>
      write(tools, request, reply, async (ctx) => {
        const id = request.params.id.toLowerCase();
        await getChange(ctx, tools.catalog, id);
        await remapImport(ctx, tools, id, request.body);
        const change = await getChange(ctx, tools.catalog, id);
        return { status: changeStatus(change.state, 200), body: change };
      }),
  );
}
