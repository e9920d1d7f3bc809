import { type App, read } from '../http/route.ts';
import type { Tools } from '../tools.ts';
import { overviewSchema } from './overview.ts';
import { readOverview } from './queries.ts';

export function overviewRoutes(app: App, tools: Tools): void {
  app.get(
    '/v1/overview',
    {
      config: { access: 'users.read' },
      schema: {
        operationId: 'getOverview',
        tags: ['Account'],
        summary: 'What needs attention: invitations that end soon or did not arrive',
        response: { 200: overviewSchema },
      },
    },
    (request) => read(tools, request, (ctx) => readOverview(ctx)),
  );
}
