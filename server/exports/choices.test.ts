import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from 'csv-parse/sync';
import { readXlsx } from 'hucre/xlsx';
import { assertRefused } from '../testing/answers.ts';
import { startTestApp } from '../testing/app.ts';
import type { Client } from '../testing/client.ts';
import { freshAccount } from '../testing/fresh-account.ts';
import { applied, counts, planFile } from '../testing/imports.ts';
import { addPeople, joinedPerson } from '../testing/people.ts';
import { waitUntil } from '../testing/wait-until.ts';
import type { User } from '../users/user.ts';

const app = await startTestApp();

/** A file as it is sent, byte by byte. */
async function download(by: Client, path: string) {
  const cookie = [...by.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const response = await fetch(`${app.url}${path}`, { headers: { cookie } });
  const bytes = Buffer.from(await response.arrayBuffer());
  assert.equal(response.status, 200, bytes.toString());
  return { bytes, headers: response.headers };
}

const text = async (by: Client, query: Record<string, string>) =>
  (await download(by, `/v1/users.csv?${new URLSearchParams(query)}`)).bytes.toString().replace(/^\ufeff/, '');

async function cellsOf(by: Client, query: Record<string, string>) {
  const { bytes } = await download(by, `/v1/users.xlsx?${new URLSearchParams(query)}`);
  const { sheets } = await readXlsx(bytes);
  return sheets[0]?.rows ?? [];
}

const allColumns =
  'email,firstName,lastName,department,group,type,addOns,jobTitle,phone,location,employeeNumber,costCenter,manager,role,status,' +
  'createdAt,lastSignInAt,mailState,mailAt,invitedAt,expiresAt,updatedAt,removedAt,id,groupId,managerId';

/** Texts that a spreadsheet or an import could take for something else. */
const names = [
  '=1+1',
  '+49 30 1',
  "'=already",
  "''=twice",
  '_x0041_',
  '<b>&amp;',
  'a\\tb\\N',
  '1e5',
  'ß李😀',
  'a  b',
  "O'Neil",
];
const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** An account with people of every status, odd texts, a manager and a group. */
async function peopled() {
  const account = await freshAccount(app);
  const { owner } = account;
  await owner.put('/v1/billing/subscriptions/pro', { quantity: 5 });
  await owner.put('/v1/billing/subscriptions/webinar', { quantity: 5 });
  await owner.post('/v1/groups', { name: '=Sales, "North"; South' });
  const rows = names.map((name, i) =>
    [
      `p${i}@example.com`,
      name,
      name,
      name,
      name,
      '=Sales, "North"; South',
      i === 0 ? 'pro' : 'basic',
      i === 0 ? 'webinar' : '',
      account.email,
    ]
      .map(quoted)
      .join(','),
  );
  const file = `email,first name,last name,department,phone,group,type,add-ons,manager\n${rows.join('\n')}\n`;
  assert.deepEqual(counts(await applied(owner, await planFile(owner, file))), [names.length, 0, 0, 0]);
  return account;
}

describe('an export with choices', () => {
  it('changes nothing when it is imported again, whatever was chosen', async () => {
    const { owner } = await peopled();
    await joinedPerson(app, owner, 'member');
    const people = names.length + 2;
    for (const headers of ['names', 'words'])
      for (const timeFormat of ['iso', 'dd.MM.yyyy HH:mm', 'MM/dd/yyyy HH:mm'])
        for (const sort of ['', 'name']) {
          const query = { headers, timeFormat, timeZone: 'Europe/Berlin', columns: allColumns, ...(sort && { sort }) };
          for (const separator of [',', ';', '\t']) {
            const file = await text(owner, { ...query, separator });
            const plan = await planFile(owner, file);
            assert.deepEqual(counts(plan), [0, 0, people, 0], JSON.stringify({ ...query, separator }));
          }
          const { bytes } = await download(owner, `/v1/users.xlsx?${new URLSearchParams(query)}`);
          assert.deepEqual(counts(await planFile(owner, bytes)), [0, 0, people, 0], JSON.stringify(query));
        }
  });

  it('runs no formula: a text file defuses it, and a workbook holds it as a text', async () => {
    const { owner } = await peopled();
    for (const separator of [',', ';', '\t'])
      assert.doesNotMatch(await text(owner, { separator, columns: allColumns }), /(^|[,;"\n])[=+\-@|%＝]/);
    const { body } = await owner.get<{ data: User[] }>('/v1/users?sort=email');
    const [header, ...rows] = await cellsOf(owner, { sort: 'email', columns: 'lastName,phone' });
    assert.deepEqual(header, ['lastName', 'phone']);
    // One apostrophe more where an import takes one away.
    const cell = (stored: string) => (stored === '' ? null : stored.replace(/^(?='+=)/, "'"));
    assert.deepEqual(
      rows,
      body.data.map(({ lastName, phone }) => [cell(lastName), cell(phone)]),
    );
    for (const name of ['=1+1', '+49 30 1', '_x0041_', "''=twice"]) assert.ok(rows.flat().includes(name), name);
  });

  it('has the order of the list', async () => {
    const { owner } = await freshAccount(app);
    await addPeople(owner, 12);
    for (const sort of ['name', '-name', '-createdAt', 'mailState']) {
      const { body } = await owner.get<{ data: { email: string }[] }>(`/v1/users?sort=${sort}`);
      const listed = body.data.map(({ email }) => email);
      const [, ...rows] = await cellsOf(owner, { sort, columns: 'email' });
      assert.deepEqual(rows.flat(), listed);
      const lines = parse(await text(owner, { sort, columns: 'email' }));
      assert.deepEqual(lines.flat().slice(1), listed);
    }
  });

  it('opens in a German Excel: semicolons, words, and times of Berlin as dates', async () => {
    const { owner } = await freshAccount(app);
    await addPeople(owner, 1);
    const query = {
      columns: 'firstName,group,createdAt,expiresAt,mailState',
      search: 'First1',
      timeZone: 'Europe/Berlin',
    };
    const german = { ...query, separator: ';', headers: 'words', timeFormat: 'dd.MM.yyyy HH:mm' };
    const file = (await download(owner, `/v1/users.csv?${new URLSearchParams(german)}`)).bytes.toString();
    const [header, line] = file.split('\n');
    assert.equal(header, '\ufeffFirst name;User group;Added;Invitation expires;Invitation mail');
    const { body } = await owner.get<{ data: { createdAt: string; expiresAt: string }[] }>('/v1/users?search=First1');
    const [user] = body.data;
    assert.ok(user);
    const berlin = (at: string) =>
      new Intl.DateTimeFormat('de', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'Europe/Berlin' })
        .format(new Date(at))
        .replace(', ', ' ');
    const [firstName, , createdAt, expiresAt] = line?.split(';') ?? [];
    assert.deepEqual([firstName, createdAt, expiresAt], ['"First1"', berlin(user.createdAt), berlin(user.expiresAt)]);

    const [, row] = await cellsOf(owner, { ...query, timeFormat: 'dd.MM.yyyy HH:mm' });
    const time = row?.[3];
    assert.ok(time instanceof Date, 'a time is a date of the workbook');
    assert.equal(
      new Intl.DateTimeFormat('de', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })
        .format(time)
        .replace(', ', ' '),
      berlin(user.expiresAt),
    );
    assert.equal(row?.[1], 'Everyone');
  });

  it('writes times as ISO 8601 in UTC if asked', async () => {
    const { owner, email } = await freshAccount(app);
    const { body } = await owner.get<{ data: { createdAt: string }[] }>('/v1/users');
    const file = await text(owner, { columns: 'email,createdAt,removedAt', timeFormat: 'iso', timeZone: 'Asia/Tokyo' });
    assert.equal(file, `email,createdAt,removedAt\n"${email}",${body.data[0]?.createdAt.slice(0, 19)}Z,\n`);
  });

  it('has ids, and what the list shows of an invitation', async () => {
    const { owner, ownerId } = await freshAccount(app);
    const { users } = await addPeople(owner, 1);
    await owner.patch(`/v1/users/${users[0]?.id}`, { managerId: ownerId });
    const user = await waitUntil(async () => {
      const { body } = await owner.get<User>(`/v1/users/${users[0]?.id}`);
      return body.mail?.state === 'mailbox' ? body : null;
    }, 'a mail in the mailbox');
    const file = await text(owner, { columns: 'id,groupId,managerId,mailState', search: 'First1' });
    assert.deepEqual(parse(file)[1], [user.id, user.group.id, ownerId, 'mailbox']);
  });

  it('refuses a time zone, a separator, a format or a header that does not exist', async () => {
    const { owner } = await freshAccount(app);
    for (const file of ['csv', 'xlsx']) {
      for (const query of ['separator=|', 'timeFormat=dd', 'headers=x', 'columns=email,age', 'columns='])
        assertRefused(await owner.get(`/v1/users.${file}?${query}`), 400, 'invalid_request');
      for (const zone of ['Mars/Base', '%2B01:00', ''])
        assertRefused(await owner.get(`/v1/users.${file}?timeZone=${zone}`), 422, 'time_zone_unknown');
    }
    for (const zone of [
      'Europe/Kyiv',
      'Europe/Kiev',
      'Asia/Calcutta',
      'Asia/Kolkata',
      'UTC',
      'Etc/GMT+5',
      'america/new_york',
    ])
      assert.match(await text(owner, { timeZone: zone, columns: 'createdAt' }), /\n\d{4}-\d\d-\d\d \d\d:\d\d\n$/, zone);
  });

  it('is called by the account, the filter and the day', async () => {
    const { owner } = await freshAccount(app, { accountName: 'Müller / Söhne "Co"' });
    const { body: group } = await owner.post<{ id: string }>('/v1/groups', { name: 'Köln' });
    const name = async (path: string) => {
      const header = (await download(owner, path)).headers.get('content-disposition') ?? '';
      assert.match(header, /^attachment; filename="[ -~]+"; filename\*=UTF-8''[\w.~!#$&+^`|%-]+$/);
      return decodeURIComponent(header.split("UTF-8''")[1] ?? '');
    };
    assert.match(await name('/v1/users.csv'), /^Müller Söhne Co users - \d{4}-\d\d-\d\d\.csv$/);
    const query = `groupId=${group.id}&status=pending&department=&not=status&addedSince=90d`;
    // Their days differ at every hour.
    const [niue, apia] = await Promise.all(
      ['Niue', 'Apia'].map((zone) => name(`/v1/users.xlsx?${query}&timeZone=Pacific/${zone}`)),
    );
    assert.match(
      niue ?? '',
      /^Müller Söhne Co users - not pending, Köln, no department, added since 90d - \d{4}-\d\d-\d\d\.xlsx$/,
    );
    assert.notEqual(niue, apia);
    const long = await name(`/v1/users.csv?search=${'x%2F..%2F'.repeat(100)}`);
    assert.ok(long.length < 160 && !long.includes('/'), long);
  });
});
