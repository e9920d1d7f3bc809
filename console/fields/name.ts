import type { User } from '../api/types.ts';

/** What a person is called: the name, or the address where there is none. */
export function nameOf({ firstName, lastName, email }: Pick<User, 'firstName' | 'lastName' | 'email'>): string {
  return `${firstName} ${lastName}`.trim() || email;
}
