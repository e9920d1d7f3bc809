import assert from 'node:assert/strict';
import { it } from 'node:test';
import { startTestApp } from '../../testing/app.ts';
import { addCrowd } from '../../testing/crowd.ts';
import { freshAccount } from '../../testing/fresh-account.ts';
import type { Change } from '../engine/change.ts';

const app = await startTestApp();

type Page = { data: { userId: string; outcome: string }[]; nextCursor: string | null };

it('the rows of a plan of several chunks name everyone once, whether an outcome is asked for or not', async () => {
  const account = await freshAccount(app);
  const { owner } = account;
  await addCrowd(app, account, 10_400);
  const body = { select: { where: { type: 'basic' } }, do: { set: { department: 'Legal' } } };
  const change = (await owner.post<Change>('/v1/changes', body)).body;
  for (const query of ['', '&outcome=update']) {
    const seen = new Set<string>();
    for (let cursor: string | null = ''; cursor !== null; ) {
      const path = `/v1/changes/${change.id}/rows?limit=500${query}${cursor && `&cursor=${cursor}`}`;
      const page: Page = (await owner.get<Page>(path)).body;
      for (const { userId } of page.data) seen.add(userId);
      cursor = page.nextCursor;
    }
    assert.equal(seen.size, 10_401, query);
  }
});
