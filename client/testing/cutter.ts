import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { after } from 'node:test';
import { portOf } from '../../server/testing/process.ts';

type Place = 'before the head' | 'in the body';

/** A way to a server that loses answers: it passes on their beginning, if any, and then cuts the connection. */
export async function cutterTo(url: string) {
  const { hostname, port } = new URL(url);
  let places: Place[] = [];
  const server = createServer((from) => {
    const to = connect(Number(port), hostname);
    const end = () => [from, to].map((socket: Socket) => socket.destroy());
    for (const socket of [from, to]) socket.on('error', end).on('close', end);
    from.pipe(to);
    to.on('data', (bytes: Buffer) => {
      const place = places.shift();
      if (place) from.write(bytes.subarray(0, place === 'in the body' ? bytes.indexOf('\r\n\r\n') + 5 : 0), end);
      else from.write(bytes);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(() => server.close());
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    /** Cuts the next answers, each at its place. */
    cut: (...next: Place[]) => {
      places = next;
    },
    isDone: () => places.length === 0,
  };
}
