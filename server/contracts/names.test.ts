import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Change } from '../changes/engine/change.ts';
import { assertRefused, type ProblemAnswer } from '../testing/answers.ts';
import { startTestApp } from '../testing/app.ts';
import type { Reply } from '../testing/client.ts';
import { freshAccount, freshEmail, goodPassword } from '../testing/fresh-account.ts';
import { applied, planFile, rowsOf, sendFile } from '../testing/imports.ts';
import { addPeople } from '../testing/people.ts';
import type { User } from '../users/user.ts';

const app = await startTestApp();
const { owner } = await freshAccount(app);

type Named = { name: string };
type Person = { firstName: string };

/** Every way to enter a name, and what is stored of it. */
const doors: Record<string, (name: string) => Promise<{ reply: Reply<unknown>; kept: () => Promise<unknown> }>> = {
  'a first name, when added': async (firstName) => {
    const reply = await owner.post<{ added: User[] }>('/v1/users', { users: [{ email: freshEmail(), firstName }] });
    return { reply, kept: async () => reply.body.added[0]?.firstName };
  },
  'a last name, by an edit': async (lastName) => {
    const { users } = await addPeople(owner, 1);
    const reply = await owner.patch<User>(`/v1/users/${users[0]?.id}`, { lastName });
    return { reply, kept: async () => reply.body.lastName };
  },
  'a department, in bulk': async (department) => {
    const { users } = await addPeople(owner, 1);
    const id = users[0]?.id ?? '';
    const body = { select: { ids: [id] }, do: { set: { department } }, apply: true };
    const reply = await owner.post('/v1/changes', body);
    return { reply, kept: async () => (await owner.get<User>(`/v1/users/${id}`)).body.department };
  },
  'one’s own name': async (firstName) => {
    const reply = await owner.patch('/v1/profile', { firstName });
    return { reply, kept: async () => (await owner.get<Person>('/v1/profile')).body.firstName };
  },
  'the name of who signs up': async (firstName) => {
    const body = { accountName: 'A', email: freshEmail(), password: goodPassword, firstName, lastName: '' };
    const reply = await app.browser().post<{ user: Person }>('/v1/sign-up', body);
    return { reply, kept: async () => reply.body.user.firstName };
  },
  'the name of who accepts an invitation': async (firstName) => {
    const { users } = await addPeople(owner, 1);
    const { body } = await owner.post<{ link: string }>(`/v1/users/${users[0]?.id}/invitation-link`);
    const joining = { firstName, lastName: '', password: goodPassword };
    const token = body.link.split('/').at(-1);
    const reply = await app.browser().post<{ user: Person }>(`/v1/invitations/${token}/accept`, joining);
    return { reply, kept: async () => reply.body.user.firstName };
  },
  'the name of an account': async (name) => {
    const reply = await owner.patch<Named>('/v1/account', { name });
    return { reply, kept: async () => reply.body.name };
  },
  'the name of a group': async (name) => {
    const reply = await owner.post<Named>('/v1/groups', { name });
    return { reply, kept: async () => reply.body.name };
  },
  'the name of a view': async (name) => {
    const reply = await owner.post<Named>('/v1/views', { name, columns: [] });
    return { reply, kept: async () => reply.body.name };
  },
  'the name of a file': async (fileName) => {
    const reply = await sendFile<Change>(owner, `email\n${freshEmail()}`, { fileName });
    return { reply, kept: async () => reply.body.file?.name };
  },
};

const kept = [
  'می\u200cخواهم',
  'ക\u0d4d\u200dഷ',
  '👨‍👩‍👧',
  '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
  'דנה\u200f (1)',
];
const refused: Record<string, RegExp> = {
  '\u200b\u200d': /nothing that can be seen/,
  '\u3164': /nothing that can be seen/,
  '\u2800': /nothing that can be seen/,
  'invoice\u202efdp.exe': /RIGHT-TO-LEFT OVERRIDE \(U\+202E\)/,
  'a\u2066b': /LEFT-TO-RIGHT ISOLATE \(U\+2066\)/,
};
/** A line break is refused where people type it. A cell of a file may have one, which becomes a space. */
const broken = { 'a\u2028b': /line break/ };

describe('a name keeps its joiners, and is refused where it shows nothing or turns text around', () => {
  for (const [door, come] of Object.entries(doors)) {
    it(door, async () => {
      for (const name of kept) {
        const { reply, kept } = await come(name);
        assert.ok(reply.status < 300, JSON.stringify(reply.body));
        assert.equal(await kept(), name);
      }
      for (const [name, said] of Object.entries({ ...refused, ...broken })) {
        const { reply } = await come(name);
        assertRefused(reply, 400, 'invalid_request');
        assert.match(JSON.stringify(reply.body), said);
      }
    });
  }

  it('a row of a file, of which the others are taken', async () => {
    const file = [...kept, ...Object.keys(refused), ...Object.keys(broken)].map((name) => `${freshEmail()},"${name}"`);
    const change = await planFile(owner, ['email,first name', ...file].join('\n'));
    const rows = await rowsOf(owner, change);
    assert.deepEqual(
      rows.map(({ code }) => code),
      [...kept.map(() => null), ...Object.keys(refused).map(() => 'text_invalid'), null],
    );
    for (const [i, said] of Object.values(refused).entries())
      assert.match(rows[kept.length + i]?.detail ?? '', new RegExp(`^The first name .*${said.source}`));
    assert.match(rows.at(-1)?.name ?? '', /^a b/);
    assert.equal((await applied(owner, change)).result?.create, kept.length + 1);
  });
});

it('a search finds a name with and without what joins its letters', async () => {
  const { owner } = await freshAccount(app);
  const users = ['می\u200cخواهم', 'Mül\u00adler'].map((lastName) => ({ email: freshEmail(), lastName }));
  await owner.post('/v1/users', { users });
  for (const [search, i] of [
    ['می\u200cخواهم', 0],
    ['میخواهم', 0],
    ['muller', 1],
    ['Mü\u200bller', 1],
  ] as const) {
    const { body } = await owner.get<{ data: User[] }>(`/v1/users?search=${encodeURIComponent(search)}`);
    assert.deepEqual(
      body.data.map(({ lastName }) => lastName),
      [users[i]?.lastName],
      search,
    );
  }
});

it('two groups whose names look the same are not made', async () => {
  assert.equal((await owner.post('/v1/groups', { name: 'Finance' })).status, 201);
  assertRefused(
    await owner.post<ProblemAnswer>('/v1/groups', { name: 'Fin\u200bance\u2060' }),
    409,
    'group_name_taken',
  );
});
