import { once } from 'node:events';
import { createServer, request as send } from 'node:http';
import { after } from 'node:test';
import { portOf } from '../../server/testing/process.ts';

/** A way to a server that does something first when a change is to be applied. It tells the path, and how many were applied before. */
export async function gateway(url: string, first: (path: string, applied: number) => Promise<void>): Promise<string> {
  let applied = 0;
  const server = createServer(async (request, response) => {
    const { url: path = '', method = '', headers } = request;
    if (path.endsWith('/apply')) await first(path, applied++);
    const passed = send(`${url}${path}`, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 0, answer.headers);
      answer.pipe(response);
    });
    request.pipe(passed);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${portOf(server)}`;
}
