import fc from 'fast-check';

/** Lines of a request's head that have broken other servers. */
const lines = fc.constantFrom(
  ...[
    'Text/CSV',
    'text/csv;charset=utf-8',
    'application/JSON; charset="utf-8"',
    'application/json;charset=x',
    '',
    '*/*',
    ';',
    '/',
  ].map((type) => `Content-Type: ${type}`),
  'Content-Type: application/json\r\nContent-Type: text/csv',
  ...[
    'a=%',
    'muster=%',
    'muster=%00',
    'muster=%ff',
    'muster="x',
    '=;;=',
    'muster',
    '__proto__=1',
    `muster=${'%41'.repeat(500)}`,
    'muster=\u00e9',
  ].map((cookie) => `Cookie: ${cookie}`),
  `Cookie: ${'a=1;'.repeat(2500)}`,
  ...['', 'text/html;q=x', 'a/b,'.repeat(500), '*/*;*;*'].map((type) => `Accept: ${type}`),
  ...[
    'If-Match: x',
    'If-None-Match: *',
    'If-Modified-Since: x',
    'If-Range: "x"',
    'Range: bytes=9-1',
    'Range: x=-',
    'Accept-Encoding: ,;q=\u00ff',
  ],
  ...[
    'Accept-Language: %',
    'Accept-Version: x',
    'Upgrade: websocket',
    'X-Forwarded-For: x, y',
    'X-Forwarded-Host: a b',
    'X-Request-Id: \u00e9',
  ],
  ...[
    'Origin: null',
    'Origin: http://[',
    'Sec-Fetch-Site: x',
    'Authorization: Bearer',
    'Authorization: Basic %',
    `User-Agent: ${'\u00e9'.repeat(3000)}`,
  ],
  ...['', 'x y', '[::1', 'a:99999', '\u00e9', 'a,b', '%', 'user@host'].map((host) => `Host: ${host}`),
  ...['', 'a'.repeat(255), 'a'.repeat(256), '\u00e9', '"'].map((key) => `Idempotency-Key: ${key}`),
  ...[
    'Expect: 100-continue',
    'Expect: x',
    'Content-Encoding: gzip',
    'Transfer-Encoding: gzip',
    'TE: trailers',
    'Trailer: x',
  ],
  // Never more than is sent, which the server would wait for.
  ...['0', '-1', '9'.repeat(30), 'x', '0x2'].map((length) => `Content-Length: ${length}`),
  `X-Long: ${'x'.repeat(8000)}`,
);
export const headerLines = fc.uniqueArray(lines, { maxLength: 3, selector: (line) => line.split(':')[0] });

export const queries = fc.constantFrom(
  ...[
    '?%',
    '?a[]=1',
    '?limit[]=1',
    '?limit=1&limit=2',
    '?limit=1e999',
    '?limit=0x1',
    '?cursor=%00',
    '?cursor=%ff',
    '?search=%ed%a0%80',
  ],
  ...[
    '?__proto__=1',
    '?constructor=1',
    '?mapping=%7B',
    '?source=csv&mapping=[[[',
    '?groupId=%27',
    `?${'a=1&'.repeat(1000)}`,
    `?search=${'x'.repeat(9000)}`,
  ],
  `?cursor=${Buffer.from(`["${'\u0000'}"]`).toString('base64url')}`,
  `?cursor=${Buffer.from('['.repeat(1000)).toString('base64url')}`,
);

/** What may stand for a value in JSON, written out: numbers that are none, letters that are half, and more. */
const written = fc.constantFrom(
  ...[
    '1e999',
    '-1e999',
    '-0',
    '1e-400',
    '1E400',
    '123456789012345678901234567890',
    '2147483648',
    '9007199254740993',
    '0.1',
    'NaN',
    '01',
    '+1',
  ],
  ...[
    '"\\ud800"',
    '"\\u0000"',
    '"\\udc00\\ud800"',
    '"\u202e"',
    '"\\u200b"',
    '"\\x"',
    `"${'x'.repeat(5000)}"`,
    '""',
    '" "',
  ],
  ...[
    'null',
    'true',
    '[]',
    '{}',
    '[null]',
    '[[[]]]',
    '{"__proto__":1}',
    '{"constructor":{"prototype":1}}',
    '{"toString":1}',
    '{"":1}',
  ],
  `${'['.repeat(100)}${']'.repeat(100)}`,
  `${'['.repeat(30_000)}${']'.repeat(30_000)}`,
  `[${'1,'.repeat(20_000)}1]`,
);

/** Bodies made from a good one: written otherwise, spoilt in one field, or nothing like it. */
export function bodiesFrom(good: unknown): fc.Arbitrary<Buffer> {
  const whole = typeof good === 'string' ? good : JSON.stringify(good ?? {});
  const fields = Object.keys(typeof good === 'object' ? Object(good) : {});
  const spoilt = fc
    .tuple(fc.constantFrom(...fields, '__proto__', 'constructor', '', 'any'), written)
    .map(([field, value]) => {
      const others = Object.entries(Object(good)).filter(([name]) => name !== field);
      return `{${[...others.map(([name, item]) => `${JSON.stringify(name)}:${JSON.stringify(item)}`), `${JSON.stringify(field)}:${value}`].join(',')}}`;
    });
  const twice = whole.startsWith('{') && whole !== '{}' ? `${whole.slice(0, -1)},${whole.slice(1)}` : whole;
  return fc.oneof(
    { weight: 4, arbitrary: spoilt.map((text) => Buffer.from(text)) },
    fc.constantFrom(
      Buffer.from(whole),
      Buffer.from(`\ufeff${whole}`),
      Buffer.from(whole, 'utf16le'),
      Buffer.from(`${whole.slice(0, -1)}\xff`, 'latin1'),
      Buffer.from(twice),
      Buffer.from(`${whole}${whole}`),
      Buffer.from(` \n${whole}\t`),
      ...['', ' ', 'null', '0', '""', '[]', '[{}]', '{', '{"a":', '\0', '\ufeff'].map((text) => Buffer.from(text)),
    ),
    written.map((text) => Buffer.from(text)),
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  );
}
