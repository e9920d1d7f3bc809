import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';
import { problemCodes } from './kernel/problem.ts';
import { console_, files, imports, root, shown } from './testing/layout/sources.ts';

/** A room imports only from rooms before it. Rooms in one line do not import each other. */
const serverRooms = [
  ['kernel'],
  ['users/rules'],
  ['csv/words'],
  ['csv/text'],
  ['csv/cells'],
  ['csv/columns'],
  ['database', 'csv', 'embedded', 'outbound'],
  ['jobs', 'seats', 'http'],
  ['mail'],
  ['audit'],
  ['access/rules'],
  ['access/sessions', 'access/mails'],
  ['access/credentials', 'access/keys'],
  ['access/callers'],
  ['access'],
  ['accounts'],
  ['users'],
  ['changes/engine'],
  ['changes/run'],
  ['changes/show', 'changes/erase'],
  ['changes/people'],
  ['changes'],
  ['events'],
  ['invitations'],
  ['groups'],
  ['imports/lines'],
  ['imports'],
  ['exports'],
  ['sign-up', 'billing', 'profile', 'mailbox', 'mail-settings', 'views', 'overview', 'api-keys', 'webhooks'],
];
/** The rooms that combine features. */
const assembling = ['app', 'golden', 'testing', 'contracts'];
const consoleRooms = [
  ['../client', 'messages', 'api/generated', 'ui/theme'],
  ['api'],
  ['ui'],
  ['ui/overlay', 'ui/feedback'],
  ['ui/form', 'ui/table'],
  ['queries', 'session'],
  ['parts'],
  ['views'],
  ['fields'],
  ['invitations'],
  ['changes/pace'],
  ['changes'],
  ['users/person', 'users/add', 'users/bulk'],
  ['users/list'],
  [
    'access',
    'account',
    'advanced',
    'audit',
    'billing',
    'groups',
    'import',
    'mailbox',
    'overview',
    'pending',
    'profile',
    'shell',
  ],
  ['account/keys', 'account/webhooks'],
];
/** Files that a feature keeps to itself. */
const inner = /\/(queries|routes|jobs|[a-z-]+-routes)\.ts$/;

const featureOf = (file: string) => relative(root, file).split('/')[0] ?? '';
const sources = files(root, /\.ts$/).filter((file) => relative(root, file).includes('/') && !file.endsWith('.test.ts'));
const inFeatures = sources.filter((file) => !assembling.includes(featureOf(file)));
const inConsole = files(console_, /\.tsx?$/).filter(
  (file) => relative(console_, file).includes('/') && !file.endsWith('.test.ts') && !file.includes('/e2e/'),
);

/** Imports from a room later in the order, or from one that is not in it. */
function backwards(base: string, order: string[][], among: string[]): string[] {
  const rank = (room: string) => order.findIndex((line) => line.includes(room));
  const roomOf = (file: string) => relative(base, dirname(file));
  return among
    .flatMap(imports)
    .filter(({ from, to }) => {
      const [a, b] = [roomOf(from), roomOf(to)];
      return a !== b && b !== '' && !to.endsWith('.css') && (rank(b) < 0 || rank(b) >= rank(a));
    })
    .map(shown);
}

test('every room of the server and of the console has its place in the order', () => {
  const roomsOf = (base: string, among: string[]) => [...new Set(among.map((file) => relative(base, dirname(file))))];
  assert.deepEqual(
    roomsOf(root, inFeatures).filter((room) => !serverRooms.flat().includes(room)),
    [],
  );
  assert.deepEqual(
    roomsOf(console_, inConsole).filter((room) => !consoleRooms.flat().includes(room)),
    [],
  );
});

test('a room of the server imports only from rooms before it', () => {
  assert.deepEqual(backwards(root, serverRooms, inFeatures), []);
});

test('a room of the console imports only from rooms before it', () => {
  assert.deepEqual(backwards(console_, consoleRooms, inConsole), []);
});

test('a feature’s queries, routes and jobs are its own', () => {
  const wrong = inFeatures
    .flatMap(imports)
    .filter(
      ({ from, to }) =>
        featureOf(from) !== featureOf(to) &&
        featureOf(to) !== 'jobs' &&
        inner.test(to) &&
        !to.endsWith('/http/route.ts'),
    );
  assert.deepEqual(wrong.map(shown), []);
});

test('passwords are hashed and compared in one place, which counts each try', () => {
  const users = (pattern: RegExp) =>
    sources.filter((file) => pattern.test(readFileSync(file, 'utf8'))).map((file) => relative(root, file));
  assert.deepEqual(users(/from '@node-rs\/argon2'/), ['access/credentials/passwords.ts']);
  assert.deepEqual(users(/import [^;]*\bisSame\b/).sort(), ['access/credentials/join-identity.ts']);
});

test('requests to other servers are made in server/outbound alone', () => {
  const request =
    /\bfetch\(|from 'undici'|import\('undici'\)|^import (?!type)[^;]*\b(request|get|https?)\b[^;]*from 'node:https?'/m;
  const users = sources
    .filter((file) => !['testing', 'contracts'].includes(featureOf(file)) && request.test(readFileSync(file, 'utf8')))
    .map((file) => relative(root, file));
  assert.deepEqual(
    users.filter((file) => !file.startsWith('outbound/')),
    [],
  );
  assert.ok(users.includes('outbound/outbound.ts'));
});

test('every error code is answered by something', () => {
  const texts = sources.map((file) => (file.endsWith('/kernel/problem.ts') ? '' : readFileSync(file, 'utf8'))).join();
  assert.deepEqual(
    problemCodes.filter((code) => !texts.includes(`'${code}'`)),
    [],
  );
});

/** Rules shared by SQL and TypeScript have one definition. These are other spellings of them, and the home of the definition. */
const spellings: { rule: string; spelling: RegExp; home: string }[] = [
  { rule: 'who is the Owner', spelling: /owner_id\s*=\s*\w+\.id|then 'owner'/, home: 'users/rules/user-sql.ts' },
  {
    rule: 'is an invitation over',
    spelling: /\bu\.expires_at\s*(<=|>)\s*\(?(select )?muster_now/,
    home: 'users/rules/user-sql.ts',
  },
  { rule: 'how a person is called', spelling: /nullif\(trim\(/, home: 'migrations' },
  { rule: 'how long things are kept', spelling: /interval '30 days'|\b30 \* 86_?400/, home: 'users/rules/user-sql.ts' },
  {
    rule: 'who holds a seat',
    spelling: /in \('pending', 'active'\)|\['pending', 'active'\]/,
    home: 'seats/holding.ts',
  },
  { rule: 'which add-on fits a type', spelling: /jsonb -> \S+ \? |\.needs\.includes/, home: 'seats/holding.ts' },
];

test('a rule that SQL and TypeScript share is spelt in one place', () => {
  const wrong = inFeatures.flatMap((file) => {
    const name = relative(root, file);
    const text = readFileSync(file, 'utf8');
    return spellings
      .filter(({ spelling, home }) => home !== name && spelling.test(text))
      .map(({ rule }) => `${name}: ${rule}`);
  });
  assert.deepEqual(wrong, []);
});

test('the console imports nothing from the server', () => {
  const wrong = files(console_, /\.tsx?$/)
    .filter((file) => !file.includes('/e2e/'))
    .flatMap(imports)
    .filter(({ to }) => to.startsWith(`${root}/`));
  assert.deepEqual(wrong.map(shown), []);
});

test('the console takes the shapes of the API by their names', () => {
  const wrong = files(console_, /\.tsx?$/).filter((file) =>
    /\bpaths\b[^;]*from '[^']*client\/|from '[^']*client\/(?!index\.ts)/.test(readFileSync(file, 'utf8')),
  );
  assert.deepEqual(
    wrong.map((file) => relative(console_, file)),
    [],
  );
});

test('the console’s ui knows no router, no API and no product', () => {
  const ui = files(join(console_, 'ui'), /\.tsx?$/);
  const wrong = ui.filter(
    (file) =>
      /@tanstack|openapi-fetch/.test(readFileSync(file, 'utf8')) ||
      imports(file).some(({ to }) => !to.startsWith(join(console_, 'ui')) && !/i18n|messages/.test(to)),
  );
  assert.deepEqual(
    wrong.map((file) => relative(console_, file)),
    [],
  );
});

test('what becomes of a typed address is decided in access/rules/email.ts alone', () => {
  const own = /(e-?mail|address)\w*(\s*\??\.\s*\w+\([^()]*\))*\s*\??\.\s*(trim|normalize|toLowerCase|replace)\w*\(/i;
  // The operator's own address is not typed by people, mail servers repeat addresses in any case, and three files search texts for addresses.
  const searching = ['mail/unlinked.ts', 'changes/erase/forget-addresses.ts', 'csv/cells/address-cell.ts'];
  const elsewhere = ['access/rules/email.ts', 'mail/mail.ts', ...searching];
  const wrong = sources
    .filter((file) => !elsewhere.includes(relative(root, file)) && !['testing', 'contracts'].includes(featureOf(file)))
    .filter((file) => own.test(readFileSync(file, 'utf8')));
  assert.deepEqual(
    wrong.map((file) => relative(root, file)),
    [],
  );
});
