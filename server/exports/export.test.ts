import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import type { ProblemAnswer } from '../testing/answers.ts';
import { startTestApp } from '../testing/app.ts';
import type { Client } from '../testing/client.ts';
import { addCrowd } from '../testing/crowd.ts';
import { freshAccount } from '../testing/fresh-account.ts';
import { applied, counts, planFile } from '../testing/imports.ts';
import { addPeople, joinedPerson } from '../testing/people.ts';
import { waitUntil } from '../testing/wait-until.ts';
import { fileColumns } from '../users/rules/fields.ts';

const app = await startTestApp();

async function exported(by: Client, query = ''): Promise<string> {
  const { status, body, headers } = await by.get<string>(`/v1/users.csv${query}`);
  assert.equal(status, 200, JSON.stringify(body));
  assert.match(headers.get('content-type') ?? '', /^text\/csv/);
  assert.match(
    headers.get('content-disposition') ?? '',
    /^attachment; filename="[^"]+\.csv"; filename\*=UTF-8''\S+\.csv$/,
  );
  return body;
}

type Cells = Record<string, string>;
const read = (text: string): Cells[] => parse(text, { bom: true, columns: true });
const emails = (text: string) => read(text).map(({ email }) => email);

test('an export holds everybody the filter finds, with the columns that were named, in the order that was named', async () => {
  const { owner, email } = await freshAccount(app);
  const file =
    'email,last name,department,type\nb@example.com,Alpha,Sales,\na@example.com,Beta,Sales,\nc@example.com,Gamma,Legal,\n';
  await applied(owner, await planFile(owner, file));
  assert.deepEqual(emails(await exported(owner, '?sort=email')), [
    'a@example.com',
    'b@example.com',
    'c@example.com',
    email,
  ]);
  assert.deepEqual(emails(await exported(owner, '?department=Sales&sort=name')), ['b@example.com', 'a@example.com']);
  assert.deepEqual(emails(await exported(owner, '?search=gam')), ['c@example.com']);
  assert.deepEqual(emails(await exported(owner, '?status=removed')), []);
  const some = await exported(owner, '?columns=status,email,role&sort=-email&role=owner');
  assert.equal(some, `status,email,role\nactive,"${email}",owner\n`);
  const [all] = read(await exported(owner, '?search=alpha'));
  assert.deepEqual(Object.keys(all ?? {}), [...fileColumns, 'role', 'status', 'createdAt', 'lastSignInAt']);
  assert.deepEqual([all?.['group'], all?.['status'], all?.['lastSignInAt']], ['Everyone', 'pending', '']);
  assert.match(all?.['createdAt'] ?? '', /^\d{4}-\d\d-\d\d [\d:.]+\+00$/);
});

test('an export that is imported again changes nothing, formulas and quotes included', async () => {
  const { owner } = await freshAccount(app);
  for (const product of ['pro', 'webinar', 'large-meeting'])
    await owner.put(`/v1/billing/subscriptions/${product}`, { quantity: 5 });
  await owner.post('/v1/groups', { name: '=Sales, "North"; South' });
  const names = [
    '=1+1',
    '+49 30',
    '-x',
    '@SUM(A1)',
    "'quoted",
    "'=already",
    '＝wide',
    'a "b"',
    'c;d,e',
    "O'Neil",
    '|pipe',
    '%x',
    'ß',
    '李',
  ];
  const rows = names.map(
    (name, i) =>
      `p${i}@example.com;${quoted(name)};${quoted(name)};${quoted(name)};${quoted('=Sales, "North"; South')};pro;webinar|large-meeting`,
  );
  const first = await planFile(
    owner,
    `email;first name;last name;department;group;type;add-ons\n${rows.slice(0, 5).join('\n')}`,
  );
  assert.deepEqual(counts(first), [5, 0, 0, 0]);
  await applied(owner, first);
  await applied(
    owner,
    await planFile(
      owner,
      `email;first name;last name;department;group\n${rows
        .slice(5)
        .map((row) => row.split(';pro')[0])
        .join('\n')}`,
    ),
  );
  const text = await exported(owner);
  assert.doesNotMatch(text, /(^|[,"\n])[=+\-@|%＝]/);
  const again = await planFile(owner, text);
  assert.deepEqual(counts(again), [0, 0, names.length + 1, 0]);
  const byEmail = new Map(read(text).map((row) => [row['email'], row]));
  assert.equal(byEmail.get('p0@example.com')?.['firstName'], "'=1+1");
  assert.equal(byEmail.get('p0@example.com')?.['addOns'], 'large-meeting, webinar');
});

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

test('what is asked for stands in the query as data, whatever it looks like', async () => {
  const { owner } = await freshAccount(app);
  const words = [
    "'; drop table users; --",
    '$1',
    "\\'; select 1; --",
    '{a,"b"}',
    "a' or 'a'='a",
    '$$',
    'x'.repeat(200),
  ];
  const rows = words.map((word, i) => `w${i}@example.com,${quoted(word.slice(0, 100))}`);
  await applied(owner, await planFile(owner, `email,department\n${rows.join('\n')}`));
  for (const [i, word] of words.entries()) {
    const found = await exported(
      owner,
      `?${new URLSearchParams({ department: word.slice(0, 100), columns: 'email' })}`,
    );
    assert.deepEqual(emails(found), [`w${i}@example.com`]);
    const hostile = new URLSearchParams({ search: word, type: word.slice(0, 40), addOn: word.slice(0, 40) });
    assert.deepEqual(emails(await exported(owner, `?${hostile}`)), []);
  }
});

test('a bad column, sort or filter is refused in words', async () => {
  const { owner } = await freshAccount(app);
  for (const query of [
    'columns=email,password',
    'columns=',
    'sort=colour',
    'status=gone',
    'groupId=x',
    'limit=5',
    'columns=email&columns=role',
  ]) {
    const { status, body } = await owner.get<ProblemAnswer>(`/v1/users.csv?${query}`);
    assert.deepEqual([status, body.code], [400, 'invalid_request'], query);
  }
});

test('nobody exports another account, and a member exports nothing', async () => {
  const [mine, theirs] = [await freshAccount(app), await freshAccount(app)];
  await addPeople(theirs.owner, 3);
  assert.deepEqual(emails(await exported(mine.owner)), [mine.email]);
  const { browser: member } = await joinedPerson(app, mine.owner, 'member');
  assert.equal((await member.get('/v1/users.csv')).status, 403);
  assert.equal((await app.browser().get('/v1/users.csv')).status, 401);
});

test('an export stands in the audit log with how many it held, and without names', async () => {
  const { owner } = await freshAccount(app);
  await addPeople(owner, 2);
  await exported(owner, '?search=First1&columns=email&type=basic');
  const { body } = await owner.get<{ data: { count: number; details: unknown }[] }>('/v1/audit?event=users.exported');
  assert.equal(body.data.length, 1);
  assert.equal(body.data[0]?.count, 1);
  assert.deepEqual(body.data[0]?.details, {
    filter: { search: true, type: 'basic' },
    columns: ['email'],
    complete: true,
  });
});

/** More people than the sockets and streams between the database and a stalled reader can buffer. */
const crowded = freshAccount(app).then(async (account) => {
  await addCrowd(app, account, 100_000);
  return account;
});

/** Requests an export and reads only its first block. */
async function begun(by: Client, file = 'users.csv') {
  const cookie = [...by.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const response = await fetch(`${app.url}/v1/${file}`, { headers: { cookie, 'accept-encoding': 'identity' } });
  const reader = response.body?.getReader();
  assert.ok(reader);
  assert.equal((await reader.read()).done, false);
  return reader;
}

/** Reads on to the end, whole or broken off. */
async function rest(reader: Awaited<ReturnType<typeof begun>>): Promise<'whole' | 'broken off'> {
  try {
    while (!(await reader.read()).done);
    return 'whole';
  } catch {
    return 'broken off';
  }
}

const copies = async () => {
  const { rows } = await app.sql.query<{ n: number }>(
    "select count(*) as n from pg_stat_activity where datname = current_database() and query like 'copy (%' and state = 'active'",
  );
  return Number(rows[0]?.n);
};

test('a reader who leaves ends the query, and one whose database leaves gets no file that looks whole', async () => {
  const account = await crowded;
  for (const file of ['users.xlsx', 'users.csv']) {
    const reader = await begun(account.owner, file);
    await waitUntil(async () => (await copies()) === 1 || null, 'a COPY that waits for its reader');
    await reader.cancel();
    await waitUntil(async () => (await copies()) === 0 || null, 'the COPY to end');
  }

  const unlucky = await begun(account.owner);
  await waitUntil(async () => (await copies()) === 1 || null, 'a COPY that waits for its reader');
  await app.sql.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like 'copy (%' and state = 'active'",
  );
  assert.equal(await rest(unlucky), 'broken off');
  assert.equal(await rest(await begun(account.owner)), 'whole');
  const lines = await waitUntil(async () => {
    const { body } = await account.owner.get<{ data: { details: { complete: boolean } }[] }>(
      '/v1/audit?event=users.exported',
    );
    return body.data.length === 4 ? body.data : null;
  }, 'four exports in the log');
  assert.deepEqual(
    lines.map(({ details }) => details.complete),
    [true, false, false, false],
  );
});

test('whoever may not read any more gets no more of an export', async () => {
  const account = await crowded;
  const { browser: admin, user } = await joinedPerson(app, account.owner, 'admin');
  const reader = await begun(admin);
  assert.equal((await account.owner.patch(`/v1/users/${user.id}`, { status: 'deactivated' })).status, 200);
  assert.equal(await rest(reader), 'broken off');
});
