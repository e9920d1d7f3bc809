import pg from 'pg';
import type { EventTypePattern, Muster } from '../../client/index.ts';
import { newId } from '../../server/kernel/ids.ts';
import { insideAccount } from '../../server/testing/inside.ts';
import { waitUntil } from '../../server/testing/wait-until.ts';
import type { DemoServer } from './actions.ts';

const types: EventTypePattern[] = [
  'user.created',
  'user.activated',
  'user.deactivated',
  'user.removed',
  'user.restored',
  'user.purged',
];

/**
 * Webhooks of this account: one that works, and one that is paused. What a receiver answered is written directly into the database, because
 * there is none. Answers the one that works.
 */
export async function makeWebhooks(app: DemoServer, owner: Muster, accountId: string): Promise<string> {
  const make = async (url: string, description: string, brings: EventTypePattern[]) =>
    (await owner.POST('/v1/webhooks', { body: { url, description, types: brings, batch: true } })).data;
  const archive = await make('https://archive.halden.example/intake/muster?tenant=halden-instruments', '', [
    'session.*',
  ]);
  await owner.PATCH('/v1/webhooks/{id}', { params: { path: { id: archive.id } }, body: { paused: true } });
  const shop = await make('https://shop.halden.example/hooks/muster', 'Shop, production', types);
  const { nextCursor } = (await owner.GET('/v1/events', { params: { query: { types: ['user.created'], limit: 1 } } }))
    .data;
  const batch = { message: newId(), type: 'batch', cursor: nextCursor, events: 3 };
  const tries = [
    { ...batch, try: 1, minutes: 7, tookMs: 214, status: 503, answer: 'Service Unavailable: deploying' },
    { ...batch, try: 2, minutes: 6, tookMs: 96, status: 204, answer: '' },
    {
      message: newId(),
      type: 'webhook.test',
      cursor: null,
      events: 0,
      try: 1,
      minutes: 2,
      tookMs: 41,
      status: 200,
      answer: '{"ok":true}',
    },
  ];
  const note = () =>
    insideAccount(app.sql, accountId, async (client) => {
      for (const one of tries)
        await client.query(
          `insert into webhook_deliveries (account_id, webhook_id, id, message_id, type, cursor, types, events, batch, try, at, url, took_ms, status, answer)
            values ($1, $2, $3, $4, $5, $6, '{user.created}', $7, $6::text is not null, $8, muster_now() - make_interval(mins => $9), $10, $11, $12, $13)`,
          [
            accountId,
            shop.id,
            newId(),
            one.message,
            one.type,
            one.cursor,
            one.events,
            one.try,
            one.minutes,
            shop.url,
            one.tookMs,
            one.status,
            one.answer,
          ],
        );
    });
  await waitUntil(() => note().then(() => true, busy), 'deliveries');
  return shop.id;
}

/** The server wrote to the webhook at the same time: again. */
function busy(error: unknown): null {
  if (error instanceof pg.DatabaseError && error.code === '40001') return null;
  throw error;
}
