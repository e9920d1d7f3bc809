import { sql } from 'kysely';
import { one, readInAccount } from '../database/database.ts';
import type { Requester } from '../kernel/context.ts';
import { newId } from '../kernel/ids.ts';
import type { HandOver } from '../mail/mail.ts';
import { renderMail } from '../mail/mail-content.ts';
import type { Tools } from '../tools.ts';

type Tested = { state: HandOver['state']; answer: string | null; to: string };

/**
 * Mails the asker a test, the way that the account's invitations go, and returns the mail server's answer. It waits for the server outside of
 * any transaction.
 * @throws Problem too_many_requests (429)
 */
export async function sendTestMail(tools: Tools, asker: Requester): Promise<Tested> {
  const { accountId } = asker;
  tools.rateLimits.require('mailTests', accountId);
  const { email, accountName, replyTo } = await readInAccount(tools.database, asker, ({ db }) =>
    one(
      db,
      sql<{
        email: string;
        accountName: string;
        replyTo: string | null;
      }>`select u.email, a.name as "accountName", s.reply_to as "replyTo"
        from users u join accounts a on a.id = u.account_id left join mail_settings s on s.account_id = u.account_id
        where u.account_id = ${accountId} and u.id = ${asker.actor.id}`,
    ),
  );
  const mailer = (await tools.accountMailers.of(accountId)) ?? tools.mailer;
  const rendered = renderMail(content(accountName), accountName);
  const outcome = await mailer.handOver({ messageId: newId(), to: email, replyTo, ...rendered });
  return { state: outcome.state, answer: answerOf(outcome), to: email };
}

function answerOf(outcome: HandOver): string | null {
  if (outcome.state === 'mailbox') return null;
  return outcome.state === 'handed_over' ? outcome.answer : outcome.detail;
}

function content(accountName: string) {
  return {
    subject: 'A test mail from Muster',
    heading: 'This mail has arrived',
    paragraphs: [`Invitations to ${accountName} and notices of it go the same way.`],
    footnote: 'You asked for this mail on the page Mail.',
  };
}
