import { sql } from 'kysely';
import { mailPerson } from '../access/mails/mail-person.ts';
import { accountName } from '../accounts/read-account.ts';
import { inAccount, maybe, one } from '../database/database.ts';
import { enqueue } from '../jobs/job.ts';
import { asSystem, type Ctx } from '../kernel/context.ts';
import type { MailTemplates } from '../mail/mail-queue.ts';
import type { Tools } from '../tools.ts';
import { warnOfExpiryJob } from './key-jobs.ts';

/** Days before the end of a key at which its maker is warned. A key that lives shorter than twice as long is warned of half-way. */
const warningDays = 7;

/** Has the maker mailed before the key expires. */
export async function warnBeforeExpiry(ctx: Ctx, keyId: string): Promise<void> {
  const { expiresAt, seconds } = await one(
    ctx.db,
    sql<{ expiresAt: string; seconds: number }>`select iso(expires_at) as "expiresAt",
        extract(epoch from expires_at - muster_now())::float8 as seconds
      from api_keys where account_id = ${ctx.accountId} and id = ${keyId}`,
  );
  const delay = Math.max(seconds - warningDays * 86_400, seconds / 2);
  enqueue(ctx.db, warnOfExpiryJob, { accountId: ctx.accountId, keyId, expiresAt }, Math.ceil(delay));
}

type Warning = { accountId: string; keyId: string; expiresAt: string };

/** Mails the maker, unless the key was revoked or its end was moved since. */
export async function warnOfExpiry(tools: Tools, { accountId, keyId, expiresAt }: Warning): Promise<void> {
  await inAccount(tools.database, asSystem(accountId), async (ctx) => {
    const key = await maybe(
      ctx.db,
      sql<{ name: string; prefix: string; email: string }>`select k.name, k.prefix, u.email
        from api_keys k join users u on u.account_id = k.account_id and u.id = k.maker_id and u.status = 'active'
        where k.account_id = ${accountId} and k.id = ${keyId} and k.revoked_at is null and k.expires_at > muster_now()
          and iso(k.expires_at) = ${expiresAt}`,
    );
    if (!key) return;
    const data = { name: key.name, prefix: key.prefix, day: expiresAt.slice(0, 10), time: expiresAt.slice(11, 16) };
    const account = await accountName(ctx);
    await mailPerson(ctx, tools, {
      template: 'api-key-expires',
      recipient: key.email,
      accountId,
      ofAccount: true,
      rate: 'notices',
      data: () => ({ ...data, accountName: account }),
    });
  });
}

export const keyMails: MailTemplates = {
  'api-key-expires': ({ name, prefix, day, time, accountName: account }, { config }) => ({
    subject: `The API key ${name} expires on ${day}`,
    heading: `The API key ${name} expires on ${day}`,
    paragraphs: [
      `The key ${prefix}… of ${account} stops working on ${day} at ${time} UTC. Programs that use it are refused from then on.`,
      'If they are to go on, give the key a later end, or make another key and give it to them.',
    ],
    button: { label: 'Open API keys', url: `${config.publicUrl}/account/api-keys` },
    footnote: 'You get this because you made this key or took it over.',
  }),
};
