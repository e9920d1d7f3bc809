import { Readable } from 'node:stream';
import { z } from 'zod';
import { changeStatus, planSelection } from '../changes/answer-change.ts';
import { changeSchema, planBody } from '../changes/change.ts';
import { getChange } from '../changes/show-changes.ts';
import { Problem } from '../kernel/problem.ts';
import { type App, write } from '../kernel/route.ts';
import type { Tools } from '../seats/catalog.ts';
import { exportQuery, exportUsers } from './export-users.ts';
import { remapBody, remapImport } from './remap-import.ts';
import { uploadImport, uploadQuery } from './upload-import.ts';

const config = { access: 'users.manage' };
const answers = { 200: changeSchema, 201: changeSchema, 202: changeSchema };
const fileBody = z.unknown().meta({ type: 'string', format: 'binary', description: 'The file, up to 256 MB.' });

/** Plans of changes: of a selection, or of a file. Both have one address, and what is sent tells which. */
export function csvRoutes(app: App, tools: Tools): void {
  app.post(
    '/v1/changes',
    {
      config,
      schema: {
        summary: 'Plan a change of a selection (JSON), or an import (text/csv with ?source=csv)',
        querystring: uploadQuery,
        body: { content: { 'application/json': { schema: planBody }, 'text/csv': { schema: fileBody } } },
        response: answers,
      },
    },
    (request, reply) => {
      const { body, query } = request;
      if (body instanceof Readable) {
        if (query.source !== 'csv') throw otherType();
        return uploadImport(tools, request, reply, { body, query });
      }
      if (query.source === 'csv' || body === undefined) throw otherType();
      return planSelection(tools, request, reply, planBody.parse(body));
    },
  );

  app.post(
    '/v1/changes/:id/remap',
    {
      config,
      schema: {
        summary: 'Plan the same uploaded file anew, read in another way',
        params: z.object({ id: z.string() }),
        body: remapBody,
        response: answers,
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

  app.get(
    '/v1/users.csv',
    {
      config,
      schema: {
        summary: 'The users that match, as a CSV file',
        description: 'Imported again it changes nothing.',
        produces: ['text/csv'],
        querystring: exportQuery,
      },
    },
    async (request, reply) => {
      const blocks = exportUsers(tools, request, request.query);
      // What goes wrong before the first block is answered in words.
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

function otherType(): Problem {
  return new Problem('unsupported_media_type', { expected: 'application/json, or text/csv with ?source=csv' });
}
