import type { Muster } from '../client/index.ts';
import { CommandError } from './exit.ts';

const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const shownMax = 10;
export const isId = (text: string): boolean => id.test(text);

/** The ids of people who are named by id or address. @throws CommandError that names those who are not there */
export async function userIds(api: Muster, names: readonly string[]): Promise<string[]> {
  const emails = names.filter((name) => !isId(name));
  if (emails.length === 0) return [...names];
  const { data } = await api.POST('/v1/users/by-email', { body: { emails } });
  if (data.missing.length > 0) throw unknown(data.missing);
  return [...new Set([...names.filter(isId), ...data.found.map((user) => user.id)])];
}

export async function userId(api: Muster, name: string): Promise<string> {
  const [found = name] = await userIds(api, [name]);
  return found;
}

/** The ids of removed people. An address may have been removed several times. @throws CommandError */
export async function removedIds(api: Muster, names: readonly string[]): Promise<string[]> {
  return Promise.all(
    names.map(async (name) => {
      if (isId(name)) return name;
      const { data } = await api.GET('/v1/users', { params: { query: { email: name, status: 'removed' } } });
      const [found, ...others] = data.data;
      if (!found) throw unknown([name]);
      if (others.length > 0) {
        const ids = data.data.map((user) => user.id).join(', ');
        throw new CommandError(`Several people with the address ${name} were removed: name one of ${ids}.`);
      }
      return found.id;
    }),
  );
}

function unknown(names: readonly string[]): CommandError {
  const more = names.length > shownMax ? `, and ${names.length - shownMax} more` : '';
  return new CommandError(`No user has the address ${names.slice(0, shownMax).join(', ')}${more}.`);
}

/** The id of a group that is named by id or name. @throws CommandError if there is none */
export async function groupId(api: Muster, name: string): Promise<string> {
  if (isId(name)) return name;
  const same = (other: string) => other.normalize('NFKC').toLowerCase() === name.trim().normalize('NFKC').toLowerCase();
  for await (const group of api.each('/v1/groups', { params: { query: { search: name, limit: 500 } } }))
    if (same(group.name)) return group.id;
  throw new CommandError(`There is no group ${name}.`);
}
