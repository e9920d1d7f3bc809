import type { Config } from './config.ts';

/** Is this the host and port people reach this server by? While it listens on loopback only, every loopback name is. */
export function isOwnHost(config: Pick<Config, 'publicUrl' | 'loopback' | 'port'>, host: string): boolean {
  if (host === new URL(config.publicUrl).host) return true;
  const name = host.replace(/:\d+$/, '');
  return config.loopback && ['localhost', '127.0.0.1', '[::1]'].includes(name) && host === `${name}:${config.port}`;
}
