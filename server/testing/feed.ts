import assert from 'node:assert/strict';
import type { z } from 'zod';
import { type Event, eventsPage } from '../events/event.ts';
import type { Client } from './client.ts';

type Page = z.infer<typeof eventsPage>;

/** A page of the feed, with the shape that openapi.json describes. */
export async function feedPage(by: Client, query: Record<string, string> = {}): Promise<Page> {
  const { status, body } = await by.get<Page>(`/v1/events?${new URLSearchParams(query)}`);
  assert.equal(status, 200, JSON.stringify(body));
  return eventsPage.strict().parse(body);
}

/** Everything after a cursor, or from the beginning. */
export async function readOn(
  by: Client,
  after: string | null,
  query: Record<string, string> = {},
): Promise<{ events: Event[]; cursor: string }> {
  const events: Event[] = [];
  let cursor = after;
  for (;;) {
    const page = await feedPage(by, { limit: '500', ...query, ...(cursor ? { after: cursor } : {}) });
    events.push(...page.data);
    cursor = page.nextCursor;
    if (!page.more) return { events, cursor };
  }
}

/** The cursor after everything that has happened. */
export async function feedEnd(by: Client): Promise<string> {
  return (await feedPage(by, { latest: 'true' })).nextCursor;
}

export const typesOf = (events: Event[]) => events.map(({ type }) => type);
