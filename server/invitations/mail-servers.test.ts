import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import pg from 'pg';
import { Client } from '../testing/client.ts';
import { copyDatabase } from '../testing/database.ts';
import { freshEmail, goodPassword } from '../testing/fresh-account.ts';
import { Inbox } from '../testing/inbox.ts';
import { insideAccount } from '../testing/inside.ts';
import { addPeople } from '../testing/people.ts';
import { freePort, Process } from '../testing/process.ts';
import { waitUntil } from '../testing/wait-until.ts';

const { connection, drop } = await copyDatabase();
const pool = new pg.Pool({ ...connection, max: 3 });
after(async () => {
  await pool.end();
  await drop();
});
const { host = '', port, user, password, database } = new pg.Client(connection);
const credentials = password ? `${user}:${password}` : user;
const databaseUrl = `postgres://${credentials}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`;

/** Muster as an operator starts it, beside others on the same database. */
async function server(inbox: Inbox, rate: string): Promise<{ muster: Process; browser: Client }> {
  const own = await freePort();
  const muster = new Process({
    DATABASE_URL: databaseUrl,
    MUSTER_SECRET: 'x'.repeat(32),
    PORT: String(own),
    PUBLIC_URL: 'http://localhost',
    SIGN_UP: 'open',
    RATE_LIMITS: 'off',
    SMTP_URL: inbox.url,
    MAIL_FROM: 'muster@muster.example',
    MAIL_RATE: rate,
  });
  await muster.says(/Muster is ready/);
  return { muster, browser: new Client(`http://127.0.0.1:${own}`) };
}

async function signUp(browser: Client): Promise<string> {
  const person = { firstName: 'A', lastName: 'A', email: freshEmail('owner'), password: goodPassword };
  const { status, body } = await browser.post<{ account: { id: string } }>('/v1/sign-up', {
    accountName: 'A',
    ...person,
  });
  assert.equal(status, 201, JSON.stringify(body));
  return body.account.id;
}

async function end({ child }: Process): Promise<void> {
  child.kill('SIGKILL');
  await waitUntil(() => (child.signalCode === null ? null : true), 'the end of a server');
}

it('two servers on one database keep one rate together, for every kind of mail', async () => {
  const inbox = await Inbox.start();
  const servers = [await server(inbox, '20'), await server(inbox, '20')];
  await Promise.all(
    servers.map(async ({ browser }) => {
      await signUp(browser);
      await addPeople(browser, 25);
    }),
  );
  const times = await waitUntil(
    () => (inbox.received.length === 52 ? inbox.received.map(({ atMs }) => atMs).sort((a, b) => a - b) : null),
    '50 invitations and 2 mails to Owners',
  );
  const span = (times.at(-1) ?? 0) - (times[0] ?? 0);
  // The first mail may take longer to arrive than the last. Two separate rates would take half the time.
  assert.ok(span >= 0.8 * 51 * 50, `52 mails at 20 a second took ${Math.round(span)} ms`);
  for (const { muster } of servers) await end(muster);
});

it('a server that is killed in the middle is followed by another, and nobody is told twice who was noted', async () => {
  const inbox = await Inbox.start();
  const first = await server(inbox, '200');
  const accountId = await signUp(first.browser);
  const seen = { count: 0 };
  // In the middle of the 120th message, while others are being sent.
  inbox.answer = (to) => {
    if (to.startsWith('p') && ++seen.count === 120) first.muster.child.kill('SIGKILL');
    return null;
  };
  const { users } = await addPeople(first.browser, 300);
  await waitUntil(() => (first.muster.child.signalCode === null ? null : true), 'the end of the first server');
  const noted = await insideAccount(pool, accountId, async (client) => {
    const { rows } = await client.query<{ email: string }>(
      "select email from users where account_id = $1 and mail_state = 'handed_over'",
      [accountId],
    );
    return new Set(rows.map(({ email }) => email));
  });
  assert.ok(noted.size > 50 && noted.size < 120, `${noted.size} were noted`);
  const second = await server(inbox, '200');
  // The dead server's lease is not renewed. The test does not wait for its end.
  await pool.query(
    "update jobs set lease_until = clock_timestamp() - interval '1 second' where lease_until is not null",
  );
  const timesTold = (email: string) => inbox.received.filter(({ to }) => to.includes(email));
  for (const { email } of users) await inbox.mailTo(email);
  await waitUntil(async () => {
    const { rows } = await pool.query("select from jobs where name = 'invitations.mail'");
    return rows.length === 0 ? true : null;
  }, 'the end of the mailing');
  const twice = users.filter(({ email }) => timesTold(email).length > 1);
  assert.ok(twice.length <= 10, `${twice.length} that were on their way at that moment came twice`);
  for (const { email, id } of users) {
    const mails = timesTold(email);
    assert.ok(mails.length === 1 || !noted.has(email), `${email} was noted and told again`);
    assert.deepEqual(new Set(mails.map(({ mail }) => mail.messageId)), new Set([`<${id}.1@localhost>`]));
  }
  await end(second.muster);
});
