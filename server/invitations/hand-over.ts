import { type HandOver, type Mailer, oneLine } from '../mail/mail.ts';
import { type MailContent, renderMail } from '../mail/mail-content.ts';
import type { Tools } from '../tools.ts';
import { invitationLink } from './invitation.ts';

/** One invitation to mail now, as its row was a moment ago. */
export type Due = {
  accountId: string;
  /** Its entry in the queue. */
  queueId: number;
  id: string;
  email: string;
  invitationVersion: number;
  accountName: string;
  /** When its link ends, and the days until then. */
  expiresAt: string;
  days: number;
  /** The name and address of the inviter, if they are an active user; null for the system. */
  invitedBy: string | null;
  inviterEmail: string | null;
  /** Where answers to the mail go, if not to its sender. */
  replyTo: string | null;
  /** The mail server has delayed it for long enough: this try is the last. */
  lastTry: boolean;
};

/** The same invitation has the same Message-ID however often it is sent, so it is the same message. */
export async function handOver(tools: Tools, mailer: Mailer, invited: Due): Promise<HandOver> {
  const { accountId, id: userId, invitationVersion } = invited;
  const link = invitationLink(tools.config.publicUrl, tools.signer, {
    accountId,
    userId,
    invitationVersion,
    via: 'mail',
  });
  const { accountName, inviterEmail, replyTo } = invited;
  const addresses = inviterEmail === null ? [] : [inviterEmail];
  const rendered = renderMail(content(invited, link), accountName, addresses);
  const messageId = `${userId}.${invitationVersion}`;
  const outcome = await mailer.send({ messageId, to: invited.email, replyTo, ...rendered });
  if (outcome.state === 'delayed' && invited.lastTry)
    return { state: 'bounced', detail: `${outcome.detail} (gave up after three days)` };
  return outcome;
}

function content(invited: Due, link: string): MailContent {
  const { accountName, invitedBy, inviterEmail, replyTo, days, expiresAt } = invited;
  const name = oneLine(accountName, 100);
  const inviter = oneLine(invitedBy ?? inviterEmail ?? '', 80);
  return {
    subject: inviter ? `${inviter} invites you to ${name}` : `You are invited to ${name}`,
    heading: `Join ${name}`,
    paragraphs: [
      inviter
        ? `${inviter} has added you to ${name} and asks you to confirm this address.`
        : `You were added to ${name}. Please confirm this address.`,
      ...(inviterEmail === null
        ? []
        : [`To ask ${inviter}, ${replyTo === null ? '' : 'answer this mail or '}write to ${inviterEmail} yourself.`]),
      `The link is for you alone and works for ${days === 1 ? 'one day' : `${days} days`}, until ${dateOf(expiresAt)}.`,
    ],
    button: { label: `Join ${name}`, url: link },
    footnote: 'If you do not know the sender, do nothing: nobody joins until the button on the page is pressed.',
  };
}

/** Such as 28 December 2026, in universal time, because the reader's time zone is not known. */
const dateFormat = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
const dateOf = (moment: string) => dateFormat.format(new Date(moment));
