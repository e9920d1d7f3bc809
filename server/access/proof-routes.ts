import { z } from 'zod';
import { type App, sessionOf, signedIn, writeUnkeyed } from '../http/route.ts';
import { upTo } from '../kernel/schema.ts';
import type { Tools } from '../tools.ts';
import { mailProof, proveAddress, readProof } from './prove-address.ts';
import { giveSession, whereFrom } from './sessions/answer-session.ts';
import { sessionSchema } from './sessions/session.ts';

const params = z.object({ token: z.string() });
const tags = ['Sign-in'];
const proof = z.object({
  email: z.string(),
  passwordNeeded: z.boolean().describe('False in the browser that is signed in with this very sign-in.'),
  identity: z
    .enum(['new', 'known'])
    .describe('known: the password asked for is the present one of this address; new: one to choose.'),
});

/** Proving that an address is one's own by the link mailed to it. */
export function proofRoutes(app: App, tools: Tools): void {
  app.post(
    '/v1/proofs',
    {
      config: { access: 'session' },
      schema: { summary: 'Mail me the link that confirms my address', tags, response: { 202: z.object({}) } },
    },
    async (request, reply) => {
      const { accountId, accountName, actor, session } = signedIn(request);
      const who = { identityId: session.identityId, userId: actor.id, accountId, accountName };
      await writeUnkeyed(tools, request, (ctx) => mailProof(ctx, tools, who));
      return reply.code(202).send({});
    },
  );
  app.get(
    '/v1/proofs/:token',
    {
      config: { access: 'public', rates: ['linkLooks'] },
      schema: { summary: 'Look at a confirmation link', tags, params, response: { 200: proof } },
    },
    (request) => readProof(tools, request.params.token, sessionOf(request)),
  );
  app.post(
    '/v1/proofs/:token',
    {
      config: { access: 'public', rates: ['linkUses'] },
      schema: {
        summary: 'Confirm that the address is mine',
        tags,
        params,
        body: z.strictObject({ password: upTo(1000).optional() }).nullish(),
        response: { 201: sessionSchema },
      },
    },
    async (request, reply) => {
      const caller = { session: sessionOf(request), from: whereFrom(tools, request), requestId: request.id };
      const started = await proveAddress(tools, request.params.token, request.body?.password, caller);
      return reply.code(201).send(giveSession(tools, request, reply, started));
    },
  );
}
