import { sql } from 'kysely';
import { maybe } from '../../database/database.ts';
import type { Db } from '../../kernel/context.ts';
import { idFromBytes, idToBytes, newId } from '../../kernel/ids.ts';
import { Problem } from '../../kernel/problem.ts';
import type { Signer } from '../../kernel/secrets.ts';

/** One-time links that are mailed to prove an address: a forgotten password, a new sign-in's address, a changed address. */
export type LinkKind = 'reset' | 'proof' | 'email';
export type Link = { id: string; identityId: string; accountId: string | null; userId: string | null; email: string };

const validHours: Record<LinkKind, number> = { reset: 1, proof: 72, email: 24 };
const paths: Record<LinkKind, string> = { reset: 'reset', proof: 'confirm', email: 'email-change' };

/** Stores what a link will do. The token is made from its id when the mail is written, so nothing stored opens anything. */
export function makeLink(db: Db, kind: LinkKind, link: Omit<Link, 'id'>): string {
  const id = newId();
  db.post(sql`insert into links (id, kind, identity_id, account_id, user_id, email, created_at, expires_at)
    values (${id}, ${kind}, ${link.identityId}, ${link.accountId}, ${link.userId}, ${link.email}, muster_now(),
      muster_now() + make_interval(hours => ${validHours[kind]}))`);
  return id;
}

export function linkUrl(publicUrl: string, signer: Signer, kind: LinkKind, id: string): string {
  return `${publicUrl}/${paths[kind]}/${signer.sign(`link ${kind}`, idToBytes(id))}`;
}

export const linkProblems = ['link_unknown', 'link_expired', 'link_used'] as const;

/** @throws Problem link_unknown (404), link_expired, link_used (410) */
export async function findLink(db: Db, signer: Signer, kind: LinkKind, token: string): Promise<Link> {
  const signed = signer.verify(`link ${kind}`, token, 16);
  if (!signed) throw new Problem('link_unknown');
  const row = await maybe(
    db,
    sql<Link & { used: boolean; expired: boolean }>`
      select id, identity_id as "identityId", account_id as "accountId", user_id as "userId", email,
        used_at is not null as used, expires_at <= muster_now() as expired
      from links where id = ${idFromBytes(signed)} and kind = ${kind}`,
  );
  if (!row) throw new Problem('link_unknown');
  if (row.used) throw new Problem('link_used');
  if (row.expired) throw new Problem('link_expired');
  return row;
}

/** Uses a link up. Of two concurrent uses one succeeds. */
export async function useLink(db: Db, id: string): Promise<void> {
  const used = await maybe(
    db,
    sql`update links set used_at = muster_now() where id = ${id} and used_at is null and expires_at > muster_now() returning id`,
  );
  if (!used) throw new Problem('link_used');
}

/** Ends every link of a sign-in. After a change of password or address, earlier mails open nothing. */
export function endLinks(db: Db, identityId: string): void {
  db.post(sql`update links set used_at = muster_now() where identity_id = ${identityId} and used_at is null`);
}
