import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { write } from '../../http/route.ts';
import type { ProblemCode } from '../../kernel/problem.ts';
import type { Tools } from '../../tools.ts';
import { planBody } from '../engine/change.ts';
import { settingsProblems } from '../engine/valid-settings.ts';
import { planChange } from '../run/plan-change.ts';
import { getChange } from './show-changes.ts';

/** 200 or 201 when it is done, 202 when a job goes on with it: watch it at its own address. */
export function changeStatus(state: string, done: 200 | 201): number {
  return ['applying', 'undoing', 'planning'].includes(state) ? 202 : done;
}

/** One kind of body that POST /v1/changes takes, and how it becomes the plan of a change. */
export type PlanBody = {
  /** What ?source= says of such a body; null where it says nothing. */
  source: string | null;
  /** What stands in the address beside it. Values are the same however often they are parsed. */
  query: z.ZodObject;
  body: z.ZodType;
  /** What it is refused for, beside what holds for every request. */
  problems: readonly ProblemCode[];
  plan: (tools: Tools, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;
};

/** POST /v1/changes with JSON: a change of a selection, applied at once if asked to. */
export const selectionBody: PlanBody = {
  source: null,
  query: z.strictObject({}),
  body: planBody,
  problems: ['nothing_selected', ...settingsProblems, 'role_forbidden', 'seats_short', 'changes_waiting'],
  plan: (tools, request, reply) => {
    const body = planBody.parse(request.body);
    return write(tools, request, reply, async (ctx) => {
      const { id } = await planChange(ctx, tools, body);
      const change = await getChange(ctx, tools.catalog, id);
      return { status: changeStatus(change.state, 201), body: change };
    });
  },
};
