import type { MailTemplates } from '../mail/mail-queue.ts';

export const webhookMails: MailTemplates = {
  'webhook-paused': ({ url, because, accountName }, { config }) => ({
    subject: `A webhook of ${accountName} is paused`,
    heading: `A webhook of ${accountName} is paused`,
    paragraphs: [
      because === 'gone'
        ? `${url} answered that it is gone (410), so no more events are sent there.`
        : `${url} has not taken an event for three days, so no more events are sent there.`,
      'Events are kept for 30 days. Once the receiver works again, resume the webhook: it goes on with the event that was due.',
    ],
    button: { label: 'Open webhooks', url: `${config.publicUrl}/account/webhooks` },
    footnote: 'You get this because you made this webhook or resumed it.',
  }),
};
