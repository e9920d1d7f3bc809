import { sql } from 'kysely';
import { requireEmail } from '../access/rules/email.ts';
import { requirePermission } from '../access/rules/permissions.ts';
import { recordAudit } from '../audit/record.ts';
import { startMailing } from '../changes/run/queue-invitations.ts';
import type { Ctx } from '../kernel/context.ts';
import type { Encryption } from '../kernel/encryption.ts';
import { Problem } from '../kernel/problem.ts';
import { isPlainAddress } from '../mail/mail.ts';
import { type MailSettings, passwordPlace, readMailSettings } from '../mail/mail-settings.ts';
import type { Tools } from '../tools.ts';
import type { MailSettingsPatch, NewServer } from './settings.ts';

/**
 * Changes how the account's mail goes. Mail that waits for another server goes to the new one.
 * @throws Problem mail_fixed (409), mail_server_refused, mail_sender_needed, mail_password_needed, email_invalid (422)
 */
export async function updateMailSettings(ctx: Ctx, tools: Tools, patch: MailSettingsPatch): Promise<void> {
  requirePermission(ctx, 'account.manage');
  const { config, outbound, encryption } = tools;
  if ((patch.server !== undefined && config.smtpUrl !== null) || (patch.sender && config.mailFrom !== null))
    throw new Problem('mail_fixed');
  if (patch.server && !outbound.mayConnectMail(patch.server)) throw new Problem('mail_server_refused');
  ctx.db.post(sql`insert into mail_settings (account_id) values (${ctx.accountId}) on conflict do nothing`);
  ctx.db.post(sql`select from mail_settings where account_id = ${ctx.accountId} for update`);
  const before = await readMailSettings(ctx);
  const after = { ...before, ...changed(patch), ...serverOf(ctx, encryption, before, patch.server) };
  if (after.host !== null && after.senderAddress === null && config.mailFrom === null)
    throw new Problem('mail_sender_needed');
  save(ctx, after);
  if (patch.server !== undefined) {
    noteServer(ctx, after);
    await startMailing(ctx, tools);
  }
  record(ctx, before, after);
}

function changed({ sender, replyTo, dkimSelector }: MailSettingsPatch): Partial<MailSettings> {
  return {
    ...(sender === undefined ? {} : { senderName: sender.name, senderAddress: mailAddress(sender.address) }),
    ...(replyTo === undefined ? {} : { replyTo: replyTo === null ? null : mailAddress(replyTo) }),
    ...(dkimSelector === undefined ? {} : { dkimSelector }),
  };
}

/** @throws Problem email_invalid (422) */
function mailAddress(typed: string): string {
  const { email } = requireEmail(typed);
  if (!isPlainAddress(email))
    throw new Problem('email_invalid', { email, why: 'is not an address that mail can be sent to' });
  return email;
}

const noServer = { host: null, port: null, security: null, username: null, password: null };

/**
 * A stored password goes to no other server, user or security than those it was entered for. Otherwise an Admin who cannot see it could
 * have it sent to a server of their own.
 */
function serverOf(
  { accountId }: Ctx,
  encryption: Encryption,
  before: MailSettings,
  server: NewServer | null | undefined,
): Partial<MailSettings> {
  if (server === undefined) return {};
  if (server === null) return noServer;
  const { password, ...shown } = server;
  if (shown.username === null) return { ...shown, password: null };
  if (password !== undefined) return { ...shown, password: encryption.encrypt(passwordPlace(accountId), password) };
  const isSame = (['host', 'port', 'security', 'username'] as const).every((part) => shown[part] === before[part]);
  if (!isSame || before.password === null) throw new Problem('mail_password_needed');
  return { ...shown, password: before.password };
}

function save({ db, accountId }: Ctx, set: MailSettings): void {
  db.post(sql`update mail_settings set host = ${set.host}, port = ${set.port}, security = ${set.security}, username = ${set.username},
      password = ${set.password}, sender_name = ${set.senderName}, sender_address = ${set.senderAddress},
      reply_to = ${set.replyTo}, dkim_selector = ${set.dkimSelector}
    where account_id = ${accountId}`);
}

/** The server is tried at once, whatever it said under its settings before. */
function noteServer({ db, accountId }: Ctx, { host }: MailSettings): void {
  db.post(sql`delete from mail_server where account_id = ${accountId}`);
  if (host !== null) db.post(sql`insert into mail_server (account_id) values (${accountId})`);
}

const parts = [
  'host',
  'port',
  'security',
  'username',
  'password',
  'senderName',
  'senderAddress',
  'replyTo',
  'dkimSelector',
] as const;

/** The log names the server and what else was changed, without addresses and secrets. */
function record(ctx: Ctx, before: MailSettings, after: MailSettings): void {
  const what = parts.filter((part) => String(before[part]) !== String(after[part]));
  if (what.length === 0) return;
  const server = ({ host, port, security }: MailSettings) => (host === null ? null : { host, port, security });
  recordAudit(ctx, 'account.mail_changed', {
    details: { before: server(before), after: server(after), changed: what },
  });
}
