import { readInAccount } from '../database/database.ts';
import type { Requester } from '../kernel/context.ts';
import { Problem } from '../kernel/problem.ts';
import type { Tools } from '../tools.ts';
import { showMailSettings } from './read-settings.ts';
import { lookUpSender, selectorIn } from './sender-records.ts';

/**
 * Looks up what the domain name system says about the account's sender.
 * @throws Problem no_signature (422) if the given headers have no signature of the sender's domain, too_many_requests (429)
 */
export async function checkSender(
  tools: Tools,
  asker: Requester,
  { dkimSelector, headers }: { dkimSelector?: string | undefined; headers?: string | undefined },
) {
  tools.rateLimits.require('senderChecks', asker.accountId);
  const settings = await readInAccount(tools.database, asker, (ctx) => showMailSettings(ctx, tools.config));
  const { sender, server } = settings;
  const domain = sender.address.slice(sender.address.lastIndexOf('@') + 1).toLowerCase();
  const read = headers === undefined ? null : selectorIn(headers, domain);
  if (headers !== undefined && read === null) throw new Problem('no_signature', { domain });
  const selector = read ?? dkimSelector ?? settings.dkimSelector;
  return lookUpSender(tools.names, { address: sender.address, host: server?.host ?? null, selector });
}
