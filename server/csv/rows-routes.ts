import { Readable } from 'node:stream';
import { z } from 'zod';
import { bounds } from '../kernel/limits.ts';
import { Places } from '../kernel/places.ts';
import { type App, signedIn } from '../kernel/route.ts';
import type { Tools } from '../seats/catalog.ts';
import { rowsFile } from './rows-csv.ts';

const places = new Places('downloads', { each: bounds.filesAtOnceMax });

export function rowsRoutes(app: App, tools: Tools): void {
  app.get(
    '/v1/changes/:id/rows.csv',
    {
      config: { access: 'users.manage' },
      schema: {
        summary: 'Every row of a change as a CSV file',
        description: 'Of an import the file as it was sent, with the columns status and reason.',
        produces: ['text/csv'],
        params: z.object({ id: z.string() }),
      },
    },
    async (request, reply) => {
      const giveBack = places.take(signedIn(request).accountId);
      reply.raw.once('close', giveBack);
      const { name, text } = await rowsFile(tools, request, request.params.id.toLowerCase());
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', attachment(name))
        .send(Readable.from(text));
    },
  );
}

/** RFC 6266: the name in plain letters for old readers, and as it is for all others. */
function attachment(name: string): string {
  const plain = name.replace(/[^\w .()-]/g, '_');
  const whole = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16)}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`;
}
