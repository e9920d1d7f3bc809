/** The query of an address is plain text by name, so that people can read, share and type it. A name that comes several times is a list. */
export function parseSearch(search: string): Record<string, string | string[]> {
  const read = new URLSearchParams(search);
  return Object.fromEntries(
    [...new Set(read.keys())].map((name) => {
      const values = read.getAll(name);
      return [name, values.length === 1 ? (values[0] ?? '') : values];
    }),
  );
}

export function stringifySearch(search: Record<string, unknown>): string {
  const written = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (typeof value === 'string' && value !== '') written.set(name, value);
    if (Array.isArray(value)) for (const one of value) written.append(name, String(one));
  }
  const text = written.toString();
  return text === '' ? '' : `?${text}`;
}

/** Reads the named texts from an address and drops everything else. */
export function readStrings<const N extends string>(names: readonly N[]) {
  return (search: Record<string, unknown>): { [K in N]?: string } => {
    const found: { [K in N]?: string } = {};
    for (const name of names) {
      const value = search[name];
      if (typeof value === 'string' && value !== '') found[name] = value;
    }
    return found;
  };
}

/** Reads the named lists from an address and drops everything else. An empty text in a list is one of its values. */
export function readLists<const N extends string>(names: readonly N[]) {
  return (search: Record<string, unknown>): { [K in N]?: string[] } => {
    const found: { [K in N]?: string[] } = {};
    for (const name of names) {
      const values = [search[name]].flat().filter((value) => typeof value === 'string');
      if (values.length > 0) found[name] = values;
    }
    return found;
  };
}
