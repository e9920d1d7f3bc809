import assert from 'node:assert/strict';
import { test } from 'node:test';
import { separatorOf, timeFormatOf } from './export-choices.ts';

test('a file opens right in a spreadsheet of the person’s language', () => {
  const known = {
    'en-US': [',', 'MM/dd/yyyy HH:mm'],
    'en-GB': [',', 'dd/MM/yyyy HH:mm'],
    'de-DE': [';', 'dd.MM.yyyy HH:mm'],
    'fr-FR': [';', 'dd/MM/yyyy HH:mm'],
    'nl-NL': [';', 'dd-MM-yyyy HH:mm'],
    'sv-SE': [';', 'yyyy-MM-dd HH:mm'],
    'cs-CZ': [';', 'dd.MM.yyyy HH:mm'],
    'hu-HU': [';', 'yyyy.MM.dd HH:mm'],
    'ja-JP': [',', 'yyyy/MM/dd HH:mm'],
    'ko-KR': [',', 'yyyy.MM.dd HH:mm'],
  };
  for (const [locale, [separator, timeFormat]] of Object.entries(known))
    assert.deepEqual([separatorOf(locale), timeFormatOf(locale)], [separator, timeFormat], locale);
});
