import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import fc from 'fast-check';
import { readConfig } from '../../kernel/config.ts';
import { createLog } from '../../kernel/log.ts';
import { Mailer } from '../../mail/mail.ts';
import { assertRefused, type ProblemAnswer } from '../../testing/answers.ts';
import { startTestApp } from '../../testing/app.ts';
import type { Reply } from '../../testing/client.ts';
import {
  freshAccount,
  freshEmail,
  freshProvenAccount,
  goodPassword,
  mailTo,
  tokenOf,
} from '../../testing/fresh-account.ts';
import { planFile, rowsOf } from '../../testing/imports.ts';
import { Inbox } from '../../testing/inbox.ts';
import { addPeople } from '../../testing/people.ts';
import type { User } from '../../users/user.ts';
import type { Session } from '../sessions/session.ts';
import { emailKey, readEmail } from './email.ts';

const app = await startTestApp();
const inbox = await Inbox.start();
const { owner } = await freshAccount(app);
const proven = await freshProvenAccount(app);
const seed = Number(process.env['TEST_SEED'] ?? Date.now() % 1_000_000);
after(() => console.log(`# addresses: TEST_SEED=${seed}`));

describe('a mailbox whose address only folds to another’s', () => {
  it('cannot take over the sign-in of that other address', async () => {
    const email = freshEmail('victor');
    const { users } = await addPeople(owner, 1);
    await owner.patch(`/v1/users/${users[0]?.id}`, { email });
    const { body } = await owner.post<{ link: string }>(`/v1/users/${users[0]?.id}/invitation-link`);
    const victor = app.browser();
    const joining = { firstName: 'Victor', lastName: '', password: goodPassword };
    const joined = await victor.post(`/v1/invitations/${body.link.split('/').at(-1)}/accept`, joining);
    assert.equal(joined.status, 201);
    for (const letter of ['\uff56', '\u24e5', '\u2174', '\u1d5b', '\u{1d42f}', '\u{1d5cf}']) {
      const stranger = app.browser();
      const alike = email.replace('v', letter);
      const signUp = { accountName: 'Evil', email: alike, password: goodPassword, firstName: 'E', lastName: '' };
      const reply = await stranger.post<Session & ProblemAnswer>('/v1/sign-up', signUp);
      // What a mailbox of that spelling could do with a link mailed to it.
      if (reply.status === 201)
        await stranger.post(`/v1/proofs/${tokenOf(await mailTo(app, alike, /Confirm your e-mail/))}`, {});
      assert.equal((await victor.get('/v1/session')).status, 200, 'Victor stays signed in');
      assertRefused(reply, 422, 'email_invalid');
      assert.match(reply.body.detail, /holds “.+” \(U\+[0-9A-F]+\) in place of “v”\.$/);
    }
    assert.equal((await app.browser().post('/v1/session', { email, password: goodPassword })).status, 201);
  });
});

/** Every way to enter an address: the sentence that refuses it, or null and the stored address. */
const doors: Record<string, (email: string) => Promise<{ detail: string | null; kept?: string | undefined }>> = {
  'signing up': async (email) => {
    const body = { accountName: 'A', email, password: goodPassword, firstName: 'A', lastName: '' };
    return judged(await app.browser().post<Session>('/v1/sign-up', body), ({ identity }) => identity.email);
  },
  'adding people': async (email) => {
    const { body } = await owner.post<{ added: User[]; refused: { code: string; detail: string }[] }>('/v1/users', {
      users: [{ email }],
    });
    const [refused] = body.refused;
    if (refused) assert.equal(refused.code, 'email_invalid');
    return { detail: refused?.detail ?? null, kept: body.added[0]?.email };
  },
  'changing a person’s address': async (email) => {
    const { users } = await addPeople(owner, 1);
    return judged(await owner.patch<User>(`/v1/users/${users[0]?.id}`, { email }), (user) => user.email);
  },
  'importing a file': async (email) => {
    const file = `email,first name\nann@example.com,A\n"${email}",A`;
    const row = (await rowsOf(owner, await planFile(owner, file))).find(({ line }) => line === 3);
    return { detail: row?.code === 'email_invalid' ? row.detail : null, kept: row?.email };
  },
  'asking for another address of one’s own': async (email) => {
    const reply = await proven.owner.post('/v1/profile/email', { email, password: proven.password });
    if (reply.status >= 400) return judged(reply, () => undefined);
    const { rows } = await app.sql.query<{ email: string }>(
      "select email from links where kind = 'email' order by id desc limit 1",
    );
    return { detail: null, kept: rows[0]?.email };
  },
};

function judged<Body>(reply: Reply<Body | ProblemAnswer>, kept: (body: Body) => string | undefined) {
  const { body } = reply;
  if (typeof body === 'object' && body !== null && 'code' in body) {
    assertRefused(reply, 422, 'email_invalid');
    return { detail: body.detail };
  }
  return { detail: null, kept: kept(body) };
}

describe('by every door', () => {
  for (const [door, come] of Object.entries(doors)) {
    it(`${door}: letters that stand for others, and invisible ones within, are refused by name`, async () => {
      const wrong: Record<string, RegExp> = {
        'ann＠full.example': /“＠” \(U\+FF20\) in place of “@”/,
        'ann﹫full.example': /“﹫” \(U\+FE6B\) in place of “@”/,
        'ﬁona@x.example': /“ﬁ” \(U\+FB01\) in place of “fi”/,
        '\u212Aim@x.example': /\(U\+212A\) in place of “K”/,
        'roſe@x.example': /“ſ” \(U\+017F\) in place of “s”/,
        'x²@x.example': /“²” \(U\+00B2\) in place of “2”/,
        'MİKE@x.example': /“İ” \(U\+0130\) in place of “i̇”/,
        'ΟΔΟΣ@x.example': /“Σ” \(U\+03A3\), which may be “σ” or “ς”/,
        'an\u200Bn@x.example': /an invisible character: ZERO WIDTH SPACE \(U\+200B\)/,
        'an\u00ADn@x.example': /an invisible character: SOFT HYPHEN \(U\+00AD\)/,
        'an\u202En@x.example': /an invisible character: RIGHT-TO-LEFT OVERRIDE \(U\+202E\)/,
        'ann@ex\u2060ample.example': /an invisible character: WORD JOINER \(U\+2060\)/,
        'an\u3164n@x.example': /an invisible character: HANGUL FILLER \(U\+3164\)/,
        'an\u{E0041}n@x.example': /an invisible character: U\+E0041/,
        'ann@例.com/evil.example': /is not an e-mail address/,
      };
      for (const [email, said] of Object.entries(wrong)) assert.match((await come(email)).detail ?? '', said, email);
    });

    it(`${door}: what can only be an accident is taken away, and the rest is kept as it was typed`, async () => {
      const local = `Ann.${freshEmail('l').slice(2, 8)}`;
      const typed = ` \u200B${local.replace('.', '.\u200B')}\u200E@\u2060MÜNCHEN.ex\u00e4mple\u200D.example\uFEFF \u00A0`;
      assert.deepEqual(await come(typed), { detail: null, kept: `${local}@MÜNCHEN.exämple.example` });
    });
  }
});

const letter = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...'abzAZ09.-+_') },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      ...'éÉßẞΣσςİıſKÅΩǅŉªﬁⅷＡａ１。．＠İ\u0301\u0307\u030c\u093c\u0958ำ한ㄱ漢豈آ\u200c\u200d\u00ad',
    ),
  },
  { weight: 3, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }) },
);
const piece = fc.array(letter, { minLength: 1, maxLength: 6 }).map((letters) => letters.join(''));
const anyAddress = fc
  .tuple(piece, piece, fc.constantFrom('example', 'gr', 'ΟΔΟΣ', 'ΕΛ'))
  .map(([a, b, c]) => `${a}@${b}.${c}`);

it('whatever is accepted is mailed to the address that is its key, but for case', async () => {
  const config = readConfig({ SMTP_URL: inbox.url, MAIL_FROM: 'muster@example.org', RATE_LIMITS: 'off' });
  const mailer = new Mailer(config, app.tools.database, createLog('silent'));
  after(() => mailer.close());
  const samples = [
    'a@ΟΔΟΣ.gr',
    'a@οδος.gr',
    'ö@STRAẞE.example',
    'jose\u0301@exaｍple.com',
    'ö@exaｍple.com',
    'ö@xn--bcher-kva.example',
  ];
  const tried = [...samples, ...fc.sample(anyAddress, { numRuns: 6000, seed })];
  let mailed = 0;
  for (const typed of tried) {
    const read = readEmail(typed);
    if ('why' in read) continue;
    assert.deepEqual(readEmail(read.email), read, `${JSON.stringify(typed)} is kept as itself`);
    const { state } = await mailer.send({
      messageId: String(mailed),
      to: read.email,
      subject: 's',
      text: 't',
      html: 'h',
    });
    assert.equal(state, 'handed_over', JSON.stringify(typed));
    const to = inbox.received.at(-1)?.to[0] ?? '';
    assert.equal(emailKey(to), read.key, `${JSON.stringify(typed)} is mailed to ${to}`);
    const [at, keyAt] = [to.lastIndexOf('@'), read.key.lastIndexOf('@')];
    assert.equal(to.slice(0, at).toLowerCase().normalize('NFC'), read.key.slice(0, keyAt), typed);
    if (++mailed >= 300) break;
  }
  assert.ok(mailed > 200, `${mailed} addresses of ${tried.length} were accepted`);
});
