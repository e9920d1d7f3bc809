import { z } from 'zod';
import { editUser } from '../changes/people/edit-user.ts';
import { type App, signedIn } from '../http/route.ts';
import { write, writing } from '../http/write.ts';
import type { Tools } from '../tools.ts';
import { nameSchema } from '../users/user.ts';
import { profileSchema } from './profile.ts';
import { getProfile } from './queries.ts';

const body = z
  .strictObject({ firstName: nameSchema.optional(), lastName: nameSchema.optional() })
  .meta({ id: 'UpdateProfile' });

/** The caller's own name: a change like any other, made on oneself. */
export function nameRoutes(app: App, tools: Tools): void {
  app.patch(
    '/v1/profile',
    {
      config: { access: 'session', ...writing },
      schema: {
        operationId: 'updateProfile',
        tags: ['Profile'],
        summary: 'Change my name',
        body,
        response: { 200: profileSchema },
      },
    },
    (request, reply) =>
      write(tools, request, reply, async (ctx) => {
        const { actor, session } = signedIn(request);
        const changeId = await editUser(ctx, tools, actor.id, request.body, { source: 'profile', asSelf: true });
        const headers = changeId === null ? {} : { 'muster-change': changeId };
        return {
          status: 200,
          body: await getProfile(ctx, { userId: actor.id, identityId: session.identityId, sessionId: session.id }),
          headers,
        };
      }),
  );
}
