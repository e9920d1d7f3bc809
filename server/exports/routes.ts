import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type App, caller, read } from '../http/route.ts';
import { bounds } from '../kernel/limits.ts';
import { Slots } from '../kernel/slots.ts';
import type { Tools } from '../tools.ts';
import { severalTimes } from '../users/filter.ts';
import { csvQuery, workbookQuery } from './export-query.ts';
import { exportUsers, type People, resumed } from './export-users.ts';
import { exportName } from './file-name.ts';
import { csvFormat, type Format, workbookFormat, workbookType } from './formats.ts';
import { rowsFile } from './rows-csv.ts';
import { requireZone } from './times.ts';

const exportProblems = ['too_many_at_once', 'too_many_to_sort', 'filter_without_value', 'time_zone_unknown'] as const;
const slots = new Slots('downloads', { each: bounds.filesAtOnceMax });

export function exportRoutes(app: App, tools: Tools): void {
  app.get(
    '/v1/changes/:id/rows.csv',
    {
      config: { access: 'users.read', problems: ['not_found', 'rows_gone', 'too_many_at_once'] },
      schema: {
        operationId: 'exportChangeRows',
        tags: ['Changes'],
        summary: 'Every row of a change as a CSV file',
        description: 'Of an import the file as it was sent, with the columns status and reason.',
        produces: ['text/csv'],
        params: z.object({ id: z.string() }),
      },
    },
    async (request, reply) => {
      const giveBack = slots.take(caller(request).accountId);
      reply.raw.once('close', giveBack);
      const { name, text } = await rowsFile(tools, request, request.params.id.toLowerCase());
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', attachment(name))
        .send(Readable.from(text));
    },
  );

  app.get(
    '/v1/users.csv',
    {
      config: { access: 'users.read', problems: exportProblems, severalTimes },
      schema: {
        operationId: 'exportUsers',
        tags: ['Users'],
        summary: 'The users that match, as a CSV file',
        description: 'Imported again it changes nothing.',
        produces: ['text/csv'],
        querystring: csvQuery,
      },
    },
    (request, reply) => {
      const { columns, headers, timeFormat, timeZone: zone, separator, sort, ...filter } = request.query;
      const timeZone = requireZone(zone);
      const format = csvFormat({ columns, headers, timeFormat, timeZone, separator });
      return sendExport(request, reply, { people: { filter, sort }, format, timeZone });
    },
  );

  app.get(
    '/v1/users.xlsx',
    {
      config: { access: 'users.read', problems: exportProblems, severalTimes },
      schema: {
        operationId: 'exportWorkbook',
        tags: ['Users'],
        summary: 'The users that match, as an Excel workbook',
        description: 'Imported again it changes nothing.',
        produces: [workbookType],
        querystring: workbookQuery,
      },
    },
    (request, reply) => {
      const { columns, headers, timeFormat, timeZone: zone, sort, ...filter } = request.query;
      const timeZone = requireZone(zone);
      const format = workbookFormat({ columns, headers, timeFormat, timeZone });
      return sendExport(request, reply, { people: { filter, sort }, format, timeZone });
    },
  );

  async function sendExport(
    request: FastifyRequest,
    reply: FastifyReply,
    { people, format, timeZone }: { people: People; format: Format; timeZone: string | undefined },
  ) {
    const name = await read(tools, request, (ctx) => exportName(ctx, people.filter, timeZone));
    const blocks = exportUsers(tools, request, people, format);
    // An error before the first block gets a proper answer.
    const first = await blocks.next();
    return reply
      .type(format.mediaType)
      .header('content-disposition', attachment(`${name}.${format.extension}`))
      .send(Readable.from(resumed(first, blocks)));
  }
}

/** RFC 6266: the name in ASCII for old clients, and the full name for others. */
function attachment(name: string): string {
  const plain = name.replace(/[^\w .()-]/g, '_');
  const whole = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16)}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`;
}
