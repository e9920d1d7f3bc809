import type { MailTemplates } from '../kernel/mail-queue.ts';
import { linkUrl } from './links.ts';

/** What access says by mail. */
export const accessMails: MailTemplates = {
  'password-reset': (data, { config, seals }) => ({
    subject: 'Choose a new password',
    heading: 'Choose a new password',
    paragraphs: [
      `Someone asked for a new password for ${data['email']}. The link is valid for one hour and works once.`,
    ],
    button: { label: 'Choose a new password', url: linkUrl(config.publicUrl, seals, 'reset', data['linkId'] ?? '') },
    footnote: 'If it was not you, do nothing: your password stays as it is.',
  }),
  'confirm-address': (data, { config, seals }) => ({
    subject: 'Confirm your e-mail address',
    heading: 'Confirm your e-mail address',
    paragraphs: [
      `${data['email']} was given as the sign-in for ${data['accountName']}. Confirm that this address is yours. The link is valid for three days.`,
    ],
    button: { label: 'Confirm this address', url: linkUrl(config.publicUrl, seals, 'proof', data['linkId'] ?? '') },
    footnote: 'If it was not you, do nothing: without your confirmation nobody can use your address anywhere else.',
  }),
  'password-changed': (data, { config }) => ({
    subject: 'Your password was changed',
    heading: 'Your password was changed',
    paragraphs: [`The password of ${data['email']} was changed. Everyone signed in with it elsewhere was signed out.`],
    button: { label: 'Open Muster', url: config.publicUrl },
    footnote: 'If it was not you, choose a new password with “Forgotten password” on the sign-in page at once.',
  }),
};
