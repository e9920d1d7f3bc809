import { pageOf } from '../kernel/page.ts';
import { type App, type Kernel, read } from '../kernel/route.ts';
import { auditLineSchema, auditQuery, listAudit, type Wording } from './queries.ts';

/** The words of features that come after this one are given by whoever puts them together. */
export function auditRoutes(app: App, kernel: Kernel, wording: Wording): void {
  app.get(
    '/v1/audit',
    {
      config: { access: 'audit.read' },
      schema: {
        summary: 'The audit log, newest first',
        querystring: auditQuery,
        response: { 200: pageOf(auditLineSchema) },
      },
    },
    (request) => read(kernel, request, (ctx) => listAudit(ctx, wording, request.query)),
  );
}
