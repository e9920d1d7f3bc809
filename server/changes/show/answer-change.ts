import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { write } from '../../http/write.ts';
import type { ProblemCode } from '../../kernel/problem.ts';
import type { Tools } from '../../tools.ts';
import { planBody } from '../engine/change.ts';
import { settingsProblems } from '../engine/valid-settings.ts';
import { planChange } from '../run/plan-change.ts';
import { getChange } from './show-changes.ts';

/** 200 or 201 if it is done, 202 if a job continues it: its own address shows the progress. */
export function changeStatus(state: string, done: 200 | 201): number {
  return ['applying', 'undoing', 'planning'].includes(state) ? 202 : done;
}

/** One kind of body that POST /v1/changes takes, and how to plan a change from it. */
export type PlanBody = {
  /** The value of ?source= for such a body; null if it has none. */
  source: string | null;
  /** Its query parameters. Parsing them again gives the same values. */
  query: z.ZodObject;
  body: z.ZodType;
  /** The problems it is refused for, besides those of every request. */
  problems: readonly ProblemCode[];
  plan: (tools: Tools, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;
};

/** POST /v1/changes with JSON: a change of a selection, applied at once if asked to. */
export const selectionBody: PlanBody = {
  source: null,
  query: z.strictObject({}),
  body: planBody,
  problems: [
    'nothing_selected',
    'import_unknown',
    'filter_without_value',
    ...settingsProblems,
    'role_forbidden',
    'seats_short',
    'changes_waiting',
  ],
  plan: (tools, request, reply) => {
    const body = planBody.parse(request.body);
    return write(tools, request, reply, async (ctx) => {
      const { id } = await planChange(ctx, tools, body);
      const change = await getChange(ctx, tools.catalog, id);
      return { status: changeStatus(change.state, 201), body: change };
    });
  },
};
