import type { App } from '../http/route.ts';

/** The methods that an address takes, to tell a wrong method from a wrong address. Called before the routes are registered. */
export function rememberMethods(app: App): (path: string) => string[] {
  const routes: { pattern: RegExp; method: string }[] = [];
  app.addHook('onRoute', ({ url, method }) => {
    const pattern = new RegExp(`^${url.split('/').map(partPattern).join('/')}$`);
    for (const one of [method].flat()) routes.push({ pattern, method: one });
  });
  return (path) => routes.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
}

function partPattern(part: string): string {
  return part.startsWith(':') ? '[^/]+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
