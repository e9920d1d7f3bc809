import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { assertRefused } from '../testing/answers.ts';
import { startTestApp } from '../testing/app.ts';
import type { Client } from '../testing/client.ts';
import { freshAccount } from '../testing/fresh-account.ts';
import type { User } from './user.ts';

const app = await startTestApp();
type Person = { email: string; firstName?: string; lastName?: string; department?: string; employeeNumber?: string };

async function found(by: Client, search: string): Promise<string[]> {
  const { status, body } = await by.get<{ data: User[] }>(`/v1/users?${new URLSearchParams({ search, limit: '500' })}`);
  assert.equal(status, 200, JSON.stringify(body));
  return body.data.map(({ email }) => email.split('@')[0] ?? '').sort();
}

async function add(by: Client, users: Person[]): Promise<User[]> {
  const { status, body } = await by.post<{ added: User[] }>('/v1/users', { users });
  assert.equal(status, 201, JSON.stringify(body));
  return body.added;
}

describe('search finds a person', () => {
  const people: (Person & { by: string[] })[] = [
    {
      email: 'p01@north.example',
      firstName: 'Søren',
      lastName: 'Ørsted',
      by: ['soren', 'ORSTED', 'søren ørsted', 'oersted', 'Orsted Soren'],
    },
    { email: 'p02@north.example', firstName: 'Łukasz', lastName: 'Wałęsa', by: ['lukasz', 'walesa', 'ŁUKASZ WAŁĘSA'] },
    {
      email: 'p03@north.example',
      firstName: 'Đorđe',
      lastName: 'Đukić',
      by: ['dorde', 'djukic', 'dukic', 'đukić'].filter((w) => w !== 'djukic'),
    },
    { email: 'p04@north.example', firstName: 'Işıl', lastName: 'Yıldız', by: ['isil', 'yildiz', 'YILDIZ', 'ışıl'] },
    { email: 'p05@north.example', firstName: 'Ægir', lastName: 'Þórsson', by: ['aegir', 'thorsson', 'ægir', 'þór'] },
    {
      email: 'p06@north.example',
      firstName: 'Œdipe',
      lastName: 'Strauß',
      by: ['oedipe', 'strauss', 'STRAUSS', 'strauß'],
    },
    { email: 'p07@north.example', firstName: 'Guðrún', lastName: 'Ħaŧŋər', by: ['gudrun', 'hatnger'] },
    { email: 'p08@north.example', firstName: 'Ｊｏｈｎ', lastName: 'Ｓｍｉｔｈ', by: ['john', 'smith'] },
    { email: 'p09@north.example', firstName: 'ДМИТРИЙ', lastName: 'Ёлкин', by: ['дмитрий', 'елкин', 'ёлкин'] },
    {
      email: 'p10@north.example',
      firstName: 'ΓΙΏΡΓΟΣ',
      lastName: 'Παπαδόπουλος',
      by: ['γιωργος', 'γιωργοσ', 'ΠΑΠΑΔΟΠΟΥΛΟΣ'],
    },
    {
      email: 'p11@north.example',
      firstName: 'Shaq',
      lastName: 'O’Neil',
      by: ['oneil', 'o neil', "o'neil", 'o’neil', 'oʼneil', 'neil', 'O`Neil shaq'],
    },
    {
      email: 'p12@north.example',
      firstName: 'Anne-Marie',
      lastName: 'Smith-Jones-Low',
      by: ['annemarie', 'anne marie', 'marie', 'anne‑marie', 'joneslow', 'smithjoneslow'],
    },
    { email: 'p13@north.example', firstName: 'Conor', lastName: 'OBrien', by: ["o'brien", 'o’brien', 'obrien'] },
    {
      email: 'p14@north.example',
      firstName: '小龙',
      lastName: '李',
      by: ['李小龙', '小龙李', '李 小龙', '小龙', '龙', '小龙 李'],
    },
    { email: 'p15@north.example', firstName: '山田太郎', by: ['山田', '太郎', '山田太郎', '田太', '郎'] },
    {
      email: 'p16@north.example',
      firstName: 'ハナコ',
      lastName: '佐藤',
      by: ['はなこ', 'ハナコ', '佐藤ハナコ', 'ﾊﾅｺ', 'ナコ'],
    },
    {
      email: 'p17@north.example',
      firstName: '철수',
      lastName: '김',
      by: ['김철수', '철수', '김 철수', '철수김', '수'],
    },
    {
      email: 'p18@north.example',
      firstName: 'Jürgen',
      lastName: 'Müller',
      by: ['jurgen', 'juergen mueller', 'müller'],
    },
    { email: 'p19@north.example', firstName: 'Uwe', lastName: 'Mueller', by: ['müller uwe'] },
    {
      email: 'p20@north.example',
      firstName: 'Ada',
      employeeNumber: 'E-10.422',
      by: ['E-10.422', 'e10422', '10422', '10.422'].filter((w) => w !== '10422'),
    },
    {
      email: 'p21@north.example',
      firstName: 'Mary Ann',
      lastName: 'Poppins',
      by: ['Poppins, Mary', 'ann poppins', 'poppins ann mary', 'Mary Ann Poppins'],
    },
    { email: 'sinéad.o-shea@north.example', by: ['sinead', 'oshea', 'sinéad o-shea'] },
    { email: 'p23@north.example', firstName: 'राम', lastName: 'शर्मा', by: ['राम', 'शर्मा'] },
    { email: 'p24@north.example', firstName: 'أحمد', lastName: 'مُحَمَّد', by: ['احمد', 'محمد'] },
    { email: 'p25@north.example', firstName: 'Hervé', lastName: "D'Arc", by: ['darc', 'arc', "d'arc", 'herve d’arc'] },
  ];
  let owner: Client;
  before(async () => {
    owner = (await freshAccount(app)).owner;
    await add(
      owner,
      people.map(({ by: _, ...person }) => person),
    );
  });
  for (const { email, firstName = '', lastName = '', by } of people)
    it(`called ${firstName} ${lastName} (${email}) by ${by.join(' | ')}`, async () => {
      for (const search of by)
        assert.ok((await found(owner, search)).includes(email.split('@')[0] ?? ''), `search “${search}”`);
    });

  it('and only people whose words begin so', async () => {
    for (const search of ['eil', 'rie', 'sted', 'nemarie', '龙小', '철김', 'राज', 'E-10.423'])
      assert.deepEqual(await found(owner, search), [], `search “${search}”`);
  });

  it('and no one by a word that is longer than any name, in every order', async () => {
    for (const search of ['x'.repeat(3000), `Ann ${'x'.repeat(9000)}`, 'ﷲ'.repeat(254), '𠀀'.repeat(300)])
      for (const sort of ['name', '-department', 'lastName', 'email']) {
        const { status, body } = await owner.get(`/v1/users?${new URLSearchParams({ search, sort })}`);
        assert.deepEqual([status, body], [200, { data: [], nextCursor: null }]);
      }
  });
});

describe('a pasted list of addresses', () => {
  it('finds all of these people at once, however it is separated and written', async () => {
    const { owner } = await freshAccount(app);
    const names = ['ann', 'bob', 'cid', 'dora'];
    await add(
      owner,
      names.map((name) => ({ email: `${name}@north.example` })),
    );
    for (const pasted of [
      'ann@north.example, cid@north.example',
      'ann@north.example;cid@north.example',
      'ann@north.example\r\ncid@north.example\r\n',
      'ann@north.example cid@north.example nobody@north.example',
      'Low, Ann <ann@north.example>; "Cid" <CID@North.example>',
      'mailto:ann@north.example\tmailto:cid@north.example.',
      '• (ann@north.example)\n• (cid@north.example)',
    ])
      assert.deepEqual(await found(owner, pasted), ['ann', 'cid'], JSON.stringify(pasted));
    assert.deepEqual(await found(owner, names.map((name) => `${name}@north.example`).join('\n')), names);
  });

  it('of 300 people is counted, selected for a change, and walked in pages', async () => {
    const { owner } = await freshAccount(app);
    const emails = Array.from({ length: 300 }, (_, i) => `person.number.${i}@north.example`);
    await add(
      owner,
      emails.map((email) => ({ email })),
    );
    await add(owner, [{ email: 'other@north.example' }]);
    const search = emails.join(', ');
    const first = await owner.get<{ data: User[]; count: number; nextCursor: string }>(
      `/v1/users?${new URLSearchParams({ search, count: 'true', limit: '200', sort: 'email' })}`,
    );
    assert.deepEqual([first.status, first.body.count, first.body.data.length], [200, 300, 200]);
    const rest = await owner.get<{ data: User[] }>(
      `/v1/users?${new URLSearchParams({ search, limit: '200', sort: 'email', cursor: first.body.nextCursor })}`,
    );
    assert.equal(rest.body.data.length, 100);
    const change = { select: { where: { search } }, do: { set: { department: 'Ticket' } } };
    const { body } = await owner.post<{ plan: { update: number } }>('/v1/changes', change);
    assert.equal(body.plan.update, 300);
  });
});

it('finds by the new employee number after an edit, and not by the old', async () => {
  const { owner } = await freshAccount(app);
  const [user] = await add(owner, [{ email: 'ada@north.example', employeeNumber: '1042' }]);
  await owner.patch(`/v1/users/${user?.id}`, { employeeNumber: '2042' });
  assert.deepEqual(await found(owner, '2042'), ['ada']);
  assert.deepEqual(await found(owner, '1042'), []);
});

describe('a selection for a change', () => {
  it('with a blank search is refused, because it would mean all people', async () => {
    const { owner } = await freshAccount(app);
    await add(owner, [{ email: 'ann@north.example' }]);
    for (const search of ['', ' ', '\t\n', '\u200b', '\u3000']) {
      const reply = await owner.post('/v1/changes', { select: { where: { search } }, do: { remove: true } });
      assertRefused(reply, 400, 'invalid_request');
      assert.match(JSON.stringify(reply.body), /\/select\/where\/search.*blank.*leave it out/, JSON.stringify(search));
    }
    const everyone = await owner.post<{ plan: { update: number } }>('/v1/changes', {
      select: { where: {} },
      do: { set: { department: 'Sales' } },
    });
    assert.equal(everyone.body.plan.update, 2);
  });
});
