import type { User } from '../api/types.ts';

/** The display name of a person: the name, or the address if there is none. */
export function nameOf({ firstName, lastName, email }: Pick<User, 'firstName' | 'lastName' | 'email'>): string {
  return `${firstName} ${lastName}`.trim() || email;
}
