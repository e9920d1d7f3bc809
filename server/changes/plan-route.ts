import { z } from 'zod';
import type { App } from '../http/route.ts';
import { writing } from '../http/write.ts';
import { Problem } from '../kernel/problem.ts';
import type { Tools } from '../tools.ts';
import { changeSchema } from './engine/change.ts';
import { changePermissions } from './engine/needed-permissions.ts';
import type { PlanBody } from './show/answer-change.ts';

/** Plans of changes: of a selection, or of a file. Both have one address. The content type of the body decides. */
export function planRoute(app: App, tools: Tools, bodies: Record<string, PlanBody>): void {
  const query = Object.values(bodies).reduce((all, body) => all.extend(body.query.shape), z.strictObject({}));
  const content = Object.fromEntries(Object.entries(bodies).map(([type, { body }]) => [type, { schema: body }]));
  app.post(
    '/v1/changes',
    {
      config: {
        access: changePermissions,
        ...writing,
        problems: Object.values(bodies).flatMap((body) => body.problems),
      },
      schema: {
        operationId: 'planChange',
        tags: ['Changes'],
        summary: 'Plan a change of a selection (JSON), or an import (text/csv with ?source=csv)',
        querystring: query,
        body: { content },
        response: { 201: changeSchema, 202: changeSchema },
      },
    },
    async (request, reply) => {
      const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
      const handler = Object.hasOwn(bodies, type) ? bodies[type] : undefined;
      if (!handler || (request.query['source'] ?? null) !== handler.source) throw otherType();
      return handler.plan(tools, request, reply);
    },
  );
}

function otherType(): Problem {
  return new Problem('unsupported_media_type', { expected: 'application/json, or text/csv with ?source=csv' });
}
