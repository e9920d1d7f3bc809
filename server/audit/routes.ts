import { Readable } from 'node:stream';
import { pageOf } from '../http/page.ts';
import { type App, read } from '../http/route.ts';
import type { Tools } from '../tools.ts';
import { auditFile, type CheckAgain } from './audit-file.ts';
import { auditFilter, auditLineSchema, auditQuery, listAudit, type Wording } from './queries.ts';

const page = pageOf('AuditPage', auditLineSchema);

/** The caller passes what comes after this room: words of features, and the check of a session. */
export function auditRoutes(app: App, tools: Tools, wording: Wording, checkAgain: CheckAgain): void {
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

  app.get(
    '/v1/audit.csv',
    {
      config: { access: 'audit.read' },
      schema: {
        operationId: 'exportAuditLines',
        tags: ['Audit'],
        summary: 'The audit log as a CSV file, newest first',
        produces: ['text/csv'],
        querystring: auditFilter,
      },
    },
    (request, reply) =>
      reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="audit-log.csv"')
        .send(Readable.from(auditFile(tools, request, wording, request.query, checkAgain))),
  );
}
