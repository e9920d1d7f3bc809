import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Change } from '../changes/engine/change.ts';
import { startTestApp } from '../testing/app.ts';
import type { Client } from '../testing/client.ts';
import { freshAccount } from '../testing/fresh-account.ts';
import { applied, planFile, rowsOf, userWith } from '../testing/imports.ts';
import { addPeople } from '../testing/people.ts';
import { fieldOf, fileFields } from '../users/rules/fields.ts';

const app = await startTestApp();
/** The cells of a row after its address, when all are empty. */
const noOtherField = ','.repeat(fileFields.length - 1);

async function rowsCsv(by: Client, { id }: Pick<Change, 'id'>): Promise<string[]> {
  const { status, headers, body } = await by.get<string>(`/v1/changes/${id}/rows.csv`);
  assert.equal(status, 200);
  assert.equal(headers.get('content-type'), 'text/csv; charset=utf-8');
  assert.ok(body.endsWith('\r\n'));
  return body.split('\r\n').slice(0, -1);
}

describe('the rows of an import as a file', () => {
  it('are the file as it was sent, with what became of each row and why', async () => {
    const { owner } = await freshAccount(app);
    const { users } = await addPeople(owner, 2);
    const [first, second] = users.map(({ email }) => email);
    const file = `Colour,E-Mail,Department\nred,new@example.com,Legal\nblue,nobody,Legal\n\n"gre""en",${first},Legal\nred,${second},\nred,NEW@example.com,\n`;
    const change = await planFile(owner, file);
    const rows = (words: string[]) => [
      'Colour,E-Mail,Department,status,reason',
      `red,new@example.com,Legal,${words[0]},`,
      'blue,nobody,Legal,refused,“nobody” is not an e-mail address.',
      `"gre""en",${first},Legal,${words[1]},`,
      `red,${second},,unchanged,`,
      'red,NEW@example.com,,refused,"This address stands here more than once; the first one counts."',
    ];
    assert.deepEqual(await rowsCsv(owner, change), rows(['to add', 'to update']));
    await applied(owner, change);
    assert.deepEqual(await rowsCsv(owner, change), rows(['added', 'updated']));
  });

  it('keep the separator, and a row that could not be read', async () => {
    const { owner } = await freshAccount(app);
    const change = await planFile(
      owner,
      'email;first name\na@example.com;Zoë\nb@example.com;"never closed\nc@example.com;C\n',
    );
    const lines = await rowsCsv(owner, change);
    assert.equal(lines[0], 'email;first name;status;reason');
    assert.equal(lines[1], 'a@example.com;Zoë;to add;');
    assert.match(lines[2] ?? '', /^b@example\.com;.*;refused;A quote is opened/);
    assert.equal(lines[3], 'c@example.com;C;to add;');
  });

  it('are all there, each with its own outcome, however many', async () => {
    const { owner } = await freshAccount(app);
    const people = Array.from({ length: 4_500 }, (_, i) => (i % 7 === 3 ? `bad${i}` : `p${i}@example.com`));
    const change = await planFile(owner, `email\n${people.join('\n')}\n`);
    const lines = await rowsCsv(owner, change);
    assert.equal(lines.length, 4_501);
    for (const [i, line] of lines.slice(1).entries()) {
      assert.ok(line.startsWith(i % 7 === 3 ? `bad${i},refused,` : `p${i}@example.com,to add,`), line);
    }
  });

  it('of a cancelled import say that nothing was done, of what was understood of the file', async () => {
    const { owner } = await freshAccount(app);
    const change = await planFile(owner, 'email\na@example.com\n');
    await owner.post(`/v1/changes/${change.id}/cancel`);
    assert.equal((await rowsCsv(owner, change))[1], `a@example.com${noOtherField},not done,`);
  });

  it('defuse what a spreadsheet would run', async () => {
    const { owner } = await freshAccount(app);
    const change = await planFile(owner, 'email,note\na@example.com,=1+1\n');
    assert.deepEqual((await rowsCsv(owner, change))[1], "a@example.com,'=1+1,to add,");
  });

  it('go on without the file once one of its people was erased, and without that person’s data', async () => {
    const { owner } = await freshAccount(app);
    const change = await applied(
      owner,
      await planFile(owner, 'email,first name\nada@example.com,Ada\nbob@example.com,Bob\n'),
    );
    const ada = await userWith(owner, 'ada@example.com');
    await owner.delete(`/v1/users/${ada.id}`);
    assert.equal((await owner.post(`/v1/users/${ada.id}/erase`)).status, 204);
    assert.deepEqual(await rowsCsv(owner, change), [
      `${fileFields.map((field) => fieldOf(field).label).join()},status,reason`,
      `${noOtherField},added,`,
      `bob@example.com,Bob${noOtherField.slice(1)},added,`,
    ]);
  });

  it('are called like the file', async () => {
    const { owner } = await freshAccount(app);
    const change = await planFile(owner, 'email\na@example.com\n', { fileName: 'Außendienst "neu".csv' });
    const { headers } = await owner.get(`/v1/changes/${change.id}/rows.csv`);
    assert.equal(
      headers.get('content-disposition'),
      `attachment; filename="Au_endienst _neu_ result.csv"; filename*=UTF-8''Au%C3%9Fendienst%20%22neu%22%20result.csv`,
    );
  });
});

describe('the rows of any other change as a file', () => {
  it('are its people, with what became of each and why', async () => {
    const { owner } = await freshAccount(app);
    const { users } = await addPeople(owner, 2);
    await owner.delete(`/v1/users/${users[1]?.id}`);
    const select = { ids: users.map(({ id }) => id) };
    const { body } = await owner.post<Change>('/v1/changes', { select, do: { set: { department: 'Legal' } } });
    const rows = (word: string) => [
      'Email,First name,Last name,status,reason',
      `${users[0]?.email},First1,Last1,${word},`,
      `${users[1]?.email},First2,Last2,refused,This user is removed. Restore them first.`,
    ];
    assert.deepEqual(await rowsCsv(owner, body), rows('to update'));
    await owner.post(`/v1/changes/${body.id}/apply`);
    assert.deepEqual(await rowsCsv(owner, body), rows('updated'));
  });
});

describe('the rows of an import', () => {
  it('tell what was before and after, planned and applied alike, with groups as they are called', async () => {
    const { owner } = await freshAccount(app);
    const { users } = await addPeople(owner, 1);
    await owner.post('/v1/groups', { name: 'Sales' });
    const change = await planFile(
      owner,
      `email,first name,group\n${users[0]?.email},Ada,sales\nnew@example.com,,Sales\n`,
    );
    const seen = async () => (await rowsOf(owner, change)).map(({ line, outcome, fields }) => [line, outcome, fields]);
    const expected = [
      [
        2,
        'update',
        [
          { field: 'firstName', before: 'First1', after: 'Ada' },
          { field: 'group', before: 'Everyone', after: 'Sales' },
        ],
      ],
      [3, 'create', [{ field: 'group', before: null, after: 'Sales' }]],
    ];
    assert.deepEqual(await seen(), expected);
    await applied(owner, change);
    assert.deepEqual(await seen(), expected);
  });
});
