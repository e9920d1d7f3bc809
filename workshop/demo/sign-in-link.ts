import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createMuster } from '../../client/index.ts';
import { portOf } from '../../server/testing/process.ts';

export type SignInLink = { url: string; close: () => void };
type Credentials = { email: string; password: string };

/**
 * An address that signs in anyone who opens it. Muster has no such feature: this is a listener of the demo's own process, on loopback. It
 * signs in with the password like any client and passes the cookies on. Browsers send a cookie to every port of a host. The path is a
 * secret of this run, so no page of another site can link to it.
 */
export async function signInLink(muster: string, credentials: Credentials): Promise<SignInLink> {
  const path = `/${randomBytes(24).toString('base64url')}`;
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== path) {
      response.writeHead(404).end();
      return;
    }
    signIn(muster, credentials).then(
      (cookies) => {
        response.writeHead(303, { location: `${muster}/`, 'set-cookie': cookies, 'cache-control': 'no-store' }).end();
      },
      (error: unknown) => response.writeHead(502).end(String(error)),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://localhost:${portOf(server)}${path}`, close };
}

async function signIn(url: string, body: Credentials): Promise<string[]> {
  const { response } = await createMuster({ url }).POST('/v1/session', { body });
  return response.headers.getSetCookie();
}
