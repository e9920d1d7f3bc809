import type { Config } from '../kernel/config.ts';

type Own = Pick<Config, 'publicUrl' | 'loopback' | 'port'>;

/** The URLs of this server: PUBLIC_URL, and while it listens on loopback only, every loopback name over http. */
function ownUrls({ publicUrl, loopback, port }: Own): URL[] {
  const names = loopback ? ['localhost', '127.0.0.1', '[::1]'] : [];
  return [new URL(publicUrl), ...names.map((name) => new URL(`http://${name}:${port}`))];
}

/** Is this the host and port of one of them? */
export function isOwnHost(own: Own, host: string): boolean {
  return ownUrls(own).some((url) => url.host === host);
}

/** Is this the scheme, host and port of one of them, as browsers write it? */
export function isOwnOrigin(own: Own, origin: string): boolean {
  return ownUrls(own).some((url) => url.origin === origin);
}
