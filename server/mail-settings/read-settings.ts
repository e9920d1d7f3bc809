import type { Config } from '../kernel/config.ts';
import type { Ctx } from '../kernel/context.ts';
import { senderOf } from '../mail/mail-server.ts';
import { hasOwnServer, type MailSettings, readMailSettings } from '../mail/mail-settings.ts';
import type { MailDelivery, ShownMailSettings } from './settings.ts';

export async function showMailSettings(ctx: Ctx, config: Config): Promise<ShownMailSettings> {
  const set = await readMailSettings(ctx);
  const server = config.smtpUrl === null ? ownServer(set) : operatorsServer(config.smtpUrl);
  const fixed = { server: config.smtpUrl !== null, sender: config.mailFrom !== null };
  const isOwnSender = !fixed.sender && server !== null && set.senderAddress !== null;
  return {
    server,
    sender: isOwnSender ? { name: set.senderName, address: set.senderAddress ?? '' } : senderOf(config.mailFrom),
    replyTo: set.replyTo,
    dkimSelector: set.dkimSelector,
    fixed,
  };
}

/** How mail goes. ctx is null outside of accounts. */
export async function mailDelivery(ctx: Ctx | null, config: Config): Promise<MailDelivery> {
  const signIn = config.smtpUrl === null ? 'mailbox' : 'server';
  if (ctx === null) return { signIn, invitations: null };
  return { signIn, invitations: (await hasOwnServer(ctx, config)) ? 'server' : signIn };
}

function ownServer({ host, port, security, username }: MailSettings): ShownMailSettings['server'] {
  return host === null || port === null ? null : { host, port, security, username };
}

/** Who signs in to the operator's server is not told. */
function operatorsServer(smtpUrl: string): ShownMailSettings['server'] {
  const { hostname, port, protocol } = new URL(smtpUrl);
  const encrypted = protocol === 'smtps:';
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (encrypted ? 465 : 587) : Number(port),
    security: encrypted ? 'tls' : null,
    username: null,
  };
}
