import nodemailer from 'nodemailer';
import { flyingMax } from '../../server/invitations/outbox.ts';
import { renderMail } from '../../server/mail/mail-content.ts';
import { connectionsMax } from '../../server/mail/mail-server.ts';

/** The minimum for a sender of invitations: this many messages of that length, sent by nodemailer alone. */
const { SMTP_URL: url, COUNT: count } = process.env;
const transport = nodemailer.createTransport({ url, pool: true, maxConnections: connectionsMax });
const message = renderMail(
  {
    subject: 'Olga Owner invites you to Example',
    heading: 'Join Example',
    paragraphs: ['Olga Owner asks you to confirm this address.', 'The link is for you alone and works for 14 days.'],
    button: { label: 'Join Example', url: `http://localhost:3000/welcome/${'t'.repeat(120)}` },
    footnote: 'If you do not know the sender, do nothing: nobody joins until the button on the page is pressed.',
  },
  'Example',
);
let next = 0;
async function sendInTurn(): Promise<void> {
  while (next < Number(count))
    await transport.sendMail({ from: 'muster@muster.example', to: `bare${next++}@people.example`, ...message });
}
await Promise.all(Array.from({ length: flyingMax }, sendInTurn));
transport.close();
