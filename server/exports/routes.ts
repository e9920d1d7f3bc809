import { Readable } from 'node:stream';
import { z } from 'zod';
import { type App, caller } from '../http/route.ts';
import { bounds } from '../kernel/limits.ts';
import { Slots } from '../kernel/slots.ts';
import type { Tools } from '../tools.ts';
import { severalTimes } from '../users/filter.ts';
import { exportQuery, exportUsers } from './export-users.ts';
import { rowsFile } from './rows-csv.ts';

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
      config: { access: 'users.read', problems: ['too_many_at_once', 'too_many_to_sort'], severalTimes },
      schema: {
        operationId: 'exportUsers',
        tags: ['Users'],
        summary: 'The users that match, as a CSV file',
        description: 'Imported again it changes nothing.',
        produces: ['text/csv'],
        querystring: exportQuery,
      },
    },
    async (request, reply) => {
      const blocks = exportUsers(tools, request, request.query);
      // An error before the first block gets a proper answer.
      const first = await blocks.next();
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="users.csv"')
        .send(Readable.from(after(first, blocks)));
    },
  );
}

async function* after(first: IteratorResult<Buffer>, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  try {
    if (!first.done) yield first.value;
    yield* rest;
  } finally {
    await rest.return(undefined);
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
