import { connect } from 'node:net';

export type RawAnswer = { status: number; head: string; body: string };

/** Sends bytes unchanged on their own connection and reads until it ends; status 0 if there was no answer. */
export function sendRaw(url: string, bytes: string | Buffer): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  const { promise, resolve, reject } = Promise.withResolvers<RawAnswer>();
  const socket = connect(Number(port), hostname);
  const chunks: Buffer[] = [];
  socket.setTimeout(10_000, () => socket.destroy(new Error('no answer within 10 seconds')));
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('close', () => resolve(readAnswer(Buffer.concat(chunks).toString())));
  // A server that refuses early closes while the client still writes. Its answer was read anyway.
  socket.on('error', (error) =>
    chunks.length > 0 || ('code' in error && error.code !== undefined) ? null : reject(error),
  );
  socket.write(bytes);
  return promise;
}

/** The last answer. "100 Continue" may come before it. */
function readAnswer(text: string): RawAnswer {
  const answer = text.replace(/^HTTP\/1\.1 100 .*\r\n\r\n/, '');
  const end = answer.indexOf('\r\n\r\n');
  const head = answer.slice(0, Math.max(0, end));
  return {
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0),
    head,
    body: end < 0 ? '' : answer.slice(end + 4),
  };
}

/** A request whose connection ends with the answer. */
export function rawRequest(method: string, target: string, headers: string[], body: string | Buffer = ''): Buffer {
  const bytes = Buffer.from(body);
  const lines = [`${method} ${target} HTTP/1.1`, ...headers, 'Connection: close'];
  if (!headers.some((line) => /^host:/i.test(line))) lines.push('Host: localhost');
  if (!headers.some((line) => /^(content-length|transfer-encoding):/i.test(line)) && bytes.length > 0)
    lines.push(`Content-Length: ${bytes.length}`);
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), bytes]);
}
