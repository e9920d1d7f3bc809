import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Change } from '../changes/change.ts';
import type { ProblemAnswer } from '../testing/answers.ts';
import { startTestApp } from '../testing/app.ts';
import type { Client } from '../testing/client.ts';
import { freshAccount } from '../testing/fresh-account.ts';
import { waitUntil } from '../testing/wait-until.ts';

const app = await startTestApp();

type File = string | Uint8Array;
const csv = { headers: { 'content-type': 'text/csv' } };

async function upload(owner: Client, file: File, query = ''): Promise<Change> {
  const { status, body } = await owner.send<Change>('POST', `/v1/changes?source=csv${query}`, file, csv);
  assert.equal(status, 201, JSON.stringify(body));
  assert.equal(body.state, 'planned');
  return body;
}

async function refuse(owner: Client, file: File, query = ''): Promise<ProblemAnswer> {
  const { status, body } = await owner.send<ProblemAnswer>('POST', `/v1/changes?source=csv${query}`, file, csv);
  assert.equal(body.status, status);
  return body;
}

async function apply(owner: Client, { id }: Change, query = {}): Promise<Change> {
  const { status, body } = await owner.post<Change>(`/v1/changes/${id}/apply`, query);
  assert.ok(status === 200 || status === 202, JSON.stringify(body));
  return settled(owner, id);
}

function settled(owner: Client, id: string): Promise<Change> {
  return waitUntil(async () => {
    const { body } = await owner.get<Change>(`/v1/changes/${id}`);
    return ['planning', 'applying', 'undoing'].includes(body.state) ? null : body;
  }, 'a change to be done');
}

type Row = {
  line: number;
  email: string;
  outcome: string;
  code: string | null;
  detail: string | null;
  userId: string | null;
};
async function rows(owner: Client, { id }: Change, query = ''): Promise<Row[]> {
  return (await owner.get<{ data: Row[] }>(`/v1/changes/${id}/rows?limit=500${query}`)).body.data;
}

type User = {
  email: string;
  firstName: string;
  lastName: string;
  department: string;
  type: string;
  addOns: string[];
  group: { name: string };
  role: string;
  status: string;
};
async function users(owner: Client): Promise<User[]> {
  return (await owner.get<{ data: User[] }>('/v1/users?limit=500&sort=email')).body.data;
}

const planOf = ({ plan }: Change) => {
  assert.ok(plan);
  const { create, update, unchanged, refused } = plan;
  return { create, update, unchanged, refused };
};

test('people in a file are planned, added with the defaults and invited', async () => {
  const { owner } = await freshAccount(app);
  const change = await upload(
    owner,
    'email,first name,last name,department\nAda@Example.com,Ada,Lovelace,Maths\nbob@example.com,,,\n',
  );
  assert.deepEqual(planOf(change), { create: 2, update: 0, unchanged: 0, refused: 0 });
  assert.equal(change.plan?.mails, 2);
  assert.deepEqual(change.file?.sample[0], ['Ada@Example.com', 'Ada', 'Lovelace', 'Maths']);
  const applied = await apply(owner, change);
  assert.deepEqual(applied.result, { create: 2, update: 0, remove: 0, unchanged: 0, refused: 0 });
  const ada = (await users(owner)).find(({ email }) => email === 'Ada@Example.com');
  assert.ok(ada);
  assert.deepEqual(
    [ada.firstName, ada.lastName, ada.department, ada.type, ada.role, ada.status],
    ['Ada', 'Lovelace', 'Maths', 'basic', 'member', 'pending'],
  );
});
