import { paths } from '../paths.ts';

/** The page after signing in: only an address of this console, never another site. */
export function safeNext(next: string | undefined): string {
  if (!next) return paths.home;
  const target = new URL(next, window.location.origin);
  // A path with two slashes, as left by "/.//elsewhere", would be read as another host.
  const leaves = target.origin !== window.location.origin || target.pathname.startsWith('//');
  if (leaves || target.pathname === paths.signIn) return paths.home;
  return target.pathname + target.search + target.hash;
}
