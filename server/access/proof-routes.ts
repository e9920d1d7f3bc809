import { z } from 'zod';
import { type App, sessionOf, signedIn } from '../http/route.ts';
import { write, writing } from '../http/write.ts';
import { empty, upTo } from '../kernel/schema.ts';
import type { Tools } from '../tools.ts';
import { linkProblems } from './mails/links.ts';
import { mailProof, proveAddress, readProof } from './prove-address.ts';
import { passwordProblems } from './rules/password-rules.ts';
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
proof.register(z.globalRegistry, { id: 'EmailProof' });
const proveBody = z.strictObject({ password: upTo(1000).optional() }).meta({ id: 'ProveEmail' });

/** Proving an address by the link mailed to it. */
export function proofRoutes(app: App, tools: Tools): void {
  app.post(
    '/v1/proofs',
    {
      config: { access: 'session', ...writing },
      schema: {
        operationId: 'requestEmailProof',
        tags,
        summary: 'Mail me the link that confirms my address',
        response: { 202: empty },
      },
    },
    (request, reply) => {
      const { accountId, accountName, actor, session } = signedIn(request);
      const who = { identityId: session.identityId, userId: actor.id, accountId, accountName };
      return write(tools, request, reply, async (ctx) => {
        await mailProof(ctx, tools, who);
        return { status: 202, body: {} };
      });
    },
  );
  app.get(
    '/v1/proofs/:token',
    {
      config: { access: 'public', notForKeys: true, rates: ['linkLooks'], problems: linkProblems },
      schema: {
        operationId: 'getEmailProof',
        tags,
        summary: 'Look at a confirmation link',
        params,
        response: { 200: proof },
      },
    },
    (request) => readProof(tools, request.params.token, sessionOf(request)),
  );
  app.post(
    '/v1/proofs/:token',
    {
      config: {
        access: 'public',
        notForKeys: true,
        rates: ['linkUses'],
        problems: [...linkProblems, 'password_needed', ...passwordProblems, 'wrong_password'],
      },
      schema: {
        operationId: 'proveEmail',
        tags,
        summary: 'Confirm that the address is mine',
        params,
        body: proveBody.nullish(),
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
