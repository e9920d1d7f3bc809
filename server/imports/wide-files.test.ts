import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Change } from '../changes/engine/change.ts';
import { startTestApp } from '../testing/app.ts';
import { freshAccount } from '../testing/fresh-account.ts';
import { planFile, refusedFile, rowsOf } from '../testing/imports.ts';

const app = await startTestApp();

describe('a file with many columns', () => {
  it('is understood up to 500 of them', async () => {
    const { owner } = await freshAccount(app);
    const change = await planFile(owner, `email${',x'.repeat(499)}\nb@b.example\n`);
    assert.equal(change.file?.columns.length, 500);
    assert.equal(change.plan?.create, 1);
  });

  it('is refused in words beyond that, with a header or without, whatever separates them', async () => {
    const { owner } = await freshAccount(app);
    for (const separator of [',', ';', '\t'])
      for (const file of [
        `email${separator.repeat(500)}\nb@b.example\n`,
        `b@b.example${`${separator}x`.repeat(500)}\nc@c.example${`${separator}x`.repeat(500)}\n`,
        `email${separator.repeat(65_000)}\nb@b.example\n`,
      ]) {
        const { code, status, detail } = await refusedFile(owner, file);
        assert.deepEqual({ code, status }, { code: 'csv_too_many_columns', status: 422 });
        assert.match(detail, /500 columns/);
      }
    const { body } = await owner.get<{ data: Change[] }>('/v1/changes');
    assert.deepEqual(body.data, []);
  });

  it('shows little of what its columns hold, and of rows wider than its header no more than its columns', async () => {
    const { owner } = await freshAccount(app);
    const wide = await planFile(owner, `email${',x'.repeat(499)}\nb@b.example${`,${'w'.repeat(120)}`.repeat(499)}\n`);
    assert.ok(JSON.stringify(wide.file).length < 50_000, String(JSON.stringify(wide.file).length));
    const long = await planFile(owner, `email,${'h'.repeat(30_000)}\nb@b.example\n`);
    assert.ok(JSON.stringify(long.file).length < 1_000);
    const ragged = await planFile(owner, `email,name\nb@b.example${',x'.repeat(20_000)}\nc@c.example,C\n`);
    assert.deepEqual(
      ragged.file?.sample.map((row) => row.length),
      [2, 2],
    );
    assert.deepEqual(
      (await rowsOf(owner, ragged)).map(({ code }) => code),
      ['csv_too_many_cells', null],
    );
  });
});
