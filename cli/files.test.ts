import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { Change, ChangeRow, User } from '../client/index.ts';
import { startTestApp } from '../server/testing/app.ts';
import { joinedPerson } from '../server/testing/people.ts';
import { buySeats } from '../server/testing/seats.ts';
import { type Desk, freshDesk } from './testing/account.ts';
import { gateway } from './testing/gateway.ts';

const app = await startTestApp();
const folder = mkdtempSync(join(tmpdir(), 'muster-cli-'));
after(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;

function fileOf(...lines: string[]): string {
  const file = join(folder, `${++files}.csv`);
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

type Plan = {
  hash: string;
  create: number;
  update: number;
  remove: number;
  unchanged: number;
  refused: number;
  people: ChangeRow[];
};

async function planOf(desk: Desk, file: string, options = '--prune'): Promise<Plan & { code: number }> {
  const { code, out, err } = await desk.muster(`plan ${file} ${options} --json`);
  assert.ok([0, 10].includes(code), err);
  return { code, ...JSON.parse(out) };
}

const emails = async ({ json }: Desk) => (await json<User[]>('users list')).map(({ email }) => email).sort();
const openPlans = ({ json }: Desk) => json<Change[]>('changes list --state planned');

describe('import', () => {
  it('adds and updates people, with the choices of the API, from a file or standard input', async () => {
    const desk = await freshDesk(app);
    const file = fileOf('email,department,group', 'ann@files.test,Sales,West', 'bo@files.test,Sales,West');
    const { out, err, code } = await desk.muster(`import ${file} --unknown-groups create --invite later`);
    assert.deepEqual([code, /^\d+\.csv imported: 2 added\. Change /.test(out)], [0, true], err);
    assert.match(err, /2 to create\nWHAT +LINE +EMAIL/);
    const input = 'email,department\nann@files.test,Legal\n';
    assert.equal((await desk.json<Change>('import - --name today.csv', { input })).file?.name, 'today.csv');
    const ann = await desk.json<User>('users get ann@files.test');
    assert.deepEqual([ann.department, ann.group.name, ann.mail?.state], ['Legal', 'West', 'not_sent']);
  });

  it('prints what is refused with its line and reason, and tells in the exit code whether the rest was done', async () => {
    const desk = await freshDesk(app);
    const partly = await desk.muster(`import ${fileOf('email,group', 'ann@files.test,', 'bo@files.test,West')}`);
    assert.deepEqual(
      [partly.code, /^refused: line 3, bo@files\.test: .*West/m.test(partly.err)],
      [4, true],
      partly.err,
    );
    assert.equal((await desk.muster(`import ${fileOf('email,group', 'bo@files.test,West')}`)).code, 1);
    const text = await desk.muster(`import ${fileOf('no address here')}`);
    assert.deepEqual([text.code, text.out], [1, '']);
  });

  it('asks on a terminal, and leaves no plan behind when it is not to be done', async () => {
    const desk = await freshDesk(app);
    const file = fileOf('email', 'ann@files.test');
    const no = await desk.muster(`import ${file}`, { terminal: true, input: '\n' });
    assert.deepEqual([no.code, no.out], [1, '']);
    assert.match(no.err, /Add 1 person and update 0 people\? \[y\/N\]/);
    assert.match(await desk.done(`import ${file} --dry-run`), /1 to create\n.*\ncreate +2 +ann@files\.test/);
    assert.deepEqual(await openPlans(desk), []);
    await desk.done(`import ${file} --yes`, { terminal: true });
    assert.ok((await emails(desk)).includes('ann@files.test'));
  });
});

describe('plan', () => {
  it('exits with 10 if something would change, and with 0 once it is done, as a table and as JSON', async () => {
    const desk = await freshDesk(app);
    await desk.done('users add cy@files.test');
    const file = fileOf('email,department', `${desk.email},`, 'ann@files.test,Sales', 'bo@files.test,');
    const plan = await planOf(desk, file);
    assert.deepEqual([plan.code, plan.create, plan.update, plan.remove, plan.unchanged], [10, 2, 0, 1, 1]);
    assert.deepEqual(
      plan.people.map(({ outcome, email }) => [outcome, email]),
      [
        ['create', 'ann@files.test'],
        ['create', 'bo@files.test'],
        ['remove', 'cy@files.test'],
      ],
    );
    const table = await desk.muster(`plan ${file} --prune`);
    assert.match(table.out, /^\d+\.csv: 2 to create, 1 to remove, 1 unchanged\n/);
    assert.match(table.out, /^create +3 +ann@files\.test +department: Sales$/m);
    assert.match(table.out, new RegExp(`^Plan ${plan.hash}$`, 'm'));
    const sync = await desk.json<{ hash: string; removal: Change; import: Change }>(`sync ${file} --prune`);
    assert.deepEqual([sync.hash, sync.removal.result?.remove, sync.import.result?.create], [plan.hash, 1, 2]);
    assert.deepEqual(await emails(desk), ['ann@files.test', 'bo@files.test', desk.email].sort());
    const after = await planOf(desk, file);
    assert.deepEqual([after.code, after.people], [0, []]);
    assert.equal((await desk.muster(`plan ${file} --prune`)).code, 0);
    assert.deepEqual(await openPlans(desk), []);
    assert.equal(await desk.done(`sync ${file} --prune`), 'Nothing to change.\n');
  });

  it('has a hash that does not depend on the order of lines, and does on what would happen and how', async () => {
    const desk = await freshDesk(app);
    const lines = ['ann@files.test,Sales', 'bo@files.test,'];
    const hash = async (more: string[], options?: string) =>
      (await planOf(desk, fileOf('email,department', ...more), options)).hash;
    const [first, turned] = [await hash(lines), await hash(lines.toReversed())];
    assert.equal(first, turned);
    const others = [await hash(['ann@files.test,Legal', 'bo@files.test,']), await hash(lines, '--invite later')];
    assert.equal(new Set([first, ...others]).size, 3);
  });
});

describe('sync', () => {
  it('does the plan that was seen, and refuses when the account or the file has changed it since', async () => {
    const desk = await freshDesk(app);
    await desk.done('users add ann@files.test --department Sales');
    const file = fileOf('email,department', 'ann@files.test,Legal');
    const { hash } = await planOf(desk, file, '');
    await desk.done('users edit ann@files.test --department Support');
    const late = await desk.muster(`sync ${file} --plan ${hash}`);
    assert.deepEqual([late.code, late.out, /has changed since/.test(late.err)], [1, '', true]);
    assert.equal((await desk.json<User>('users get ann@files.test')).department, 'Support');
    const again = await planOf(desk, file, '');
    await desk.done(`sync ${file} --plan ${again.hash}`);
    assert.equal((await desk.json<User>('users get ann@files.test')).department, 'Legal');
    assert.deepEqual(await openPlans(desk), []);
  });

  it('stops at --max-change, a number or a share of the people, counting who would be created, updated and removed', async () => {
    const desk = await freshDesk(app);
    await desk.done('users add ann@files.test bo@files.test cy@files.test');
    const file = fileOf('email', 'ann@files.test', 'dora@files.test');
    for (const limit of ['2', '50%', '74.9%']) {
      const { code, err } = await desk.muster(`sync ${file} --prune --max-change ${limit}`);
      assert.deepEqual([code, /would change 3 people; the account has 4/.test(err)], [1, true], err);
    }
    assert.equal((await desk.muster(`plan ${file} --prune --max-change 2`)).code, 1);
    assert.equal((await emails(desk)).length, 4);
    await desk.done(`sync ${file} --prune --max-change 75%`);
    assert.equal((await emails(desk)).length, 3);
  });

  it('removes with --prune the people that the file does not name, by name before, and never the Owner or an Admin', async () => {
    const desk = await freshDesk(app);
    await desk.done('users add ann@files.test bo@files.test --first-name Bo');
    const { user: admin } = await joinedPerson(app, desk.owner, 'admin');
    const file = fileOf('email', 'ANN@files.test');
    const { code, out, err } = await desk.muster(`sync ${file} --prune`);
    assert.deepEqual([code, /^1 person removed|^Bo removed/.test(out)], [0, true], out + err);
    assert.match(err, /^remove +bo@files\.test +Bo +status: pending → removed$/m);
    assert.match(err, new RegExp(`^stays: ${desk.email}: The Owner`, 'm'));
    assert.match(err, new RegExp(`^stays: ${admin.email}: `, 'm'));
    assert.equal((await planOf(desk, file)).code, 0);
  });

  it('keeps the people that a refused line names, and stops where a line may mean a person', async () => {
    const desk = await freshDesk(app);
    await desk.done('users add ann@files.test bo@files.test');
    const long = 'x'.repeat(101);
    const named = await planOf(desk, fileOf('email,department', `ann@files.test,${long}`, 'bo@files.test,'));
    assert.deepEqual([named.refused, named.remove], [1, 0]);
    const unread = await desk.muster(`sync ${fileOf('email', 'ann@files,test', 'bo@files.test')} --prune`);
    assert.deepEqual([unread.code, unread.out], [1, '']);
    assert.match(unread.err, /line 2, .*with --prune/);
    assert.equal((await emails(desk)).length, 3);
    assert.deepEqual(await openPlans(desk), []);
  });

  it('gives the seats of people who leave to people who come, and does nothing if there are too few', async () => {
    const desk = await freshDesk(app);
    await buySeats(desk.owner, { pro: 1 });
    await desk.done('users add ann@files.test --type pro');
    const few = fileOf('email,type', 'bo@files.test,pro', 'cy@files.test,pro');
    const short = await desk.muster(`sync ${few} --prune`);
    assert.deepEqual([short.code, short.out, /needs 1 seat of pro; free: 0/.test(short.err)], [1, '', true], short.err);
    assert.ok((await emails(desk)).includes('ann@files.test'));
    await desk.done(`sync ${fileOf('email,type', 'bo@files.test,pro')} --prune`);
    assert.deepEqual(await emails(desk), ['bo@files.test', desk.email].sort());
  });

  it('says what was done and how to undo it when the import is refused after the removal', async () => {
    const desk = await freshDesk(app);
    await desk.done('users add ann@files.test');
    const drop = (id: string) => desk.api.POST('/v1/changes/{id}/cancel', { params: { path: { id } } });
    const url = await gateway(app.url, async (path, applied) => {
      const [, id] = /([^/]+)\/apply$/.exec(path) ?? [];
      if (id && applied === 1) await drop(id);
    });
    const { code, err } = await desk.muster(`sync ${fileOf('email', 'bo@files.test')} --prune`, {
      env: { MUSTER_URL: url },
    });
    assert.equal(code, 4, err);
    const [, removal = ''] =
      /^Done before: ann@files\.test removed\. Undo it: muster (changes undo \S+)$/m.exec(err) ?? [];
    await desk.done(removal);
    assert.deepEqual(await emails(desk), ['ann@files.test', desk.email].sort());
  });
});
