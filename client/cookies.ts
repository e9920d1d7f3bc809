/** The cookies of a program's session, by name. A browser keeps its own. */
export type Cookies = Map<string, string>;

export function addCookies(request: Request, cookies: Cookies): void {
  if (cookies.size > 0)
    request.headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
}

/** An empty cookie is one that the server takes back. */
export function keepCookies({ headers }: Response, cookies: Cookies): void {
  for (const line of headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
    if (value === '') cookies.delete(name);
    else cookies.set(name, value);
  }
}
