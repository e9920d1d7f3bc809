import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { write } from '../kernel/route.ts';
import type { Tools } from '../seats/catalog.ts';
import type { planBody } from './change.ts';
import { planChange } from './plan-change.ts';
import { getChange } from './show-changes.ts';

/** 200 or 201 when it is done, 202 when a job goes on with it: watch it at its own address. */
export function changeStatus(state: string, done: 200 | 201): number {
  return ['applying', 'undoing', 'planning'].includes(state) ? 202 : done;
}

/** POST /v1/changes with a JSON body: plans a change of a selection, applies it if asked to. */
export function planSelection(
  tools: Tools,
  request: FastifyRequest,
  reply: FastifyReply,
  body: z.infer<typeof planBody>,
) {
  return write(tools, request, reply, async (ctx) => {
    const { id } = await planChange(ctx, tools, body);
    const change = await getChange(ctx, tools.catalog, id);
    return { status: changeStatus(change.state, 201), body: change };
  });
}
