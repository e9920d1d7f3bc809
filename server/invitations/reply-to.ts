import { sql } from 'kysely';
import { emailKey } from '../access/rules/email.ts';
import { all, readInSystem } from '../database/database.ts';
import type { Tools } from '../tools.ts';
import type { Due } from './hand-over.ts';

/** An invitation whose replyTo is the account's address for answers, if it has set one. */
export type Invited = Due & { inviterId: string | null };

/** Without an address of the account, answers go to the inviter, if their address is proven. */
export async function withReplyTo(tools: Tools, due: Invited[]): Promise<Due[]> {
  const asked = due.filter(({ replyTo, inviterId }) => replyTo === null && inviterId !== null);
  if (asked.length === 0) return due;
  const proven = await provenKeys(tools, asked);
  return due.map((invited) => {
    const { replyTo, inviterId, inviterEmail } = invited;
    const key = proven.get(inviterId ?? '');
    const isProven = inviterEmail !== null && key !== undefined && key === emailKey(inviterEmail);
    return { ...invited, replyTo: replyTo ?? (isProven ? inviterEmail : null) };
  });
}

/** The proven sign-in addresses of inviters, as keys. The address of their mail may be another one. */
async function provenKeys({ database }: Tools, asked: Invited[]): Promise<Map<string, string>> {
  const accountIds = [...new Set(asked.map(({ accountId }) => accountId))];
  const userIds = [...new Set(asked.map(({ inviterId }) => inviterId))];
  const rows = await readInSystem(database, (db) =>
    all(
      db,
      sql<{
        id: string;
        key: string;
      }>`select m.user_id as id, i.email_key as key from memberships m join identities i on i.id = m.identity_id
        where m.account_id = any(${accountIds}::uuid[]) and m.user_id = any(${userIds}::uuid[]) and i.account_id is null`,
    ),
  );
  return new Map(rows.map(({ id, key }) => [id, key]));
}
