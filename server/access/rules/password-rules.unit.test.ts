import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Problem } from '../../kernel/problem.ts';
import { processorMs } from '../../testing/measures/processor-time.ts';
import { checkPassword, normalPassword } from './password-rules.ts';

function verdict(password: string, about: string[] = []): string {
  try {
    checkPassword(password, about);
    return 'good';
  } catch (error) {
    assert.ok(error instanceof Problem);
    return error.code;
  }
}

describe('a password', () => {
  it('has 12 to 200 characters, counted as people count them', () => {
    assert.equal(verdict('kf8#qLw2!vZ'), 'password_too_short');
    assert.equal(verdict('kf8#qLw2!vZ9'), 'good');
    assert.equal(verdict('👩🍎🚗🌳🎈🐈🏠⛵🎻🧲🪁'), 'password_too_short');
    assert.equal(verdict('👩🍎🚗🌳🎈🐈🏠⛵🎻🧲🪁🧭'), 'good');
    assert.equal(verdict('Kd7 pläz-Öm '.repeat(17).slice(0, 201)), 'password_too_long');
  });

  it('is refused when common lists hold it or its parts', () => {
    const common = [
      'password1234',
      'Passwort2024!',
      'qwertyuiop123',
      'aaaaaaaaaaaa',
      '123456789012',
      'abcabcabcabc',
      'iloveyou1234',
      'Adm1nistrator',
    ];
    common.push(
      'letmeinletmein',
      'p@ssw0rdp@ssw0rd',
      'Summer2025!!!!',
      'zxcvbnmasdfghjkl',
      'correcthorsebatterystaple',
      'qwertzuiopü+',
      '            ',
      '19841984198419',
    );
    for (const password of common) assert.equal(verdict(password), 'password_common', password);
  });

  it('is refused when it is made of the person’s own address or account', () => {
    assert.equal(verdict('olivia.owner1', ['olivia.owner@globex.example']), 'password_common');
    assert.equal(verdict('Globex2026!!', ['olivia@globex.example']), 'password_common');
    assert.equal(verdict('Globex Corp 1', ['Globex Corp']), 'password_common');
  });

  it('may be a phrase, or anything one has to guess piece by piece', () => {
    for (const password of [
      'plum tractor violin 61',
      'correct horse battery staple',
      'wet cellar sings quietly',
      'mQ3-tPz7_wLk0x',
      'Straßenköterblond 9',
      'наш старый дом 12',
    ]) {
      assert.equal(verdict(password), 'good', password);
    }
  });

  it('is the same whichever keyboard composed its letters', () => {
    assert.equal(normalPassword('Stra\u00dfe caf\u00e9'), normalPassword('Stra\u00dfe cafe\u0301'));
  });

  it('is judged quickly, however it is made', () => {
    const before = processorMs();
    for (const password of ['ab'.repeat(100), 'a'.repeat(200), `${'qwerty'.repeat(33)}!!`]) verdict(password);
    assert.ok(processorMs() - before < 200);
  });
});
