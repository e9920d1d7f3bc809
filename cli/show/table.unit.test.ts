import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import stringWidth from 'string-width';
import { printable } from '../io.ts';
import { Kept } from '../testing/muster.ts';
import { Progress } from './progress.ts';
import { Table } from './table.ts';

type Person = { name: string; place: string };
const columns = [
  ['NAME', ({ name }: Person) => name],
  ['PLACE', ({ place }: Person) => place],
] as const;
const lines = (rows: Person[], width?: number) => new Table(columns, width).block(rows).trimEnd().split('\n');
/** How wide the text before the second column is. */
const indent = (line: string, place: string) => stringWidth(line.slice(0, line.indexOf(place)));

describe('a table', () => {
  it('is aligned whatever the width of its letters', () => {
    const rows = ['Ann', '山田太郎', '👩‍👩‍👧 Li', 'Zoë', ''].map((name) => ({ name, place: 'Oslo' }));
    const [, ...shown] = lines(rows);
    assert.deepEqual([...new Set(shown.map((line) => indent(line, 'Oslo')))], [10]);
  });

  it('is cut to the width of the terminal, at the widest column, between letters', () => {
    const [, line = ''] = lines([{ name: '山田太郎'.repeat(20), place: 'Oslo' }], 40);
    assert.match(line, /^(山田太郎)+.*… +Oslo$/);
    assert.ok(stringWidth(line) <= 40);
    const [, whole = ''] = lines([{ name: 'x'.repeat(500), place: 'Oslo' }]);
    assert.equal(whole.length, 506);
  });

  it('has one header over all its blocks, and a later block is aligned with the widest cell so far', () => {
    const table = new Table(columns);
    assert.match(table.block([{ name: 'Christabel', place: 'Oslo' }]), /^NAME +PLACE\nChristabel {2}Oslo\n$/);
    assert.equal(table.block([{ name: 'Bo', place: 'Rome' }]), 'Bo          Rome\n');
  });

  it('shows control characters and marks of direction as such, so that no name can write over a line', () => {
    assert.equal(printable('a\u001b[2Jb\nc\u202ed'), 'a�[2Jb�c�d');
    assert.equal(lines([{ name: 'Ann\r\nBo', place: 'Oslo' }]).length, 2);
  });
});

describe('a progress bar', () => {
  it('is drawn on a terminal, and taken away at the end; elsewhere nothing is written', () => {
    const written = (terminal: boolean) => {
      const stderr = new Kept(terminal);
      const bar = new Progress({ stderr }, 'Applying');
      bar.show(1, 2);
      bar.end();
      return stderr.text;
    };
    const end = '\u001b[K';
    assert.equal(written(true), `\rApplying ${'█'.repeat(15)}${'░'.repeat(15)} 50 %${end}\r${end}`);
    assert.equal(written(false), '');
  });
});
