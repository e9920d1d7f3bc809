import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { startTestApp } from '../../testing/app.ts';
import { freshAccount } from '../../testing/fresh-account.ts';
import { planFile } from '../../testing/imports.ts';
import type { Change, ChangeEntry } from '../engine/change.ts';

const app = await startTestApp();

describe('what a change says of itself', () => {
  it('is short in a list: columns, first rows and names of people stand in its details', async () => {
    const { owner, ownerId } = await freshAccount(app);
    const file = await planFile(owner, `email,Name of them\nb@b.example,B\n`);
    const { body: refused } = await owner.post<Change>('/v1/changes', {
      select: { ids: [ownerId] },
      do: { remove: true },
    });
    assert.deepEqual(
      refused.plan?.refusals[0]?.people.map(({ id }) => id),
      [ownerId],
    );

    const { body: list } = await owner.get<{ data: ChangeEntry[] }>('/v1/changes');
    const [second, first] = list.data;
    assert.deepEqual(Object.keys(first?.file ?? {}).sort(), [
      'bytes',
      'encoding',
      'header',
      'name',
      'rows',
      'separator',
    ]);
    assert.deepEqual(Object.keys(second?.plan?.refusals[0] ?? {}).sort(), ['code', 'count', 'detail']);
    const { body: whole } = await owner.get<Change>(`/v1/changes/${file.id}`);
    assert.deepEqual(
      whole.file?.columns.map(({ header }) => header),
      ['email', 'Name of them'],
    );
    assert.deepEqual(whole.file?.sample, [['b@b.example', 'B']]);
  });

  it('cuts headers that are long, and only to show them', async () => {
    const { owner } = await freshAccount(app);
    const header = 'h'.repeat(3_000);
    const { id, file } = await planFile(owner, `email,${header}\nb@b.example,B\n`);
    assert.equal(file?.columns[1]?.header, `${'h'.repeat(99)}…`);
    const { body } = await owner.get(`/v1/changes/${id}/rows.csv`);
    assert.ok(String(body).includes(header));
  });

  it('names the first few of many people it selects, or leaves out, and how many they are', async () => {
    const { owner } = await freshAccount(app);
    const ids = Array.from({ length: 9_999 }, () => randomUUID());
    const planned = await owner.post<Change>('/v1/changes', { select: { ids }, do: { remove: true } });
    assert.deepEqual(planned.body.select, { ids: ids.slice(0, 10), count: 9_999 });
    assert.equal(planned.body.plan?.refused, 9_999);
    const except = await owner.post<Change>('/v1/changes', {
      select: { where: {}, except: ids },
      do: { remove: true },
    });
    assert.deepEqual(except.body.select, { where: {}, except: ids.slice(0, 10), exceptCount: 9_999 });
    const few = await owner.post<Change>('/v1/changes', { select: { ids: ids.slice(0, 3) }, do: { remove: true } });
    assert.deepEqual(few.body.select, { ids: ids.slice(0, 3) });
    const list = await owner.get('/v1/changes');
    assert.ok(JSON.stringify(list.body).length < 8_000);
  });

  it('is as short in the events of its progress', async () => {
    const { owner } = await freshAccount(app);
    const { id } = await planFile(owner, `email,Name of them\nb@b.example,B\n`);
    const { body } = await owner.get(`/v1/changes/${id}/events`);
    assert.match(String(body), /"state":"planned"/);
    assert.doesNotMatch(String(body), /columns|Name of them/);
  });
});
