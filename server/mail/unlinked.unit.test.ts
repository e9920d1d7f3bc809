import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LinkifyIt } from 'linkify-it';
import tlds from 'tlds' with { type: 'json' };
import { renderMail } from './mail-content.ts';
import { unlinked } from './unlinked.ts';

/** As eager as a mail program may be: all top-level domains, bare hosts, e-mail and IP addresses. */
const linkify = new LinkifyIt()
  .tlds(tlds)
  .tlds(['onion', 'local', 'test', 'example'], true)
  .set({ fuzzyLink: true, fuzzyEmail: true, fuzzyIP: true });
for (const scheme of ['tel:', 'sms:', 'xmpp:', 'skype:', 'facetime:', 'javascript:', 'file:', 'data:'])
  linkify.add(scheme, { validate: (text, at) => /^\S*/.exec(text.slice(at))?.[0].length ?? 0 });
const links = (text: string) => (linkify.match(text) ?? []).map(({ text: link }) => link);

const examples = [
  'evil.com',
  'Evil.App',
  'update.zip',
  'pay.mov',
  'www.evil.com/login?a=b',
  'bücher.de',
  '例え.テスト',
  'evil。com',
  'evil．com',
  'evil｡com',
  'https://evil.com',
  'HTTPS://EVIL.COM/',
  'http://localhost',
  'https://localhost:3000/x',
  '//evil.com',
  '//localhost/x',
  'ftp://evil.com/a',
  'https:evil.com',
  'https:\\\\evil.com',
  'mailto:ann@evil.com',
  'mailto:ann@localhost',
  'ann@evil.com',
  'ann＠evil.com',
  'ann@[1.2.3.4]',
  '1.2.3.4',
  '1.2.3.4/x',
  'http://[::1]/',
  'http://0x7f000001/',
  'tel:+15551234567',
  'javascript:alert(1)',
  'Sales (https://evil.com)',
  '“evil.com”',
  "O'Neil.com",
  '<a href="https://evil.com">x</a>',
  'a.b.c.co.uk',
  'xn--bcher-kva.de',
  'evil.com.',
  'evil.com,',
  'see evil.com now',
  'evil\u2060.com',
  'evil\u200b.com',
  'evil\u00ad.com',
  'evil.\u2060com',
  'https\u2060://evil.com',
];

test('nothing that a person typed is a link for a mail program, and it reads as it was typed', () => {
  for (const text of examples) {
    assert.deepEqual(links(unlinked(text)), [], text);
    assert.equal(unlinked(text).length, text.length, text);
  }
  const plain = examples.filter((text) => links(text).length === 0);
  assert.ok(plain.length < 8, `nearly all are links as they stand, but ${plain.join(' ')}`);
});

test('whatever stands around it, no text becomes a link', () => {
  const piece = fc.constantFrom(
    ...examples,
    '.',
    ':',
    '/',
    '//',
    '@',
    ' ',
    'com',
    'www',
    'https',
    'ann@people.example',
    '(',
    ')',
    '"',
    'a',
    'ü',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const text = pieces.join('');
      assert.deepEqual(links(unlinked(text)), []);
      // The address of a person stays, and no neighbouring text joins the link.
      const around = links(unlinked(text, ['ann@people.example']));
      assert.deepEqual(
        around.filter((link) => link !== 'ann@people.example'),
        [],
      );
    }),
    { numRuns: 2_000 },
  );
});

test('ordinary names and sentences stay as they are', () => {
  for (const text of [
    'Example Company',
    'Acme Inc.',
    'Dr. Ann O’Neil-Lee',
    'R&D / Sales',
    'Team: North',
    '50 %',
    'a @ b',
    'Zoë, 李 & Co.',
    'No. 5',
  ])
    assert.equal(unlinked(text), text);
});

test('the address of a person stands in a sentence as it is, unless it could be read as a page', () => {
  const sentence = (email: string) => `Ann Lee (${email}) asks you. You sign in with ${email}.`;
  assert.equal(
    unlinked(sentence('ann.lee+x@people.example'), ['ann.lee+x@people.example']),
    sentence('ann.lee+x@people.example'),
  );
  for (const odd of ['www.evil.com/login@people.example', 'evil.com/x@people.example'])
    assert.deepEqual(links(unlinked(sentence(odd), [odd])), []);
  assert.deepEqual(links(unlinked('Join evil.ann@people.example.evil.com', ['ann@people.example'])), []);
});

test('a mail has one link, which is ours, wherever names stand in it', () => {
  const url = 'https://muster.example/welcome/abc';
  for (const name of examples) {
    const content = {
      subject: `${name} invites you`,
      heading: `Join ${name}`,
      paragraphs: [`${name} has added you to ${name} and asks you.`, name],
      button: { label: `Join ${name}`, url },
      footnote: name,
    };
    const { subject, text, html } = renderMail(content, name);
    assert.deepEqual(links(subject), []);
    assert.deepEqual(links(text), [url], name);
    const shown = html
      .replaceAll(/<style>.*?<\/style>/gs, '')
      .replaceAll(/<[^>]*>/g, '\n')
      .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
    assert.deepEqual(links(shown), [url], name);
    assert.deepEqual(
      [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href),
      [url],
    );
  }
});
