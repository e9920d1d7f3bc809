import type { MailTemplates } from '../../mail/mail-queue.ts';
import { linkUrl } from './links.ts';

/** The mails of access. */
export const accessMails: MailTemplates = {
  'password-reset': (data, { config, signer }) => ({
    subject: 'Choose a new password',
    heading: 'Choose a new password',
    paragraphs: [
      `Someone asked for a new password for ${data['email']}. The link is valid for one hour and works once.`,
    ],
    button: { label: 'Choose a new password', url: linkUrl(config.publicUrl, signer, 'reset', data['linkId'] ?? '') },
    footnote: 'If it was not you, do nothing: your password stays as it is.',
  }),
  'confirm-address': (data, { config, signer }) => ({
    subject: 'Confirm your e-mail address',
    heading: 'Confirm your e-mail address',
    paragraphs: [
      `${data['email']} was given as the sign-in for ${data['accountName']}. Confirm that this address is yours. The link is valid for three days.`,
    ],
    button: { label: 'Confirm this address', url: linkUrl(config.publicUrl, signer, 'proof', data['linkId'] ?? '') },
    footnote: 'If it was not you, do nothing: without your confirmation nobody can use your address anywhere else.',
  }),
  'password-changed': (data, { config }) => ({
    subject: 'Your password was changed',
    heading: 'Your password was changed',
    paragraphs: [`The password of ${data['email']} was changed. Everyone signed in with it elsewhere was signed out.`],
    button: { label: 'Open Muster', url: config.publicUrl },
    footnote: 'If it was not you, choose a new password with “Forgotten password” on the sign-in page at once.',
  }),
  'confirm-new-address': (data, { config, signer }) => ({
    subject: 'Confirm your new e-mail address',
    heading: 'Confirm your new e-mail address',
    paragraphs: [
      `From now on ${data['after']} is to be your sign-in instead of ${data['before']}. Sign in as before and confirm it. The link is valid for one day.`,
    ],
    button: { label: 'Confirm the new address', url: linkUrl(config.publicUrl, signer, 'email', data['linkId'] ?? '') },
    footnote: 'If you did not expect this, do nothing: nothing changes without your confirmation.',
  }),
  'address-change-asked': (data, { config }) => ({
    subject: 'Your e-mail address is about to change',
    heading: 'Your e-mail address is about to change',
    paragraphs: [
      `${data['after']} was asked for as your sign-in instead of ${data['before']}. It changes once the new address is confirmed.`,
    ],
    button: { label: 'Open Muster', url: config.publicUrl },
    footnote: 'If it was not you, change your password now: that ends what was asked for.',
  }),
  'address-changed': (data, { config }) => ({
    subject: 'Your e-mail address was changed',
    heading: 'Your e-mail address was changed',
    paragraphs: [`You sign in with ${data['after']} from now on, no longer with ${data['before']}.`],
    button: { label: 'Open Muster', url: config.publicUrl },
    footnote: 'If it was not you, talk to the Owner or an Admin of your account at once.',
  }),
};
