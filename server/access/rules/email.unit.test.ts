import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { processorMs } from '../../testing/measures/processor-time.ts';
import { emailKey, readEmail, suspiciousDomain } from './email.ts';

describe('two addresses are the same', () => {
  it('in any case, in any Unicode form, with spaces around', () => {
    const key = emailKey('jose.garcia@example.com');
    for (const same of [
      'JOSE.Garcia@EXAMPLE.com',
      ' jose.garcia@example.com\t',
      '\u200bjose.\u00adgarcia\u2060@\u200eexample\u200b.com\ufeff',
      'jose.garcia@ｅxample.com',
    ]) {
      assert.equal(emailKey(same), key, same);
    }
    assert.equal(emailKey('jos\u00e9@example.com'), emailKey('jose\u0301@example.com'));
    assert.equal(emailKey('a@bücher.example'), emailKey('a@xn--bcher-kva.example'));
    assert.equal(emailKey('a@BÜCHER.example'), emailKey('a@bücher.example'));
    assert.equal(emailKey('a@ΟΔΟΣ.gr'), emailKey('a@οδοσ.gr'), 'a domain is folded as it is mailed to');
  });

  it('not when a letter only looks alike', () => {
    for (const other of [
      'mıke@example.com',
      'mike@examp1e.com',
      'mіke@example.com',
      'mike+1@example.com',
      'm.ike@example.com',
    ]) {
      assert.notEqual(emailKey(other), emailKey('mike@example.com'), other);
    }
    assert.notEqual(emailKey('MİKE@example.com'), emailKey('mike@example.com'));
  });
});

describe('what is no address', () => {
  it('has no key', () => {
    const wrong = [
      '',
      ' ',
      'a',
      '@',
      'a@',
      '@b.de',
      'a@b',
      'a b@c.de',
      'a@b..de',
      '.a@b.de',
      'a.@b.de',
      'a..b@c.de',
      'a@-b.de',
      'a@b.de,c@d.de',
    ];
    wrong.push(
      'A <a@b.de>',
      'a@b.de\r\nBcc: c@d.de',
      'a\0@b.de',
      'a@127.0.0.1',
      'a@[127.0.0.1]',
      '"a b"@c.de',
      `${'a'.repeat(65)}@b.de`,
      `a@${'b'.repeat(254)}.de`,
      'a\u202eb@b.de',
      'ｊose@b.de',
      'ﬁona@b.de',
      'a＠b.de',
      'a@例.com/evil.example',
      'a@-b.de',
      'a@ü-.de',
      'a@b.0x7f',
    );
    for (const text of wrong) assert.equal(emailKey(text), null, JSON.stringify(text));
  });

  it('is told from unusual addresses that exist', () => {
    for (const text of ['a+tag@b.de', "o'neil@b.ie", 'a_b-c@d-e.co.uk', 'käse@b.de', '用户@例子.公司', 'x@y.museum'])
      assert.ok(emailKey(text), text);
  });

  it('takes no time to tell', () => {
    const before = processorMs();
    for (const text of [
      `${'a.'.repeat(100_000)}@b.de`,
      'a'.repeat(200_000),
      `${'a@'.repeat(100_000)}b.de`,
      `a@${'b.'.repeat(120)}!`,
    ])
      emailKey(text);
    assert.ok(processorMs() - before < 100);
  });
});

describe('an address is kept', () => {
  it('as it was typed, but for what nothing shows around it and beside its dots, and composed', () => {
    assert.deepEqual(readEmail(' \u200bAnn.\u200dLee\u00ad@ExAmple.com\u2060 '), {
      email: 'Ann.Lee@ExAmple.com',
      key: 'ann.lee@example.com',
    });
    assert.deepEqual(readEmail('Jose\u0301@exaｍple.com'), {
      email: 'Jos\u00e9@exaｍple.com',
      key: 'jos\u00e9@example.com',
    });
  });
});

describe('a domain that is not what it looks like', () => {
  it('is shown in its ASCII form', () => {
    assert.equal(suspiciousDomain('a@exаmple.com'), 'xn--exmple-4nf.com');
    assert.equal(suspiciousDomain('a@example.com'), null);
    assert.equal(suspiciousDomain('a@EXAｍple.com'), null);
  });
});
