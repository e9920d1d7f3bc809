import { isAscii, isUtf8 } from 'node:buffer';
import { type Dialect, type Encoding, isUnicode, type Unicode } from './dialect.ts';
import { likeliestLegacy } from './legacy.ts';

/**
 * Marks bytes that are invalid in the file's encoding. Valid UTF-8 never gives a lone surrogate, so `isWellFormed()` finds it, and broken
 * UTF-16 too. A typed � stays as it is.
 */
const UNREADABLE = '\udfff';

export function detectEncoding(sample: Buffer): Pick<Dialect, 'encoding' | 'bom' | 'ascii'> {
  if (sample[0] === 0xef && sample[1] === 0xbb && sample[2] === 0xbf) return sure('utf-8', true);
  if (sample[0] === 0xff && sample[1] === 0xfe) return sure('utf-16le', true);
  if (sample[0] === 0xfe && sample[1] === 0xff) return sure('utf-16be', true);
  const wide = utf16WithoutBom(sample);
  if (wide) return sure(wide, false);
  if (isAscii(sample)) return { encoding: 'utf-8', bom: false, ascii: true };
  return sure(utf8OrLegacy(sample), false);
}

/** Returns a function that decodes the file's bytes, block by block. A byte order mark stays in the text. */
export function decoder(dialect: Pick<Dialect, 'encoding' | 'ascii'>): (bytes: Uint8Array, last: boolean) => string {
  let encoding = dialect.encoding;
  let open = dialect.ascii;
  let carried = Buffer.alloc(0);
  const legacy = new Map<Encoding, TextDecoder>();
  return (bytes, last) => {
    const block = Buffer.concat([carried, bytes]);
    if (open && !isAscii(block)) {
      encoding = utf8OrLegacy(block);
      open = false;
    }
    if (!isUnicode(encoding)) {
      const decoding = legacy.get(encoding) ?? new TextDecoder(encoding);
      legacy.set(encoding, decoding);
      return decoding.decode(block, { stream: !last });
    }
    const whole = last ? block.length : wholeCharacters(block, encoding);
    carried = Buffer.from(block.subarray(whole));
    return decodeUnicode(block.subarray(0, whole), encoding);
  };
}

/** `bytes` must end with a whole character. They may be overwritten. */
function decodeUnicode(bytes: Buffer, encoding: Unicode): string {
  if (encoding === 'utf-8') return isUtf8(bytes) ? bytes.toString('utf8') : decodeDamaged(bytes);
  if (encoding === 'utf-16le') return bytes.toString('utf16le');
  return bytes
    .subarray(0, bytes.length & ~1)
    .swap16()
    .toString('utf16le');
}

/** Decodes line by line, so that only lines with broken bytes are marked. */
function decodeDamaged(bytes: Buffer): string {
  let text = '';
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(0x0a, from) + 1 || bytes.length;
    const line = bytes.subarray(from, end);
    text += isUtf8(line) ? line.toString('utf8') : line.toString('utf8').replaceAll('\ufffd', UNREADABLE);
    from = end;
  }
  return text;
}

/** The length of `bytes` without an incomplete character at the end. */
function wholeCharacters(bytes: Buffer, encoding: Unicode): number {
  if (encoding !== 'utf-8') return bytes.length & ~1;
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte < 0xc0) continue;
    const size = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return size > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

/**
 * For bytes beyond ASCII. Legacy letters are almost never valid UTF-8. So one broken place among many valid letters is damage to a UTF-8
 * file, and must not garble every name in it.
 */
function utf8OrLegacy(bytes: Buffer): Encoding {
  const text = bytes.subarray(0, wholeCharacters(bytes, 'utf-8')).toString('utf8');
  const broken = text.match(/\ufffd/g)?.length ?? 0;
  const good = text.match(/[^\p{ASCII}\ufffd]/gu)?.length ?? 0;
  return broken === 0 || good > broken ? 'utf-8' : likeliestLegacy(bytes);
}

/** Separators, digits and addresses are ASCII in every language. In UTF-16 every second byte of them is 0. */
function utf16WithoutBom(sample: Buffer): Encoding | null {
  const zeros: [even: number, odd: number] = [0, 0];
  for (let i = 0; i < sample.length; i++) if (sample[i] === 0) zeros[i % 2 === 0 ? 0 : 1]++;
  const [even, odd] = zeros;
  const many = sample.length / 8;
  if (odd > many && even * 20 < odd) return 'utf-16le';
  if (even > many && odd * 20 < even) return 'utf-16be';
  return null;
}

function sure(encoding: Encoding, bom: boolean) {
  return { encoding, bom, ascii: false };
}
