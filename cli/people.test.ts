import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { Change, ChangeRow, Group, User } from '../client/index.ts';
import { cutterTo } from '../client/testing/cutter.ts';
import { startTestApp } from '../server/testing/app.ts';
import { freshDesk } from './testing/account.ts';

const app = await startTestApp();
const folder = mkdtempSync(join(tmpdir(), 'muster-cli-'));
after(() => rmSync(folder, { recursive: true, force: true }));

describe('users', () => {
  it('are added, listed by every filter, shown, and edited by an option for each field', async () => {
    const { done, json, muster } = await freshDesk(app);
    await done('groups add "Field Sales"');
    await done('users add ann@one.test bo@one.test --department Sales --group "field sales" --invite later');
    assert.deepEqual(
      (await json<User[]>('users list --department Sales')).map(({ email }) => email),
      ['ann@one.test', 'bo@one.test'],
    );
    assert.equal((await json<User[]>('users list --group "Field Sales" --limit 1')).length, 1);
    const fields = '--first-name Ann --job-title Clerk --manager bo@one.test --employee-number 7 --add-ons ""';
    const ann = await json<User>(`users edit ann@one.test ${fields}`);
    assert.deepEqual([ann.firstName, ann.jobTitle, ann.manager?.name], ['Ann', 'Clerk', 'bo@one.test']);
    assert.match(await done(`users get ${ann.id}`), /^Id +.*\nEmail +ann@one\.test\nName +Ann\n/);
    assert.equal((await json<User>('users edit ann@one.test --manager none')).manager, null);
    const { code, err } = await muster('users edit ann@one.test --type none');
    assert.deepEqual([code, /^muster: .*none/.test(err)], [1, true]);
  });

  it('are listed as an aligned table for people', async () => {
    const { done, email } = await freshDesk(app);
    const lines = (await done('users list')).trimEnd().split('\n');
    assert.match(lines[0] ?? '', /^EMAIL +NAME +TYPE +STATUS +ROLE +GROUP/);
    assert.equal(lines[0]?.indexOf('NAME'), lines[1]?.indexOf('Olivia Owner'));
    assert.ok(lines[1]?.startsWith(email));
  });

  it('that are refused are named, and the exit code says whether others were added', async () => {
    const { muster } = await freshDesk(app);
    const partly = await muster('users add ann@one.test nonsense');
    assert.deepEqual([partly.code, /refused: nonsense: /.test(partly.err)], [4, true]);
    assert.match(partly.out, /ann@one\.test/);
    assert.equal((await muster('users add nonsense')).code, 1);
  });

  it('are removed and restored, several at once, by address or id', async () => {
    const { done, json, muster } = await freshDesk(app);
    const ids = (await json<{ added: User[] }>('users add ann@one.test bo@one.test cy@one.test')).added.map(
      (user) => user.id,
    );
    assert.match(await done(`users remove ann@one.test ${ids[1]}`), /^2 people removed\. Change /);
    assert.equal((await json<User[]>('users list')).length, 2);
    assert.match(await done('users restore ann@one.test'), /restored\. Change /);
    const absent = await muster('users remove cy@one.test dora@one.test');
    assert.deepEqual([absent.code, absent.err], [1, 'muster: No user has the address dora@one.test.\n']);
    assert.equal((await json<User[]>('users list')).length, 3);
  });

  it('are asked about on a terminal before they are removed', async () => {
    const { done, json, muster } = await freshDesk(app);
    await done('users add ann@one.test');
    const no = await muster('users remove ann@one.test', { terminal: true, input: 'n\n' });
    assert.deepEqual([no.code, no.out], [1, '']);
    assert.match(no.err, /^Remove 1 person\? \[y\/N\] muster: Nothing was done\.\n$/);
    assert.equal((await json<User[]>('users list')).length, 2);
    await done('users remove ann@one.test', { terminal: true, input: 'y\n' });
    assert.equal((await json<User[]>('users list')).length, 1);
  });
});

describe('a dry run', () => {
  it('prints the plan of each write and does nothing', async () => {
    const { json, muster, done } = await freshDesk(app);
    await done('users add ann@one.test');
    type Dry = { dryRun: boolean; plan: { remove: number; create: number; update: number } | null };
    const removal = await json<Dry>('users remove ann@one.test --dry-run');
    assert.deepEqual([removal.dryRun, removal.plan?.remove], [true, 1]);
    assert.equal((await json<Dry>('users add bo@one.test --dry-run')).plan?.create, 1);
    assert.match(await done('users edit ann@one.test --department Sales --dry-run'), /^1 to update\n/);
    assert.equal((await json<Dry>('groups add Sales --dry-run')).plan, null);
    assert.equal((await muster('users edit ann@one.test --type none --dry-run')).code, 1);
    const users = await json<User[]>('users list');
    assert.deepEqual([users.length, users.map(({ department }) => department).join('')], [2, '']);
    assert.equal((await json<Group[]>('groups list')).length, 1);
  });
});

describe('groups', () => {
  it('are added, renamed, listed with their members, and removed', async () => {
    const { done, json } = await freshDesk(app);
    await done('groups add Sales');
    await done('users add ann@one.test --group Sales');
    await done('groups rename Sales "Field Sales"');
    const found = (await json<Group[]>('groups list --search field')).map(({ name, members }) => [name, members]);
    assert.deepEqual(found, [['Field Sales', 1]]);
    assert.equal(
      await done('groups remove "Field Sales"'),
      'Removed the group Field Sales. 1 person moved to the default group.\n',
    );
  });
});

describe('changes', () => {
  it('are listed, shown with their people, undone, planned, applied, waited for and cancelled', async () => {
    const { api, done, json, muster } = await freshDesk(app);
    await done('users add ann@one.test');
    const [newest] = await json<Change[]>('changes list --state applied');
    assert.match(newest?.summary ?? '', /added$/);
    const rows = await json<ChangeRow[]>(`changes show ${newest?.id} --rows create`);
    assert.deepEqual(
      rows.map(({ email }) => email),
      ['ann@one.test'],
    );
    assert.match(await done(`changes show ${newest?.id}`), /\nState +applied\n.*\nResult +1 created\n/s);
    assert.match(await done(`changes undo ${newest?.id}`), /^Undone: /);
    await done('users add bo@one.test');
    const plan = async () => {
      const body = { select: { where: { role: 'member' as const } }, do: { set: { department: 'Sales' } } };
      return (await api.POST('/v1/changes', { body })).data.id;
    };
    const first = await plan();
    assert.match(await done(`changes apply ${first} --dry-run`), /to update/);
    assert.match(await done(`changes apply ${first}`), /^Department of .* set to Sales\. Change /);
    assert.match(await done(`changes wait ${first}`), /set to Sales/);
    assert.match(await done(`changes cancel ${await plan()}`), /dropped\.\n$/);
    const again = await muster(`changes apply ${first}`);
    assert.deepEqual([again.code, again.out], [1, '']);
  });
});

describe('export', () => {
  it('writes people to standard output or a file, with the columns and filters that are asked for', async () => {
    const { done } = await freshDesk(app);
    await done('users add ann@one.test --department Sales');
    const asked = '--columns email,department --department Sales';
    const text = await done(`export ${asked}`);
    assert.equal(text.trimEnd().replaceAll('"', ''), '\ufeffemail,department\nann@one.test,Sales');
    const file = join(folder, 'people.csv');
    assert.equal(await done(`export ${file} ${asked}`), '');
    assert.equal(readFileSync(file, 'utf8'), text);
    const workbook = join(folder, 'people.xlsx');
    await done(`export ${workbook}`);
    assert.equal(readFileSync(workbook, 'latin1').slice(0, 2), 'PK');
  });

  it('leaves no half file when the connection is lost, and says that Muster cannot be reached', async () => {
    const { muster } = await freshDesk(app);
    const { url, cut } = await cutterTo(app.url);
    cut('in the body', 'in the body');
    const file = join(folder, 'half.csv');
    const { code, err } = await muster(`export ${file}`, { env: { MUSTER_URL: url } });
    assert.deepEqual([code, /connection to Muster was lost/.test(err)], [3, true], err);
    const { code: ofOutput } = await muster('export', { env: { MUSTER_URL: url } });
    assert.equal(ofOutput, 3);
    assert.deepEqual([existsSync(file), existsSync(`${file}.part`)], [false, false]);
  });

  it('leaves the earlier file as it is when it is refused', async () => {
    const { muster } = await freshDesk(app);
    const file = join(folder, 'kept.csv');
    writeFileSync(file, 'kept');
    assert.equal((await muster(`export ${file} --columns nonsense`)).code, 1);
    assert.equal(readFileSync(file, 'utf8'), 'kept');
  });
});
