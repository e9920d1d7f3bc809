import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { displayName } from '../users/rules/user-sql.ts';

export const actorSchema = z.object({
  id: z.string().nullable(),
  kind: z.string().describe('user, apiKey, invited or system.'),
  name: z.string().describe('The name of today, of a person or a key: “A removed person” once their data is erased.'),
});
actorSchema.register(z.globalRegistry, { id: 'Actor', description: 'Who did it.' });
export type ShownActor = z.infer<typeof actorSchema>;

/** The name of a person, or null if they are erased. For screens; records hold only ids. */
export function personName(accountId: string, id: RawBuilder<unknown>): RawBuilder<string | null> {
  return sql`(select nullif(${displayName('p')}, '')
    from users p where p.account_id = ${accountId} and p.id = ${id})`;
}

/** The name of a key. Revoked keys are kept. */
function keyName(accountId: string, id: RawBuilder<unknown>): RawBuilder<string> {
  return sql`select k.name from api_keys k where k.account_id = ${accountId} and k.id = ${id}`;
}

/** The actor, as screens show them. Names are looked up at reading time, so that an erased person leaves none behind. */
export function shownActor(
  accountId: string,
  kind: RawBuilder<unknown>,
  id: RawBuilder<unknown>,
): RawBuilder<ShownActor> {
  return sql`json_build_object('id', ${id}, 'kind', ${kind}, 'name',
    case when ${kind} = 'system' then 'Muster' when ${kind} = 'apiKey' then (${keyName(accountId, id)})
      else coalesce(${personName(accountId, id)}, 'A removed person') end)`;
}
