import { requirePermission } from '../access/rules/permissions.ts';
import { sendJsonText } from '../http/json-text.ts';
import { type App, readInSnapshot } from '../http/route.ts';
import type { Tools } from '../tools.ts';
import { encodePlace } from './cursor.ts';
import { eventsPage, eventsQuery } from './event.ts';
import { type FeedPage, latestPlace, readFeed } from './read-feed.ts';

/** The feed of what happens in the account. */
export function eventRoutes(app: App, tools: Tools): void {
  app.get(
    '/v1/events',
    {
      config: { access: 'audit.read', severalTimes: ['types'], problems: ['invalid_cursor', 'cursor_too_old'] },
      schema: {
        operationId: 'listEvents',
        tags: ['Events'],
        summary: 'What happened in the account, oldest first, kept for 30 days',
        description:
          'No event is missed and none comes twice, in the order in which they came about. Also needs `users.read`.',
        querystring: eventsQuery,
        response: { 200: eventsPage },
      },
    },
    async (request, reply) => {
      const page = await readInSnapshot(tools, request, async (ctx) => {
        requirePermission(ctx, 'audit.read', 'users.read');
        const { after = null, types = [], limit, latest } = request.query;
        if (latest === 'true') return { data: [], nextCursor: encodePlace(await latestPlace(ctx)), more: false };
        return readFeed(ctx, { after, types: [types].flat(), limit });
      });
      return sendJsonText(reply, bodyOf(page));
    },
  );
}

/** An EventPage, whose events are written out already. */
function bodyOf({ data, nextCursor, more }: FeedPage): string {
  return `{"data":[${data.join(',')}],"nextCursor":${JSON.stringify(nextCursor)},"more":${more}}`;
}
