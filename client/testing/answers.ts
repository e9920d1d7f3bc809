import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { after } from 'node:test';
import { portOf } from '../../server/testing/process.ts';

type Answer = { status: number; headers?: Record<string, string>; body?: unknown };

/** A bare server that gives these answers, one after the other, and keeps what it was asked. */
export async function answering(...answers: Answer[]): Promise<{ url: string; asked: IncomingMessage[] }> {
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      const { status, headers = {}, body } = answers[asked.length] ?? { status: 500 };
      asked.push(request);
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(JSON.stringify(body ?? {}));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${portOf(server)}`, asked };
}
