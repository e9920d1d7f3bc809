import { type RawBuilder, sql } from 'kysely';
import { all } from '../../database/database.ts';
import type { Ctx } from '../../kernel/context.ts';

/** Every address that people had here: the current one, and earlier ones from edits. Call it before the records are scrubbed. */
export async function addressesOf(ctx: Ctx, people: { id: string; email: string }[]): Promise<string[]> {
  const former = await all(
    ctx.db,
    sql<{ email: string }>`select distinct jsonb_array_elements_text(side -> 'email') as email
      from change_chunks c, unnest(array[c.before, c.after]) as side
      where c.account_id = ${ctx.accountId} and c.first_id = c.last_id and c.first_id = any(${people.map(({ id }) => id)}::uuid[])
        and jsonb_typeof(side -> 'email') = 'array'`,
  );
  const addresses = [...people, ...former].flatMap(({ email }) => email?.toLowerCase() ?? []);
  return [...new Set(addresses)];
}

/** Answers stored for a repeated request. */
export async function forgetAnswers(ctx: Ctx, ids: string[], addresses: string[]): Promise<void> {
  await sql`delete from idempotency_keys where account_id = ${ctx.accountId} and ${holdsAny(sql`answer`, [...ids, ...addresses])}`.execute(
    ctx.db,
  );
}

/** Mails to them or about their address, and copies in the mailbox page. A mail that names an address was sent to one of theirs. */
export async function forgetMails(ctx: Ctx, addresses: string[]): Promise<void> {
  await sql`delete from mails where account_id = ${ctx.accountId} and (lower(recipient) = any(${addresses}::text[]) or ${holdsAny(sql`data`, addresses)})`.execute(
    ctx.db,
  );
  await sql`delete from mailbox where lower(recipient) = any(${addresses}::text[])`.execute(ctx.db);
}

/** Is one of the words a text in the JSON, or a word of a text? Each word of the JSON is looked up once, however many are sought. */
function holdsAny(json: RawBuilder<unknown>, words: string[]): RawBuilder<unknown> {
  return sql`exists (select from jsonb_path_query(${json}, 'strict $.** ? (@.type() == "string")') as value,
    regexp_split_to_table(lower(value #>> '{}'), '[\\s"“”,;:()<>]+') as word where rtrim(word, '.') = any(${words}::text[]))`;
}
