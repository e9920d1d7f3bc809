import { z } from 'zod';
import { emailMax } from '../access/rules/email.ts';
import { notEmpty, upTo } from '../kernel/schema.ts';
import { line } from '../kernel/text.ts';
import { deliverySchema, securities } from '../mail/mail-settings.ts';

const security = z
  .enum(securities)
  .describe(
    'tls: encrypted from the beginning, as on port 465. starttls: encrypted before anything is told, as on port 587. none: only in networks that the operator allows.',
  );
const host = z
  .string()
  .regex(/^[\da-z:]([\da-z.:-]{0,251}[\da-z])?$/i, 'is not the name or IP address of a server')
  .toLowerCase();
const port = z.int().min(1).max(65_535);
const address = upTo(emailMax);
const sender = z.object({ name: z.string(), address: z.string() }).meta({ id: 'MailSender' });
/** The name before ._domainkey in the domain name system. */
export const selectorSchema = z.string().regex(/^[\da-z]([\w.-]{0,61}[\da-z])?$/i, 'is not a DKIM selector');

export const mailSettingsSchema = z.object({
  server: z
    .object({ host: z.string(), port: z.int(), security: security.nullable(), username: z.string().nullable() })
    .nullable()
    .describe(
      'The server that takes invitations and notices. null: they are kept on the mailbox page. Its password is never shown.',
    ),
  sender,
  replyTo: z
    .string()
    .nullable()
    .describe('Where answers to invitations go. null: to the inviter, if their address is proven.'),
  dkimSelector: z.string().nullable(),
  fixed: z
    .object({ server: z.boolean(), sender: z.boolean() })
    .describe('What the operator has set in the environment, so that it cannot be changed here.'),
});
mailSettingsSchema.register(z.globalRegistry, { id: 'MailSettings' });
export type ShownMailSettings = z.infer<typeof mailSettingsSchema>;

const newServer = z
  .strictObject({
    host,
    port,
    security,
    username: upTo(254).nullable().default(null),
    password: upTo(1000)
      .optional()
      .describe('Left out: the stored one stays, as long as it goes to the same server and user by the same security.'),
  })
  .meta({ id: 'NewMailServer' });
export type NewServer = z.infer<typeof newServer>;

export const mailSettingsPatch = notEmpty(
  z.strictObject({
    server: newServer.nullable().optional(),
    sender: z.strictObject({ name: line(100), address }).optional(),
    replyTo: address.nullable().optional(),
    dkimSelector: selectorSchema.nullable().optional(),
  }),
  'names nothing to change',
);
mailSettingsPatch.register(z.globalRegistry, { id: 'UpdateMailSettings' });
export type MailSettingsPatch = z.infer<typeof mailSettingsPatch>;

export const mailDeliverySchema = z
  .object({
    signIn: deliverySchema.describe(
      'Mails about a sign-in, such as resets and confirmations: as the operator has set.',
    ),
    invitations: deliverySchema
      .nullable()
      .describe(
        'Invitations and notices of the caller’s account, which may have a mail server of its own; null without a session.',
      ),
  })
  .meta({ id: 'MailDelivery' });
export type MailDelivery = z.infer<typeof mailDeliverySchema>;

export const mailTestSchema = z.object({
  state: z.enum(['handed_over', 'mailbox', 'bounced', 'delayed', 'unanswered']),
  answer: z
    .string()
    .nullable()
    .describe('The mail server’s answer, word for word; null where it went to the mailbox page.'),
  to: z.string(),
});
mailTestSchema.register(z.globalRegistry, { id: 'MailTest' });
