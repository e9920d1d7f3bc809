import { pageOf } from '../http/page.ts';
import { type App, read } from '../http/route.ts';
import type { Tools } from '../tools.ts';
import { auditLineSchema, auditQuery, listAudit, type Wording } from './queries.ts';

const page = pageOf('AuditPage', auditLineSchema);

/** The caller passes the words of features that come after this room. */
export function auditRoutes(app: App, tools: Tools, wording: Wording): void {
  app.get(
    '/v1/audit',
    {
      config: { access: 'audit.read' },
      schema: {
        operationId: 'listAuditLines',
        tags: ['Audit'],
        summary: 'The audit log, newest first',
        querystring: auditQuery,
        response: { 200: page },
      },
    },
    (request) => read(tools, request, (ctx) => listAudit(ctx, wording, request.query)),
  );
}
